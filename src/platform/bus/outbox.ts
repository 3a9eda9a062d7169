import type { BusMessage } from './bus.ts';

const flushEveryMs = 5;

interface Envelope {
  from: string;
  messages: [channel: string, message: BusMessage][];
}

/** Gathers messages for a few milliseconds, drops repeats, and hands them over in order, in packets below `maxBytes`. */
export class Outbox {
  readonly #from: string;
  readonly #send: (packet: string) => Promise<void>;
  readonly #maxBytes: number;
  #waiting = new Map<string, [string, BusMessage]>();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: { from: string; maxBytes: number; send: (packet: string) => Promise<void> }) {
    this.#from = options.from;
    this.#maxBytes = options.maxBytes;
    this.#send = options.send;
  }

  add(channel: string, message: BusMessage): void {
    this.#waiting.set(`${channel}\n${message}`, [channel, message]);
    this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs);
  }

  /** Sends what waits, after all that is being sent: of two packets on their way at once either could arrive first. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#sendWaiting());
    return this.#sending;
  }

  async #sendWaiting(): Promise<void> {
    const waiting = [...this.#waiting.values()];
    this.#waiting = new Map();
    let batch: Envelope['messages'] = [];
    let bytes = 0;
    for (const entry of waiting) {
      const size = Buffer.byteLength(JSON.stringify(entry)) + 1;
      if (bytes + size > this.#maxBytes && batch.length > 0) {
        await this.#send(JSON.stringify({ from: this.#from, messages: batch }));
        batch = [];
        bytes = 0;
      }
      batch.push(entry);
      bytes += size;
    }
    if (batch.length > 0) await this.#send(JSON.stringify({ from: this.#from, messages: batch }));
  }
}

/** The messages of a packet that another process sent; none when it is our own. */
export function unpack(packet: string, self: string): Envelope['messages'] {
  const { from, messages } = JSON.parse(packet) as Envelope;
  return from === self ? [] : messages;
}
