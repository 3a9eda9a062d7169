import type { Logger } from '../../platform/log.ts';
import type { ModelUsageRecord } from './model-usage.ts';
import type { ModelUsageStore } from './model-usage-store.ts';

const flushMs = 200;
const flushRows = 200;
const retryMs = 1_000;
/** While the database is away so many wait; beyond that the oldest go, and the log says so. */
const maxWaiting = 100_000;

/** Writes down what calls used after their answers are out, many at once. A polite stop loses none. */
export class UsageMeter {
  readonly #store: Pick<ModelUsageStore, 'insert'>;
  readonly #log: Logger;
  #waiting: ModelUsageRecord[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isClosed = false;

  constructor(deps: { store: Pick<ModelUsageStore, 'insert'>; log: Logger }) {
    this.#store = deps.store;
    this.#log = deps.log;
  }

  record(record: ModelUsageRecord): void {
    this.#waiting.push(record);
    if (this.#waiting.length > maxWaiting) this.#drop();
    if (this.#waiting.length >= flushRows) this.#start();
    else this.#schedule(flushMs);
  }

  /** Writes all that waits. Records that come later are not written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    this.#isClosed = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, flushRows);
      await this.#store.insert(batch).catch((error: unknown) => {
        this.#log.error({ err: error, calls: batch.length }, 'the usage of model calls could not be written');
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
        await this.#store.insert(batch);
      } catch (error) {
        this.#waiting.unshift(...batch);
        this.#log.warn({ err: error, calls: this.#waiting.length }, 'usage waits to be written; trying again');
        this.#schedule(retryMs);
        return;
      }
    }
  }

  #drop(): void {
    const dropped = this.#waiting.splice(0, flushRows).length;
    this.#log.error({ calls: dropped }, 'the usage of model calls is lost: the database was away too long');
  }
}
