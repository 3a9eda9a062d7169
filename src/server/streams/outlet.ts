import type { Writable } from 'node:stream';

/** A connection that bytes are written to: a socket or an HTTP response. */
export type Sink = Pick<Writable, 'write' | 'writableLength' | 'writableNeedDrain' | 'once' | 'off'>;

/** Writes the outlets that have something to write, all together once per turn of the event loop. */
export class Flusher {
  #waiting: Outlet[] = [];

  schedule(outlet: Outlet): void {
    if (this.#waiting.push(outlet) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const outlets = this.#waiting;
    this.#waiting = [];
    for (const outlet of outlets) outlet.flush();
  }
}

export interface OutletOptions {
  sink: Sink;
  flusher: Flusher;
  limitBytes: number;
  /** Called once, when more than `limitBytes` wait because the reader is too slow. Nothing is taken after that. */
  onOverflow(): void;
}

/** Gathers what one connection is to be sent, so that one write carries it, and notices a reader that is too slow. */
export class Outlet {
  readonly #options: OutletOptions;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #isOpen = true;

  constructor(options: OutletOptions) {
    this.#options = options;
  }

  /** Bytes that this process holds for the reader. */
  get bufferedBytes(): number {
    return this.#pendingBytes + this.#options.sink.writableLength;
  }

  push(bytes: Buffer): void {
    if (!this.#isOpen) return;
    if (this.bufferedBytes > this.#options.limitBytes) {
      this.close();
      this.#options.onOverflow();
      return;
    }
    this.#pendingBytes += bytes.length;
    if (this.#pending.push(bytes) === 1) this.#options.flusher.schedule(this);
  }

  /** Writes what is pending now. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const [first] = this.#pending;
    const bytes = this.#pending.length === 1 && first ? first : Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#options.sink.write(bytes);
  }

  /** Writes what is pending and takes no more. */
  close(): void {
    this.#isOpen = false;
    this.flush();
  }

  /** Forgets what is pending and takes no more: the reader has gone. */
  discard(): void {
    this.#isOpen = false;
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** Resolves when the reader has taken what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined {
    const { sink } = this.#options;
    if (!sink.writableNeedDrain) return undefined;
    return new Promise((resolve) => {
      const done = (): void => {
        sink.off('drain', done);
        sink.off('close', done);
        resolve();
      };
      sink.once('drain', done);
      sink.once('close', done);
    });
  }
}
