import type { JoinRule } from '../../modules/execution/index.ts';
import { parkedTogether, RunParked } from './ports.ts';

/** How many senders a node waits for, of those that can come. */
export function needed(join: JoinRule | undefined, expected: number): number {
  if (join?.mode !== 'quorum') return expected;
  const part = Math.ceil(((join.percent ?? 0) * expected) / 100);
  return Math.min(expected, Math.max(1, join.count ?? 0, part));
}

/**
 * Waits until enough of these have come, or none can come any more. Who waits for a person is not waited for while the
 * others are enough. @returns those that were settled by then, in their order
 * @throws RunParked when those that wait are needed, and what ends the turn
 */
export async function isEnough<Outcome, Wait extends { outcome: Promise<Outcome> }>(
  waits: readonly Wait[],
  enough: number,
  isArrived: (wait: Wait, outcome: Outcome) => boolean,
): Promise<(Omit<Wait, 'outcome'> & { outcome: Outcome })[]> {
  const settled = new Map<Wait, Outcome>();
  const parked: RunParked[] = [];
  const open = new Map(waits.map((wait) => [wait, noted(wait, { settled, parked })]));
  const arrived = (): number => [...settled].filter(([wait, outcome]) => isArrived(wait, outcome)).length;
  while (open.size > 0 && arrived() < enough) open.delete(await Promise.race(open.values()));
  if (arrived() < enough && parked.length > 0) throw parkedTogether(parked);
  return waits.flatMap((wait) => {
    const outcome = settled.get(wait);
    return outcome === undefined ? [] : [{ ...wait, outcome }];
  });
}

async function noted<Outcome, Wait extends { outcome: Promise<Outcome> }>(
  wait: Wait,
  kept: { settled: Map<Wait, Outcome>; parked: RunParked[] },
): Promise<Wait> {
  try {
    kept.settled.set(wait, await wait.outcome);
  } catch (error) {
    if (!(error instanceof RunParked)) throw error;
    kept.parked.push(error);
  }
  return wait;
}
