import type { OrreryEvent } from '../event/index.ts';
import type { Execution } from './execution.ts';
import type { Span } from './timeline.ts';

/** What a run does as a whole, one thing after the other. */
type Stretch = Pick<Span, 'kind' | 'name' | 'start' | 'number'>;

/** The stretches of a run in which it is queued, worked on, waits or is paused: each ends where the next begins. */
export function turnSpans(execution: Execution, events: readonly OrreryEvent[]): Span[] {
  const { id, createdAt, finishedAt } = execution;
  const stretches: Stretch[] = [{ kind: 'QUEUED', name: 'Queued', start: createdAt, number: null }];
  for (const event of events) {
    const next = stretchFrom(event);
    if (next) stretches.push(next);
  }
  return stretches.map((stretch, place) => {
    const end = stretches[place + 1]?.start ?? finishedAt;
    const about = { outcome: null, stepId: null, approvalId: null };
    return { ...stretch, ...about, id: `${id}/${place + 1}`, parentId: id, end: end && later(end, stretch.start) };
  });
}

function stretchFrom({ type, payload, at: start }: OrreryEvent): Stretch | undefined {
  switch (type) {
    case 'execution.started':
      return { kind: 'TURN', name: `Turn ${payload.turn} on ${payload.workerId}`, start, number: payload.turn };
    case 'execution.waiting':
      return { kind: 'WAITING', name: payload.reason, start, number: null };
    case 'execution.paused':
      return { kind: 'PAUSED', name: payload.reason ?? 'Paused', start, number: null };
    case 'execution.resumed':
      return { kind: 'QUEUED', name: 'Queued', start, number: null };
    default:
      return undefined;
  }
}

/** The two clocks that write times, the database's and ours, may differ by a little. */
function later(one: Date, other: Date): Date {
  return one < other ? other : one;
}
