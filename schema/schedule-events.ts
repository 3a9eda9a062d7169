import { builder } from './builder.ts';
import { scheduleMissed, schedulePruned, scheduleSkipped, scheduleTriggered } from './event-types.ts';
import { ExecutionRef } from './execution.ts';
import { ScheduleRunRef } from './schedule-run.ts';

// What the events of schedules say besides what every event says.

for (const ref of [
  scheduleTriggered,
  scheduleSkipped,
  scheduleMissed,
  schedulePruned,
] as (typeof scheduleTriggered)[]) {
  builder.objectField(ref, 'name', (t) =>
    t.string({ description: 'The name of the schedule.', resolve: ({ payload }) => payload.name }),
  );
}

for (const ref of [scheduleTriggered, scheduleSkipped, scheduleMissed] as (typeof scheduleTriggered)[]) {
  builder.objectFields(ref, (t) => ({
    slot: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'The time of its plan; null when somebody ran it now.',
      resolve: ({ payload }) => (payload.slot === null ? null : new Date(payload.slot)),
    }),
    run: t.field({
      type: ScheduleRunRef,
      nullable: true,
      description: 'The firing as it stands now; null when it is not kept any more.',
      resolve: ({ payload }, _args, { loaders }) => loaders.scheduleRun.load(payload.runId),
    }),
  }));
}

builder.objectFields(scheduleTriggered, (t) => ({
  task: t.string({
    nullable: true,
    description: 'The task that was made, as namespace/name; null when none was.',
    resolve: ({ payload }) => payload.task,
  }),
  replaced: t.stringList({
    description: 'What it took the place of: tasks and executions, as namespace/name.',
    resolve: ({ payload }) => payload.replaced,
  }),
  startedExecution: t.field({
    type: ExecutionRef,
    nullable: true,
    description: 'The execution that was started; null when none was.',
    resolve: ({ payload }, _args, { loaders }) =>
      payload.executionId === null ? null : loaders.execution.load(payload.executionId),
  }),
}));

const SkipReason = builder.enumType('ScheduleSkipReason', {
  description: 'Why a schedule has left a firing out.',
  values: { FORBID: { description: 'What it started before was still active.' } },
});

builder.objectFields(scheduleSkipped, (t) => ({
  reason: t.field({ type: SkipReason, description: 'Why.', resolve: ({ payload }) => payload.reason }),
  active: t.stringList({
    description: 'What was still active: tasks and executions, as namespace/name.',
    resolve: ({ payload }) => payload.active,
  }),
}));

builder.objectField(scheduleMissed, 'deadline', (t) =>
  t.field({
    type: 'Duration',
    description: 'How late it might have fired.',
    resolve: ({ payload }) => payload.deadlineMs,
  }),
);

builder.objectField(schedulePruned, 'tasks', (t) =>
  t.stringList({
    description: 'The tasks that were deleted, as namespace/name.',
    resolve: ({ payload }) => payload.tasks,
  }),
);
