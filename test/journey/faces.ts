import { type Got, open, openSocket } from '../contract/streams/readers.ts';
import type { Harness } from '../support/harness.ts';
import { subscribe } from './streams/subscribe.ts';

/** The faces on which events are shown. */
export type FaceName = 'graphql' | 'joch' | 'orloj' | 'roboticus' | 'fabric';

/** An event as a face shows it. */
export interface Frame {
  cursor: string;
  /** The face's own word for what happened. */
  word: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  data: any;
}

export interface Run {
  id: string;
  name: string;
}

/** A stream that is open on a face. */
export interface Watching {
  /** All frames about the run from the opening on, to the first that is `isLast`. */
  until(run: Run, isLast: (frame: Frame) => boolean): Promise<Frame[]>;
  leave(): void;
}

interface Stream {
  /** Undefined for what is no event, such as a greeting or a heartbeat. */
  next(): Promise<Frame | undefined>;
  leave(): void;
}

interface Face {
  open(h: Harness, wanted: { after: string; run: Run }): Promise<Stream>;
  /** Whether a frame is about the run. */
  isOf(frame: Frame, run: Run): boolean;
}

/** Each face as its own clients follow it: at its path, on its port, with its own way of telling who asks. */
const faces: Record<FaceName, Face> = {
  graphql: { open: openGraphql, isOf: ({ data }, { id }) => data.executionId === id },
  joch: {
    // Joch shows the events of one run, from its beginning on.
    open: (h, { run }) =>
      openEvents(h, { api: 'joch', path: `/v1/namespaces/default/executions/${run.name}/events` }, ({ id, data }) => ({
        cursor: id,
        word: data.type,
      })),
    isOf: ({ data }, { id }) => data.executionId === id,
  },
  orloj: {
    open: (h, { after }) =>
      openEvents(h, { api: 'orloj', path: `/v1/events/watch?since=${after}` }, ({ data }) => ({
        cursor: data.id,
        word: data.type === 'task.trace' ? `task.trace ${data.action}` : data.type,
      })),
    isOf: ({ data }, { name }) => data.name === name || data.data?.spec?.task_ref === name,
  },
  roboticus: { open: openRoboticus, isOf: ({ data }, { id }) => data.run_id === id },
  fabric: {
    open: (h, { after }) =>
      openEvents(h, { api: 'fabric', path: `/v1/events/stream?after=${after}` }, ({ id, data }) => ({
        cursor: id,
        word: data.data.kind,
      })),
    isOf: ({ data }, { id }) => data.data.run_id === id,
  },
};

/** Opens the stream of a face, after a cursor; `run` is the run that a face shows which shows one at a time. */
export async function watchOn(h: Harness, name: FaceName, wanted: { after: string; run?: Run }): Promise<Watching> {
  const face = faces[name];
  const stream = await face.open(h, { run: { id: '', name: '' }, ...wanted });
  const seen: Frame[] = [];
  return {
    async until(run, isLast) {
      const isEnd = (frame: Frame): boolean => face.isOf(frame, run) && isLast(frame);
      while (!seen.some(isEnd)) {
        const frame = await stream.next();
        if (frame) seen.push(frame);
      }
      return seen.filter((frame) => face.isOf(frame, run));
    },
    leave: stream.leave,
  };
}

type Reading = (got: Got) => { cursor: string | undefined; word: string };

function frameOf(got: Got | undefined, reading: Reading): Frame | undefined {
  if (!got) throw new Error('The stream ended.');
  if (got.data === undefined) return undefined;
  const { cursor, word } = reading(got);
  return cursor === undefined ? undefined : { cursor, word, data: got.data };
}

const siteOf = (h: Harness, api: string) => ({ url: `${h.platform.listeners[api]}/graphql`, adminToken: h.adminToken });

async function openEvents(h: Harness, { api, path }: { api: string; path: string }, reading: Reading): Promise<Stream> {
  const reader = await open(siteOf(h, api), path);
  if (reader.status !== 200) throw new Error(`${path} answered ${reader.status}.`);
  return { next: async () => frameOf(await reader.next(), reading), leave: reader.leave };
}

async function openRoboticus(h: Harness, { after }: { after: string }): Promise<Stream> {
  const site = siteOf(h, 'roboticus');
  const headers = { authorization: `Bearer ${h.adminToken}` };
  const issued = await fetch(site.url.replace('/graphql', '/api/ws-ticket'), { method: 'POST', headers });
  const { ticket } = (await issued.json()) as { ticket: string };
  const socket = await openSocket(site, `/ws?ticket=${ticket}&after=${after}`, { token: null });
  const reading: Reading = ({ data }) => ({ cursor: data.cursor, word: data.type });
  return { next: async () => frameOf(await socket.next(), reading), leave: socket.leave };
}

const query = `subscription ($after: Cursor) {
  events(after: $after) { ... on JournalEvent { cursor type executionId } }
}`;

async function openGraphql(h: Harness, { after }: { after: string }): Promise<Stream> {
  const place = { url: h.url.replace('/graphql', ''), token: h.adminToken };
  const events = subscribe<{ events: Got['data'] }>(place, 'websocket', { query, variables: { after } });
  const reading: Reading = ({ data }) => ({ cursor: data.cursor, word: data.type });
  return {
    async next() {
      const { value } = await events.next();
      return frameOf(value && { data: value.events }, reading);
    },
    leave: () => void events.return(undefined),
  };
}
