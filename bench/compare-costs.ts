import type { Measurement } from './measurement.ts';
import { median } from './statistics.ts';

const rounds = 150;
const warmUps = 10;
const budgetMs = 12_000;
const maxRatio = 1.5;

/** Something that must cost the same however much there is, asked of the program over a database of one size. */
export interface Read<Side> {
  what: string;
  run(side: Side): Promise<unknown>;
}

/** The program over two databases. */
export interface Sides<Side> {
  few: Side;
  many: Side;
}

/** How both are timed, for the method of a report. */
export const comparison = `medians of up to ${rounds} times, alternating between the two`;

/** Times each of `reads` over both databases in turn, after some that are not counted. */
export async function compareCosts<Side extends { count: number }>(
  reads: readonly Read<Side>[],
  sides: Sides<Side>,
  say: (line: string) => void,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const read of reads) {
    const { atFew, atMany } = await timesOf(read, sides);
    say(`${read.what}: ${atMany.toFixed(2)} ms against ${atFew.toFixed(2)} ms`);
    measurements.push({
      what: `${read.what}, ${rowsOf(sides.many)}`,
      unit: 'ms',
      ours: atMany,
      against: { name: rowsOf(sides.few), value: atFew },
      bar: { is: 'at most', ratio: maxRatio },
    });
  }
  return measurements;
}

async function timesOf<Side>(read: Read<Side>, { few, many }: Sides<Side>): Promise<{ atFew: number; atMany: number }> {
  const times: [Side, number[]][] = [
    [few, []],
    [many, []],
  ];
  const until = performance.now() + budgetMs;
  for (let round = -warmUps; round < rounds && performance.now() < until; round++) {
    for (const [side, taken] of times) {
      const startedAt = performance.now();
      await read.run(side);
      if (round >= 0) taken.push(performance.now() - startedAt);
    }
  }
  const [atFew = Number.NaN, atMany = Number.NaN] = times.map(([, taken]) => median(taken));
  return { atFew, atMany };
}

function rowsOf({ count }: { count: number }): string {
  return `${count.toLocaleString('en-US')} rows`;
}
