import { Histogram, type MetricObjectWithValues, type MetricValueWithName, type Registry } from 'prom-client';

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

interface Tally {
  /** How many durations fell into each bucket; the last is for those beyond all bounds. */
  counts: number[];
  sum: number;
}

/** A histogram of seconds by route. It counts by itself, because observing with labels costs as much as a small query. */
export class Durations extends Histogram<'route'> {
  readonly #tallies = new Map<string, Tally>();

  constructor(options: { name: string; help: string; registers: Registry[] }) {
    super({ ...options, labelNames: ['route'], buckets: bounds });
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

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<'route'>>> {
    const metric = await super.get();
    return { ...metric, values: [...this.#tallies].flatMap(([route, tally]) => valuesOf(metric.name, route, tally)) };
  }
}

function valuesOf(name: string, route: string, { counts, sum }: Tally): MetricValueWithName<'route'>[] {
  let below = 0;
  const buckets = counts.map((count, i) => {
    below += count;
    return { metricName: `${name}_bucket`, labels: { le: bounds[i] ?? '+Inf', route }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: { route }, value: sum },
    { metricName: `${name}_count`, labels: { route }, value: below },
  ] as MetricValueWithName<'route'>[];
}
