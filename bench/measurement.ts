/** A number of ours beside that of a peer, or beside a limit, in the same run. */
export interface Measurement {
  /** What was measured, in a line. */
  what: string;
  unit: string;
  ours: number;
  /** What ours is compared with. */
  against: { name: string; value: number };
  /** What `ours / against` has to be. */
  bar: { is: 'at least' | 'at most'; ratio: number };
}

/** What one file of the bench gives. */
export interface Report {
  /** What was compared and how, for the reader of the results. */
  method: string;
  measurements: Measurement[];
  /** Numbers without a bar, and what explains the others. */
  notes: string[];
}

/** A measurement that `npm run bench -- <name>` runs by itself. */
export interface Bench {
  name: string;
  run(say: (line: string) => void): Promise<Report>;
}

/** Ours as a share of what it is compared with. */
export function ratioOf({ ours, against }: Measurement): number {
  return ours / against.value;
}

/** Whether the ratio reaches its bar. */
export function isMet(measurement: Measurement): boolean {
  const { is, ratio } = measurement.bar;
  return is === 'at least' ? ratioOf(measurement) >= ratio : ratioOf(measurement) <= ratio;
}
