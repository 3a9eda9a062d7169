import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a bench started and has to end, and its folder for files that go with it. */
export class Workplace {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-bench-'));
  readonly #ends: (() => Promise<void>)[] = [];

  /** Keeps `thing` to be stopped with the workplace, last one first. */
  keep<T extends { stop(): Promise<void> }>(thing: T): T {
    this.#ends.push(() => thing.stop());
    return thing;
  }

  /** Runs `work` in a workplace of its own and clears it away, whatever happens. */
  static async use<T>(work: (place: Workplace) => Promise<T>): Promise<T> {
    const place = new Workplace();
    try {
      return await work(place);
    } finally {
      for (const end of place.#ends.reverse()) await end();
      fs.rmSync(place.folder, { recursive: true, force: true });
    }
  }
}
