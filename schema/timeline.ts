import { type Span, type Timeline, timelineOf } from '../src/modules/execution/index.ts';
import { encodeKey } from '../src/platform/db/index.ts';
import { ApprovalRef } from './approval.ts';
import { builder } from './builder.ts';
import { lengthOf, pageCost, toConnection } from './connection.ts';
import { ExecutionRef } from './execution.ts';
import { StepRef } from './step.ts';

const SpanKind = builder.enumType('SpanKind', {
  description: 'What a span of a timeline is.',
  values: {
    RUN: { description: 'The run as a whole, from its start on.' },
    QUEUED: { description: 'It waits for a worker.' },
    TURN: { description: 'A worker is at it.' },
    WAITING: { description: 'It waits for a person and holds no worker.' },
    PAUSED: { description: 'Somebody has paused it.' },
    MODEL_CALL: { description: 'A model call, its attempts and waits included.' },
    TOOL_CALL: { description: 'A tool call, from when it was asked for; its attempts and waits included.' },
    NODE: { description: 'An activation of a node of a graph; what it did lies within it.' },
    GATE: { description: 'A place where a person decides whether the work goes on.' },
    ATTEMPT: { description: 'One attempt of a call.' },
    BACKOFF: { description: 'The wait between two attempts of a call.' },
    APPROVAL: { description: 'A question to a person, until it is decided.' },
  } satisfies Record<Span['kind'], object>,
});

const SpanRef = builder.objectRef<Span>('TimelineSpan').implement({
  description: 'A stretch of time in a run.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Unique in the timeline.' }),
    parentId: t.exposeString('parentId', {
      nullable: true,
      description: 'The span that it is part of; null for the run itself.',
    }),
    kind: t.expose('kind', { type: SpanKind, description: 'What it is.' }),
    name: t.exposeString('name', { description: 'What a person calls it: the tool, the model, the reason.' }),
    start: t.expose('start', { type: 'DateTime', description: 'When it began.' }),
    end: t.expose('end', { type: 'DateTime', nullable: true, description: 'When it ended; null while it goes on.' }),
    durationMs: t.int({
      nullable: true,
      description: 'How long it took, in milliseconds; null while it goes on.',
      resolve: ({ start, end }) => end && end.getTime() - start.getTime(),
    }),
    outcome: t.exposeString('outcome', {
      nullable: true,
      description:
        'How it ended, or where it stands: a phase, the code of a failure, or LOST for an attempt whose worker died.',
    }),
    number: t.exposeInt('number', {
      nullable: true,
      description: 'Which turn it is; which attempt, for one and for the wait after it.',
    }),
    step: t.field({
      type: StepRef,
      nullable: true,
      description: 'The step that it is about.',
      resolve: ({ stepId }, _args, { loaders }) => (stepId === null ? null : loaders.step.load(stepId)),
    }),
    approval: t.field({
      type: ApprovalRef,
      nullable: true,
      description: 'The approval that it is about.',
      resolve: ({ approvalId }, _args, { loaders }) => (approvalId === null ? null : loaders.approval.load(approvalId)),
    }),
  }),
});

const SpanEdge = builder.edgeObject({ type: SpanRef, name: 'TimelineSpanEdge', nodeNullable: false });
const SpanConnection = builder.connectionObject(
  { type: SpanRef, name: 'TimelineSpanConnection', edgesNullable: false },
  SpanEdge,
);
builder.objectField(SpanConnection, 'totalCount', (t) =>
  t.int({ description: 'How many there are in all pages.', resolve: lengthOf }),
);

/** A page cut from the spans, which are worked out all at once. */
function pageOf(spans: readonly Span[], { first, after }: { first?: number | null; after?: string | null }) {
  const from = after == null ? 0 : spans.findIndex(({ id }) => encodeKey(id) === after) + 1;
  const items = spans.slice(from, from + Math.min(Math.max(first ?? 200, 0), 1_000));
  const page = { items, hasNextPage: from + items.length < spans.length, hasPreviousPage: from > 0 };
  return { ...toConnection(page, ({ id }) => encodeKey(id)), count: async () => spans.length };
}

const TimelineRef = builder.objectRef<Timeline>('Timeline').implement({
  description: 'What happened in a run and when, for who wants to draw it.',
  fields: (t) => ({
    start: t.expose('start', { type: 'DateTime', description: 'When the run was started.' }),
    end: t.expose('end', { type: 'DateTime', nullable: true, description: 'When it ended; null while it goes on.' }),
    isComplete: t.exposeBoolean('isComplete', {
      description:
        'Whether the journal still holds all of the run; else turns, waits and attempts may be missing. It holds at most 5,000 such events of a run.',
    }),
    sharedSteps: t.exposeInt('sharedSteps', {
      description: 'Steps that another execution has made: they took no time here and have no span.',
    }),
    spans: t.field({
      type: SpanConnection,
      description: 'Its spans by their beginnings.',
      args: {
        first: t.arg.int({ defaultValue: 200, description: 'How many, at most 1,000.' }),
        after: t.arg.string({ description: 'After this cursor.' }),
      },
      complexity: (args) => pageCost(args),
      resolve: ({ spans }, args) => pageOf(spans, args),
    }),
  }),
});

builder.interfaceField(ExecutionRef, 'timeline', (t) =>
  t.field({
    type: TimelineRef,
    description: 'What happened in it and when: its turns, calls, attempts and waits as spans within each other.',
    complexity: { field: 5, multiplier: 1 },
    resolve: async (execution, _args, { loaders }) => {
      const { id } = execution;
      const [steps, events, approvals] = await Promise.all([
        loaders.stepsOf.load(id),
        loaders.courseOf.load(id),
        loaders.approvalsOf.load(id),
      ]);
      return timelineOf({ execution, steps, events, approvals });
    },
  }),
);
