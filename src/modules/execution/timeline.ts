import { groupBy } from '../../platform/group.ts';
import type { OrreryEvent } from '../event/index.ts';
import type { Execution } from './execution.ts';
import type { Step } from './step.ts';
import { attemptSpans } from './timeline-attempts.ts';
import { turnSpans } from './timeline-turns.ts';
import { isMadeIn } from './work/index.ts';

/** What a span of a timeline is. */
export type SpanKind =
  | 'RUN'
  | 'QUEUED'
  | 'TURN'
  | 'WAITING'
  | 'PAUSED'
  | 'MODEL_CALL'
  | 'TOOL_CALL'
  | 'NODE'
  | 'GATE'
  | 'ATTEMPT'
  | 'BACKOFF'
  | 'APPROVAL';

/** A stretch of time in a run. */
export interface Span {
  /** Unique in the timeline. */
  id: string;
  /** The span that it is part of; null for the run itself. */
  parentId: string | null;
  kind: SpanKind;
  name: string;
  start: Date;
  /** Null while it goes on. */
  end: Date | null;
  /** How it ended, or where it stands: a phase, a failure code, or LOST for an attempt whose worker died. */
  outcome: string | null;
  /** Which stretch of work of the run, for a turn; which attempt, for an attempt and the backoff after it. */
  number: number | null;
  stepId: string | null;
  approvalId: string | null;
}

export interface Timeline {
  start: Date;
  /** Null while the run goes on. */
  end: Date | null;
  /** Whether the journal still holds all of the run; else turns, waits and attempts may be missing. */
  isComplete: boolean;
  /** Steps that another execution has made: they took no time here and have no span. */
  sharedSteps: number;
  /** By their beginnings. */
  spans: Span[];
}

/** A question to a person, as far as a timeline needs it. */
export interface AskedPerson {
  id: string;
  stepId: string | null;
  summary: string;
  phase: string;
  requestedAt: Date;
  decidedAt: Date | null;
}

/** What a timeline is made of. */
export interface RunRecord {
  execution: Execution;
  steps: readonly Step[];
  /** Of the execution, oldest first; those that the journal does not hold any more are missing. */
  events: readonly OrreryEvent[];
  approvals: readonly AskedPerson[];
}

/** What happened in a run and when, as spans within each other. */
export function timelineOf(record: RunRecord): Timeline {
  const { execution, events, approvals } = record;
  const steps = record.steps.filter((step) => !isShared(step, execution));
  const bySubject = groupBy(events, ({ subjectId }) => subjectId);
  const spans = [
    runSpan(execution),
    ...turnSpans(execution, events),
    ...steps.flatMap((step) => [
      stepSpan(step, nodeAround(step, steps)),
      ...attemptSpans(step, bySubject.get(step.id) ?? []),
    ]),
    ...approvals.map((approval) => approvalSpan(approval, { execution, steps })),
  ];
  return {
    start: execution.createdAt,
    end: execution.finishedAt,
    isComplete: events.some(({ type }) => type === 'execution.created'),
    sharedSteps: record.steps.length - steps.length,
    spans: spans.sort((one, other) => one.start.getTime() - other.start.getTime()),
  };
}

/** A step that was copied keeps the times of its source, which ended before this execution began. */
function isShared(step: Step, { createdAt }: Execution): boolean {
  return step.recordedFrom !== null && step.finishedAt !== null && step.finishedAt < createdAt;
}

function runSpan({ id, name, phase, createdAt: start, finishedAt: end }: Execution): Span {
  return { ...bare, id, parentId: null, kind: 'RUN', name, start, end, outcome: phase };
}

const bare = { number: null, stepId: null, approvalId: null } as const;

function stepSpan(step: Step, within: Step | undefined): Span {
  const { id, executionId, name, createdAt: start, finishedAt: end, phase } = step;
  return {
    ...bare,
    id,
    parentId: within?.id ?? executionId,
    kind: kindOf(step),
    name,
    start,
    end,
    outcome: step.error?.code ?? phase,
    stepId: id,
  };
}

/** The activation in which a step was made, the nearest of them; undefined for one of the run itself. */
function nodeAround({ key }: Step, steps: readonly Step[]): Step | undefined {
  const around = steps.filter((other) => other.kind === 'NODE' && isMadeIn(key, other.key));
  return around.reduce<Step | undefined>(
    (nearest, other) => (other.key.length > (nearest?.key.length ?? 0) ? other : nearest),
    undefined,
  );
}

function kindOf(step: Step): SpanKind {
  switch (step.kind) {
    case 'MODEL':
      return 'MODEL_CALL';
    case 'TOOL':
      return 'TOOL_CALL';
    case 'NODE':
      return 'NODE';
    case 'GATE':
      return 'GATE';
  }
}

/** The clocks of the database and of ours, which write the two, may differ: a question is asked within its call. */
function approvalSpan(
  { id, stepId, summary, phase, requestedAt, decidedAt }: AskedPerson,
  { execution, steps }: { execution: Execution; steps: readonly Step[] },
): Span {
  const asking = steps.find((step) => step.id === stepId);
  const start = asking && asking.createdAt > requestedAt ? asking.createdAt : requestedAt;
  const end = decidedAt ?? execution.finishedAt;
  const parentId = asking?.id ?? execution.id;
  return { ...bare, id, parentId, kind: 'APPROVAL', name: summary, start, end, outcome: phase, stepId, approvalId: id };
}
