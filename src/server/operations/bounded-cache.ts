/**
 * Keeps what was used lately, within a number of entries and a total weight. It holds two generations: when the young
 * one has half of what may be kept, it becomes the old one, and what was not asked for since then is forgotten.
 */
export class BoundedCache<Value> {
  readonly #maxEntries: number;
  readonly #maxWeight: number;
  #young = new Map<string, { value: Value; weight: number }>();
  #old = new Map<string, { value: Value; weight: number }>();
  #youngWeight = 0;

  constructor(bounds: { maxEntries: number; maxWeight: number }) {
    this.#maxEntries = bounds.maxEntries;
    this.#maxWeight = bounds.maxWeight;
  }

  get(key: string): Value | undefined {
    const entry = this.#young.get(key);
    if (entry) return entry.value;
    const old = this.#old.get(key);
    if (old) this.set(key, old.value, old.weight);
    return old?.value;
  }

  set(key: string, value: Value, weight: number): void {
    if (this.#young.size + 1 > this.#maxEntries / 2 || this.#youngWeight + weight > this.#maxWeight / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngWeight = 0;
    }
    this.#young.set(key, { value, weight });
    this.#youngWeight += weight;
  }
}
