/** One event of a `text/event-stream`. */
export interface StreamedEvent {
  /** `message` when the stream names none. */
  event: string;
  data: string;
}

/** Reads server-sent events, wherever the chunks are cut. What follows the last blank line is no event. */
export async function* readEventStream(body: AsyncIterable<Buffer>): AsyncGenerator<StreamedEvent> {
  const decoder = new TextDecoder();
  const collector = new EventCollector();
  let rest = '';
  for await (const chunk of body) {
    // A carriage return at the end may be half of a line end: it waits for what follows.
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const event = collector.take(line);
      if (event) yield event;
    }
  }
  // A stream that ends with a bare carriage return has ended that line.
  const last = rest.endsWith('\r') ? collector.take(rest.slice(0, -1)) : undefined;
  if (last) yield last;
}

/** Gathers the lines of one event after another. */
class EventCollector {
  #event = '';
  #data: string[] = [];

  /** @returns the event that a blank line ends */
  take(line: string): StreamedEvent | undefined {
    if (line === '') return this.#finish();
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    return undefined;
  }

  #finish(): StreamedEvent | undefined {
    const finished = { event: this.#event || 'message', data: this.#data.join('\n') };
    const isEvent = this.#data.length > 0;
    this.#event = '';
    this.#data = [];
    return isEvent ? finished : undefined;
  }
}
