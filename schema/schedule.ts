import type { Resource } from '../src/modules/resource/index.ts';
import {
  actionOf,
  configOf,
  jobIdOf,
  payloadOf,
  type Timing,
  timingForms,
  timingOf,
} from '../src/modules/schedule/index.ts';
import { builder } from './builder.ts';
import { kindType } from './kind-type.ts';
import { ScheduleOutcomeEnum, ScheduleRunRef } from './schedule-run.ts';

const maxRuns = 1_000;
const maxNextRuns = 100;
/** How many firings are looked at to count those that failed one after the other. */
const maxFailures = 100;

export const TimingFormEnum = builder.enumType('TimingForm', {
  description: 'In which form the times of a schedule are given.',
  values: Object.fromEntries(
    Object.entries(timingForms).map(([form, description]) => [form, { description }]),
  ) as Record<Timing['form'], { description: string }>,
});

const ScheduleTiming = builder.objectRef<Timing>('ScheduleTiming').implement({
  description: 'When a schedule is due, in one line.',
  fields: (t) => ({
    form: t.expose('form', { type: TimingFormEnum, description: 'In which form that is given.' }),
    expression: t.exposeString('expression', { description: 'The times in this form.' }),
    everyMs: t.exposeFloat('everyMs', {
      nullable: true,
      description: 'The time from one to the next in milliseconds; null in the other forms.',
    }),
    timeZone: t.exposeString('timeZone', { description: 'The time zone in which they are meant.' }),
  }),
});

builder.objectFields(kindType('Schedule').type, (t) => ({
  jobId: t.id({
    description:
      'Its id as schedulers of jobs write ids, `cj_…`; wherever a schedule is asked for by id, both will do.',
    resolve: ({ id }) => jobIdOf(id),
  }),
  title: t.string({
    description: 'What people call it; its name when it has no title.',
    resolve: (schedule) => specOf(schedule).title ?? schedule.name,
  }),
  isEnabled: t.boolean({
    description: 'Whether it fires by itself.',
    resolve: (schedule) => !specOf(schedule).suspend,
  }),
  agentName: t.string({
    nullable: true,
    description: 'The agent that it runs, by its name; null when it names none.',
    resolve: (schedule) => specOf(schedule).agent?.name ?? null,
  }),
  timing: t.field({
    type: ScheduleTiming,
    description: 'When it is due, in one line.',
    resolve: (schedule) => timingOf(specOf(schedule)),
  }),
  action: t.string({
    description: 'What it starts, as one word: `task`, `agent_task`, `workflow`, or what the platform does itself.',
    resolve: (schedule) => actionOf(specOf(schedule)),
  }),
  config: t.field({
    type: 'JSON',
    description:
      'What its action is done with, as one object: the task, the agent or the workflow that it names, and its input.',
    resolve: (schedule) => configOf(specOf(schedule)),
  }),
  payload: t.field({
    type: 'JSON',
    description: 'What it starts, as one object: its `action`, and beside that what the action is done with.',
    resolve: (schedule) => payloadOf(specOf(schedule)),
  }),
  nextRuns: t.field({
    type: ['DateTime'],
    description: 'The next times at which it fires by itself; none while it is suspended.',
    args: { first: t.arg.int({ required: true, defaultValue: 5, description: 'How many, at most 100.' }) },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: (schedule, { first }, { loaders }) =>
      loaders.nextRunsOf.load({
        schedule: schedule as Resource<'Schedule'>,
        count: Math.min(Math.max(first, 0), maxNextRuns),
      }),
  }),
  nextRun: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'The next time at which it fires by itself; null when there is none.',
    resolve: async (schedule, _args, { loaders }) =>
      (await loaders.nextRunsOf.load({ schedule: schedule as Resource<'Schedule'>, count: 1 }))[0] ?? null,
  }),
  runs: t.field({
    type: [ScheduleRunRef],
    description: 'Its newest firings, newest first; `scheduleRuns` has all of them.',
    args: {
      first: t.arg.int({ required: true, defaultValue: 20, description: 'How many, at most 1,000.' }),
      offset: t.arg.int({ required: true, defaultValue: 0, description: 'How many of the newest to leave out.' }),
      outcomes: t.arg({
        type: [ScheduleOutcomeEnum],
        description: 'Those that stand in one of these ways; all when absent.',
      }),
    },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: ({ id }, { first, offset, outcomes }, { loaders }) => {
      const window = { limit: Math.min(Math.max(first, 0), maxRuns), offset: Math.max(offset, 0) };
      return loaders.scheduleRunsOf.load({ scheduleId: id, window: { ...window, outcomes: outcomes ?? undefined } });
    },
  }),
  lastRun: t.field({
    type: ScheduleRunRef,
    nullable: true,
    description: 'Its newest firing; null before the first.',
    resolve: async ({ id }, _args, { loaders }) =>
      (await loaders.scheduleRunsOf.load({ scheduleId: id, window: { limit: 1, offset: 0 } }))[0] ?? null,
  }),
  consecutiveFailures: t.int({
    description:
      'How many firings have failed since one last succeeded, at most 100. Those that started nothing do not count.',
    resolve: async ({ id }, _args, { loaders }) => {
      const runs = await loaders.scheduleRunsOf.load({ scheduleId: id, window: { limit: maxFailures, offset: 0 } });
      const lastSuccess = runs.findIndex(({ outcome }) => outcome === 'SUCCEEDED');
      const since = lastSuccess < 0 ? runs : runs.slice(0, lastSuccess);
      return since.filter(({ outcome }) => outcome === 'FAILED').length;
    },
  }),
}));

function specOf(schedule: Resource): Resource<'Schedule'>['spec'] {
  return (schedule as Resource<'Schedule'>).spec;
}
