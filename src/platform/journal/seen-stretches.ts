import type { Position } from './cursor.ts';
import { isSeen, type Snapshot } from './snapshot.ts';

/**
 * What the statements saw that read a list, each a stretch of it, in its order. Nothing else has to be kept to know of
 * every change whether the list shows it.
 */
export class SeenStretches<Place> {
  readonly #isAfter: (a: Place, b: Place) => boolean;
  readonly #stretches: { upTo: Place | null; snapshot: Snapshot }[] = [];
  /** No transaction from here on is shown by any stretch. */
  #horizon = 0n;

  /** @param isAfter whether one place comes after another in the list */
  constructor(isAfter: (a: Place, b: Place) => boolean) {
    this.#isAfter = isAfter;
  }

  /** Notes the next stretch; `upTo` is the last place in it, null when it goes on to the end. */
  note(upTo: Place | null, snapshot: Snapshot): void {
    this.#stretches.push({ upTo, snapshot });
    if (snapshot.next > this.#horizon) this.#horizon = snapshot.next;
  }

  /** Whether the list shows what is at a place as a change left it, or as a later one did. */
  shows(place: Place, { xid }: Position): boolean {
    if (xid >= this.#horizon) return false;
    const stretch = this.#stretches.find(({ upTo }) => upTo === null || !this.#isAfter(place, upTo));
    return stretch !== undefined && isSeen(stretch.snapshot, xid);
  }
}
