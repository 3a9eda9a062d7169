import type { Bus } from '../bus/index.ts';
import type { Logger } from '../log.ts';
import type { Position } from './cursor.ts';
import type { Journal, JournalRow } from './journal.ts';

const pageRows = 1_000;
const hiddenRetryMs = 3;
// Writers come in bursts; a moment's patience reads a burst at once instead of row by row.
const gatherMs = 1;
const idlePollMs = 500;
const faultRetryMs = 1_000;

/** The bus channel on which whoever wrote to the journal says so. */
export const journalChannel = 'journal';

export type TailListener = (rows: readonly JournalRow[]) => void;

/**
 * The one reader of the journal's end in this process. However many subscribers there are, the database is asked once.
 * Woken by the bus; polls slowly besides, because a wake-up may be lost.
 */
export class Tailer {
  readonly #journal: Journal;
  readonly #bus: Bus;
  readonly #log: Logger;
  readonly #listeners = new Set<TailListener>();
  #position: Position | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #wokenWhileReading = false;
  #isDue = false;
  #stopped = false;
  #unsubscribe: () => void = () => undefined;

  constructor(options: { journal: Journal; bus: Bus; log: Logger }) {
    this.#journal = options.journal;
    this.#bus = options.bus;
    this.#log = options.log;
  }

  /** Everything up to here was handed to the listeners of its time. `start` must have been called. */
  get position(): Position {
    if (!this.#position) throw new Error('The tailer was not started.');
    return this.#position;
  }

  /** How many listen now. */
  get listeners(): number {
    return this.#listeners.size;
  }

  async start(): Promise<void> {
    this.#position = await this.#journal.head();
    this.#unsubscribe = this.#bus.subscribe(journalChannel, () => this.#wake());
    this.#schedule(idlePollMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    await this.#reading;
  }

  /** Calls `listener` with every row after the present `position`, in order. @returns a function that ends it */
  listen(listener: TailListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #wake(): void {
    if (this.#stopped) return;
    if (this.#reading) this.#wokenWhileReading = true;
    else if (!this.#isDue) {
      this.#isDue = true;
      this.#schedule(gatherMs);
    }
  }

  #run(): void {
    this.#isDue = false;
    this.#reading = this.#read()
      .catch((error: Error) => {
        if (!this.#stopped) this.#log.warn({ reason: error.message }, 'the journal could not be read; trying again');
        return faultRetryMs;
      })
      .then((delayMs) => {
        this.#reading = undefined;
        this.#schedule(delayMs);
      });
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), delayMs);
  }

  async #read(): Promise<number> {
    for (;;) {
      this.#wokenWhileReading = false;
      const { rows, hidden } = await this.#journal.tail(this.position, pageRows);
      const last = rows.at(-1);
      if (last) {
        this.#position = last.position;
        for (const listener of this.#listeners) listener(rows);
      }
      if (rows.length === pageRows) continue;
      if (this.#wokenWhileReading) return gatherMs;
      return hidden ? hiddenRetryMs : idlePollMs;
    }
  }
}
