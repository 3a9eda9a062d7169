import type { Logger } from './log.ts';

const flushMs = 200;
const flushRows = 200;
const retryMs = 1_000;
/** While the database is away so many wait; beyond that the oldest go, and the log says so. */
const maxWaiting = 100_000;

/** Writes rows down after the work that they tell of is done, many at once. A polite stop loses none. */
export class BatchWriter<Row> {
  readonly #insert: (rows: readonly Row[]) => Promise<void>;
  readonly #what: string;
  readonly #log: Logger;
  #waiting: Row[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isClosed = false;

  /** @param deps.what are the rows, for the log, as in "the usage of model calls" */
  constructor(deps: { insert: (rows: readonly Row[]) => Promise<void>; what: string; log: Logger }) {
    this.#insert = deps.insert;
    this.#what = deps.what;
    this.#log = deps.log;
  }

  /** Writes `row` within 200 milliseconds, or at once when it is not to wait for others. */
  add(row: Row, options: { isUrgent: boolean } = { isUrgent: false }): void {
    this.#waiting.push(row);
    if (this.#waiting.length > maxWaiting) this.#drop();
    if (options.isUrgent || this.#waiting.length >= flushRows) this.#start();
    else this.#schedule(flushMs);
  }

  /** Writes all that waits. Rows that come later are not written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    this.#isClosed = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, flushRows);
      await this.#insert(batch).catch((error: unknown) => {
        this.#log.error({ err: error, rows: batch.length }, `${this.#what} could not be written`);
      });
    }
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer ??= setTimeout(() => this.#start(), delayMs).unref();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isClosed) return;
    if (this.#writing) this.#schedule(flushMs);
    else
      this.#writing = this.#write().finally(() => {
        this.#writing = undefined;
      });
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, flushRows);
      try {
        await this.#insert(batch);
      } catch (error) {
        this.#waiting.unshift(...batch);
        this.#log.warn({ err: error, rows: this.#waiting.length }, `${this.#what} waits to be written; trying again`);
        this.#schedule(retryMs);
        return;
      }
    }
  }

  #drop(): void {
    const dropped = this.#waiting.splice(0, flushRows).length;
    this.#log.error({ rows: dropped }, `${this.#what} is lost in part: the database was away too long`);
  }
}
