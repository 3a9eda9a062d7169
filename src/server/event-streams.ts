import { EventStream, type Exchange } from './http/index.ts';
import type { Flusher } from './streams/index.ts';
import type { Timing } from './timing.ts';

/** The event streams that are open, kept alive by one timer. */
export class EventStreams {
  readonly #options: { flusher: Flusher; limitBytes: number; timing: Timing };
  readonly #open = new Set<EventStream>();
  readonly #heartbeats: NodeJS.Timeout;

  constructor(options: { flusher: Flusher; limitBytes: number; timing: Timing }) {
    this.#options = options;
    this.#heartbeats = setInterval(() => {
      for (const stream of this.#open) stream.beat();
    }, options.timing.heartbeatMs).unref();
  }

  /** How many clients still follow their streams; one that was cut may not have noticed yet. */
  get followers(): number {
    let count = 0;
    for (const stream of this.#open) if (stream.isOpen) count += 1;
    return count;
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const stream of this.#open) bytes += stream.bufferedBytes;
    return bytes;
  }

  /** Starts the answer of an event stream. */
  open(exchange: Exchange): EventStream {
    const { flusher, limitBytes, timing } = this.#options;
    const stream = new EventStream({ exchange, flusher, limitBytes, goodbyeMs: timing.goodbyeMs });
    this.#open.add(stream);
    exchange.response.once('close', () => this.#open.delete(stream));
    return stream;
  }

  /** Ends every stream so that its client connects again. */
  close(): void {
    clearInterval(this.#heartbeats);
    for (const stream of this.#open) stream.hangUp();
  }
}
