import type { Resource } from '../src/modules/resource/index.ts';
import { type ScheduleRun, scheduleOutcomes } from '../src/modules/schedule/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { kindRef } from './kind-ref.ts';
import { Node } from './node.ts';
import { present } from './present.ts';

export const ScheduleOutcomeEnum = builder.enumType('ScheduleOutcome', {
  description: 'How a firing of a schedule stands.',
  values: Object.fromEntries(
    Object.entries(scheduleOutcomes).map(([outcome, description]) => [outcome, { description }]),
  ) as Record<ScheduleRun['outcome'], { description: string }>,
});

const ScheduleTrigger = builder.enumType('ScheduleTrigger', {
  description: 'Why a schedule fired.',
  values: {
    SCHEDULE: { description: 'Its time had come.' },
    MANUAL: { description: 'Somebody ran it now.' },
  },
});

export const ScheduleRunRef = builder.objectRef<ScheduleRun>('ScheduleRun').implement({
  description: 'One firing of a schedule, and what came of it.',
  interfaces: [Node],
  fields: (t) => ({
    schedule: t.field({
      type: kindRef('Schedule'),
      description: 'The schedule.',
      resolve: async ({ scheduleId }, _args, { loaders }): Promise<Resource> =>
        present(await loaders.resource.load(scheduleId)),
    }),
    trigger: t.expose('trigger', { type: ScheduleTrigger, description: 'Why it fired.' }),
    slot: t.expose('slot', {
      type: 'DateTime',
      nullable: true,
      description: 'The time of its plan; null when somebody ran it now.',
    }),
    idempotencyKey: t.exposeString('idempotencyKey', {
      nullable: true,
      description: 'The key under which somebody ran it now; null when there was none.',
    }),
    outcome: t.expose('outcome', { type: ScheduleOutcomeEnum, description: 'How it stands.' }),
    error: t.exposeString('error', { nullable: true, description: 'What went wrong, in words for a person.' }),
    output: t.exposeString('output', { nullable: true, description: 'What came of it, as text.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it fired.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When what it started ended; null while that is active.',
    }),
    durationMs: t.float({
      nullable: true,
      description: 'How long that took, in milliseconds; null while it is active.',
      resolve: ({ startedAt, finishedAt }) => finishedAt && Math.max(0, finishedAt.getTime() - startedAt.getTime()),
    }),
    day: t.string({
      description: 'The day on which it fired in UTC, as 2026-01-31.',
      resolve: ({ startedAt }) => startedAt.toISOString().slice(0, 10),
    }),
    taskName: t.exposeString('task', {
      nullable: true,
      description: 'The task that it made, as namespace/name; null when it made none.',
    }),
    task: t.field({
      type: kindRef('Task'),
      nullable: true,
      description: 'The task that it made; null when it made none, or when that was deleted.',
      resolve: ({ taskId }, _args, { loaders }) => (taskId === null ? null : loaders.resource.load(taskId)),
    }),
    execution: t.field({
      type: ExecutionRef,
      nullable: true,
      description: 'The execution that it started; null when it started none.',
      resolve: ({ executionId }, _args, { loaders }) =>
        executionId === null ? null : loaders.execution.load(executionId),
    }),
  }),
});

export const ScheduleRunEdge = builder.edgeObject({
  type: ScheduleRunRef,
  name: 'ScheduleRunEdge',
  nodeNullable: false,
});
export const ScheduleRunConnection = builder.connectionObject(
  { type: ScheduleRunRef, name: 'ScheduleRunConnection', edgesNullable: false },
  ScheduleRunEdge,
);
