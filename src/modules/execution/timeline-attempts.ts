import type { OrreryEvent } from '../event/index.ts';
import type { Step } from './step.ts';
import type { Span } from './timeline.ts';

interface Opened {
  number: number;
  start: Date;
}

/** The attempts of a call and the waits between them. The next attempt begins when its wait is over. */
export function attemptSpans(step: Step, events: readonly OrreryEvent[]): Span[] {
  const spans: Span[] = [];
  let open: Opened | undefined;
  const close = (end: Date | null, outcome: string | null): void => {
    if (open) spans.push(spanOf(step, 'ATTEMPT', { ...open, end, outcome }));
    open = undefined;
  };
  for (const event of events) {
    const { at } = event;
    if (event.type === 'modelCall.started' || event.type === 'toolCall.started') {
      close(at, 'LOST');
      open = { number: event.payload.attempt, start: at };
    } else if (event.type === 'modelCall.failed' || event.type === 'toolCall.failed') {
      const { attempt, code, retryInMs } = event.payload;
      close(at, code);
      if (retryInMs === null) continue;
      const until = notAfter(new Date(at.getTime() + retryInMs), step.finishedAt);
      spans.push(spanOf(step, 'BACKOFF', { number: attempt, start: at, end: until, outcome: null }));
      open = { number: attempt + 1, start: until };
    } else if (event.type === 'modelCall.completed' || event.type === 'toolCall.completed') {
      close(at, 'SUCCEEDED');
    }
  }
  close(step.finishedAt, step.finishedAt && step.phase);
  return spans;
}

function spanOf(step: Step, kind: 'ATTEMPT' | 'BACKOFF', about: Opened & Pick<Span, 'end' | 'outcome'>): Span {
  const id = `${step.id}/${kind.toLowerCase()}:${about.number}`;
  const name = kind === 'ATTEMPT' ? `Attempt ${about.number}` : `Backoff after attempt ${about.number}`;
  return { ...about, id, parentId: step.id, kind, name, stepId: step.id, approvalId: null };
}

/** A wait that was cut off by the end of its call ended with it. */
function notAfter(moment: Date, end: Date | null): Date {
  return end && end < moment ? end : moment;
}
