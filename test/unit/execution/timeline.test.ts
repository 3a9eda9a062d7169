import { expect, test } from 'vitest';
import type { EventPayloads, EventType, OrreryEvent } from '../../../src/modules/event/index.ts';
import type { Execution } from '../../../src/modules/execution/index.ts';
import { type AskedPerson, timelineOf } from '../../../src/modules/execution/timeline.ts';
import { modelStep, toolStep } from './nodes.ts';

const begin = new Date('2026-03-01T12:00:00Z').getTime();
const at = (second: number): Date => new Date(begin + second * 1_000);

function execution(overrides: Partial<Execution> = {}): Execution {
  const base = { id: 'exe_1', name: 'run', phase: 'SUCCEEDED', createdAt: at(0), finishedAt: at(60) };
  return { ...base, ...overrides } as Execution;
}

function event<Type extends EventType>(
  type: Type,
  second: number,
  payload: Partial<EventPayloads[Type]>,
  subjectId = 'exe_1',
): OrreryEvent {
  return { type, at: at(second), subjectId, executionId: 'exe_1', payload } as unknown as OrreryEvent;
}

/** The spans as short texts: kind, number, seconds and outcome. */
function drawn(record: Parameters<typeof timelineOf>[0]): string[] {
  const second = (moment: Date | null) => (moment ? (moment.getTime() - begin) / 1_000 : '');
  return timelineOf(record).spans.map(({ kind, number, start, end, outcome }) =>
    [kind, number, `${second(start)}-${second(end)}`, outcome].filter((part) => part !== null).join(' '),
  );
}

test('turns, waits and pauses of a run follow each other without a gap', () => {
  const events = [
    event('execution.created', 0, {}),
    event('execution.started', 2, { turn: 1, workerId: 'w1' }),
    event('execution.waiting', 5, { reason: 'Waits for an approval.' }),
    event('execution.resumed', 20, { turn: 2 }),
    event('execution.started', 21, { turn: 2, workerId: 'w2' }),
    event('execution.paused', 30, { reason: null }),
    event('execution.resumed', 40, { turn: 3 }),
    event('execution.started', 41, { turn: 3, workerId: 'w1' }),
  ];
  expect(drawn({ execution: execution(), steps: [], events, approvals: [] })).toEqual([
    'RUN 0-60 SUCCEEDED',
    'QUEUED 0-2',
    'TURN 1 2-5',
    'WAITING 5-20',
    'QUEUED 20-21',
    'TURN 2 21-30',
    'PAUSED 30-40',
    'QUEUED 40-41',
    'TURN 3 41-60',
  ]);
});

test('attempts of a call, the waits between them and one that was lost with its worker are spans of the call', () => {
  const step = modelStep('agent/model:1', { attempt: 4, createdAt: at(1), finishedAt: at(20) });
  const events = [
    event('execution.created', 0, {}),
    event('modelCall.started', 1, { attempt: 1 }, step.id),
    event('modelCall.failed', 3, { attempt: 1, code: 'MODEL_UNAVAILABLE', retryInMs: 2_000 }, step.id),
    event('modelCall.failed', 6, { attempt: 2, code: 'MODEL_UNAVAILABLE', retryInMs: 4_000 }, step.id),
    event('modelCall.started', 15, { attempt: 4 }, step.id),
    event('modelCall.completed', 20, { attempt: 4 }, step.id),
  ];
  const spans = drawn({ execution: execution(), steps: [step], events, approvals: [] });
  expect(spans.slice(2)).toEqual([
    'MODEL_CALL 1-20 SUCCEEDED',
    'ATTEMPT 1 1-3 MODEL_UNAVAILABLE',
    'BACKOFF 1 3-5',
    'ATTEMPT 2 5-6 MODEL_UNAVAILABLE',
    'BACKOFF 2 6-10',
    'ATTEMPT 3 10-15 LOST',
    'ATTEMPT 4 15-20 SUCCEEDED',
  ]);
});

test('a question to a person is part of the call that waits for it, and open until it is decided', () => {
  const step = toolStep('agent/tool:1.1', { phase: 'WAITING', createdAt: at(4), finishedAt: null });
  const approval: AskedPerson = {
    id: 'apr_1',
    stepId: step.id,
    summary: 'May I?',
    phase: 'PENDING',
    requestedAt: at(4),
    decidedAt: null,
  };
  const running = execution({ phase: 'WAITING', finishedAt: null });
  const { spans, end } = timelineOf({ execution: running, steps: [step], events: [], approvals: [approval] });
  expect(end).toBeNull();
  expect(spans.at(-1)).toMatchObject({ kind: 'APPROVAL', parentId: step.id, approvalId: 'apr_1', end: null });
});

test('steps that another execution has made have no span, and a trimmed journal is told', () => {
  const copied = modelStep('agent/model:1', { recordedFrom: 'stp_0', createdAt: at(0), finishedAt: at(-100) });
  const own = modelStep('agent/model:2', { createdAt: at(3), finishedAt: at(4) });
  const timeline = timelineOf({ execution: execution(), steps: [copied, own], events: [], approvals: [] });
  expect(timeline).toMatchObject({ sharedSteps: 1, isComplete: false });
  expect(timeline.spans.map(({ kind }) => kind)).toEqual(['RUN', 'QUEUED', 'MODEL_CALL']);
});
