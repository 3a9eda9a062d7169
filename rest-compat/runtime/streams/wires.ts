import { textFrame } from '../../../src/server/index.ts';

/** Something that is said on a stream: an event, or what the API's convention says besides. */
export interface Saying {
  /** The name of the event, for wires that have one. */
  event?: string | undefined;
  /** Where a reader goes on after it, for wires that say so. */
  id?: string | undefined;
  data: string;
}

/** How what is said on a stream becomes bytes. Each call gives one whole frame. */
export interface StreamWire {
  /** Headers of an answer over HTTP. */
  headers: Record<string, string>;
  write(saying: Saying): Buffer;
  /** A frame that moves the reader's cursor and says nothing else; undefined where the wire has none. */
  writeId?(id: string): Buffer;
  /** What keeps a silent connection alive; undefined where nothing may be sent besides frames. */
  writeComment?(text: string): Buffer;
}

const live = { 'cache-control': 'no-cache', connection: 'keep-alive', 'x-accel-buffering': 'no' };

/** Server-sent events. Lines end with LF only: clients exist that know no other. */
export const sse: StreamWire = {
  headers: { ...live, 'content-type': 'text/event-stream; charset=utf-8' },
  write: ({ event, id, data }) => {
    const name = event === undefined ? '' : `event: ${oneLine(event)}\n`;
    return Buffer.from(`${name}${idLine(id)}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`);
  },
  writeId: (id) => Buffer.from(`${idLine(id)}\n`),
  writeComment: (text) => Buffer.from(`:${text === '' ? '' : ` ${oneLine(text)}`}\n\n`),
};

/** One JSON text per line; also the frames of a Kubernetes watch. */
export const lines: StreamWire = {
  headers: { ...live, 'content-type': 'application/x-ndjson; charset=utf-8' },
  write: ({ data }) => Buffer.from(`${data}\n`),
};

/** A Kubernetes watch, whose clients expect the type of any other answer. */
export const watch: StreamWire = {
  ...lines,
  headers: { ...live, 'content-type': 'application/json; charset=utf-8' },
};

/** One text message each. */
export const messages: StreamWire = {
  headers: {},
  write: ({ data }) => textFrame(Buffer.from(data)),
};

/** An id that EventSource would take for none, or that could not be sent back in a header, is left out. */
function idLine(id: string | undefined): string {
  return id !== undefined && /^[\x21-\x7e]{1,1024}$/.test(id) ? `id: ${id}\n` : '';
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ');
}
