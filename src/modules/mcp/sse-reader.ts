export interface ServerSentEvent {
  /** The last id the stream gave, this event's own or an earlier one's. */
  id: string | undefined;
  /** `message` when the stream names none. */
  event: string;
  data: string;
  /** The last pause the server asked for before a reconnection. */
  retryMs: number | undefined;
}

/** Reads a `text/event-stream` body. Events without data are yielded too: their id is where a stream can be resumed. */
export async function* readServerSentEvents(body: AsyncIterable<Buffer>): AsyncGenerator<ServerSentEvent> {
  let id: string | undefined;
  let retryMs: number | undefined;
  let event = 'message';
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === '') {
      yield { id, event, data: data.join('\n'), retryMs };
      event = 'message';
      data = [];
      continue;
    }
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retryMs = Number(value);
  }
}

async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let afterReturn = false;
  for await (const chunk of body) {
    let text = decoder.decode(chunk, { stream: true });
    if (afterReturn && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') afterReturn = text.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    for (const line of lines.slice(0, -1)) {
      yield pieces.join('') + line;
      pieces = [];
    }
    pieces.push(lines.at(-1) ?? '');
  }
}
