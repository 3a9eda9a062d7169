import { Histogram, type Registry } from 'prom-client';

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

interface Tally {
  /** How many durations fell into each bucket; the last is for those beyond all bounds. */
  counts: number[];
  sum: number;
}

interface Sample {
  metricName: string;
  labels: Record<string, string | number>;
  value: number;
}

/** A histogram of seconds by route. It counts by itself, because observing with labels costs as much as a small query. */
export class Durations extends Histogram<'route'> {
  readonly #options: { name: string; help: string };
  readonly #tallies = new Map<string, Tally>();

  constructor(options: { name: string; help: string; registers: Registry[] }) {
    super({ ...options, labelNames: ['route'], buckets: bounds });
    this.#options = options;
  }

  record(route: string, seconds: number): void {
    let tally = this.#tallies.get(route);
    if (!tally) {
      tally = { counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 };
      this.#tallies.set(route, tally);
    }
    const bucket = bounds.findIndex((bound) => seconds <= bound);
    const index = bucket < 0 ? bounds.length : bucket;
    tally.counts[index] = (tally.counts[index] ?? 0) + 1;
    tally.sum += seconds;
  }

  /** What a registry reads, whether it writes text or objects. The library's own method of this name is not in its types. */
  async getForPromString(): Promise<object> {
    const { name, help } = this.#options;
    const values = [...this.#tallies].flatMap(([route, tally]) => samplesOf(name, route, tally));
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}

function samplesOf(name: string, route: string, { counts, sum }: Tally): Sample[] {
  let below = 0;
  const buckets = counts.map((count, i) => {
    below += count;
    return { metricName: `${name}_bucket`, labels: { le: bounds[i] ?? '+Inf', route }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: { route }, value: sum },
    { metricName: `${name}_count`, labels: { route }, value: below },
  ];
}
