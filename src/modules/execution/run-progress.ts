import type { Execution } from './execution.ts';
import { leastSample, type RunHistory } from './run-history.ts';

/** How many items of its lists a run has done, and how many there are. */
export interface ItemCount {
  completed: number;
  total: number;
}

/** How far a run has come and when it will be done, as far as that can be told. */
export interface RunProgress {
  /** From 0 to 100; 100 only when it has succeeded. */
  percent: number | null;
  eta: Date | null;
}

/** An unfinished run is never told to be done, however many calls it has made already. */
const mostUnfinished = 99;

/**
 * How far a run has come: by the items of its lists where it has such, else by the calls that runs of its agent usually
 * make. When it will be done: at the pace of its items so far, else as long after its beginning as such runs usually take;
 * nobody knows that of a run that waits for a person, for a worker or is paused.
 */
export function progressOf(
  execution: Execution,
  known: { items: ItemCount | null; history: RunHistory | null; now: Date },
): RunProgress {
  const { phase, finishedAt, modelCalls, toolCalls } = execution;
  if (phase === 'SUCCEEDED') return { percent: 100, eta: null };
  if (finishedAt !== null) return { percent: null, eta: null };
  const { items, now } = known;
  const history = known.history && known.history.sample >= leastSample ? known.history : null;
  const isMoving = phase === 'RUNNING';
  if (items && items.total > 0)
    return { percent: percentOf(items.completed, items.total), eta: isMoving ? paced(execution, items, now) : null };
  const usual = history?.calls.expected ?? 0;
  return {
    percent: usual > 0 ? percentOf(modelCalls + toolCalls, usual) : null,
    eta: isMoving && history ? asUsual(execution, history, now) : null,
  };
}

/** With one digit behind the point. */
function percentOf(done: number, all: number): number {
  return Math.min(mostUnfinished, Math.round((done / all) * 1_000) / 10);
}

function paced({ startedAt }: Execution, { completed, total }: ItemCount, now: Date): Date | null {
  if (startedAt === null || completed === 0) return null;
  const perItemMs = Math.max(0, now.getTime() - startedAt.getTime()) / completed;
  return new Date(now.getTime() + Math.round(perItemMs * (total - completed)));
}

/** A run that takes longer than half of its kind is expected with nine tenths of them, and then no more. */
function asUsual({ startedAt }: Execution, { durationMs }: RunHistory, now: Date): Date | null {
  if (startedAt === null) return null;
  const ends = [durationMs.expected, durationMs.high].map((ms) => new Date(startedAt.getTime() + ms));
  return ends.find((end) => end > now) ?? null;
}
