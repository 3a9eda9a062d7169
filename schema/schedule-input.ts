import { builder } from './builder.ts';
import { TimingFormEnum } from './schedule.ts';

const ScheduleTimingInput = builder.inputType('ScheduleTimingInput', {
  description: 'When a schedule is due; what is absent stays as it is.',
  fields: (t) => ({
    form: t.field({
      type: TimingFormEnum,
      description: 'In which form the times are given; that of the times before when absent, or CRON.',
    }),
    expression: t.string({ description: 'The times.' }),
    timeZone: t.string({ description: 'The time zone in which fields of cron are meant; UTC for a new schedule.' }),
  }),
});

const ScheduleTargetInput = builder.inputType('ScheduleTargetInput', {
  description:
    'What a schedule starts: one of a task, an agent, a workflow and an action, or a payload that says it. In a change of one that is there, an action or an input alone leaves the other as it is.',
  fields: (t) => ({
    task: t.string({ description: 'The Task that is the template, as name or namespace/name.' }),
    agent: t.string({ description: 'The Agent that is run, as name or namespace/name.' }),
    workflow: t.string({ description: 'The Workflow that is run, as name or namespace/name.' }),
    action: t.string({
      description: 'What the platform does itself; or `task`, `agent_task` or `workflow`, which the input names.',
    }),
    input: t.field({
      type: 'JSON',
      description: 'What the agent or the workflow is given, or an object of what the action is done with.',
    }),
    payload: t.field({
      type: 'JSON',
      description:
        'An object of an `action` and what it is done with, or that as JSON text. `agent_task` is done by the agent that is named in it or beside it, or else by the primary one.',
    }),
  }),
});

const id = 'Which schedule: its id, or its `jobId`.';
const dryRun = 'Only say what would happen: everything is checked and nothing is changed.';

export const CreateScheduleInput = builder.inputType('CreateScheduleInput', {
  description: 'A new schedule.',
  fields: (t) => ({
    namespace: t.string({ required: true, defaultValue: 'default', description: 'The namespace in which it lies.' }),
    title: t.string({ required: true, description: 'What people call it. Its name is made of this.' }),
    description: t.string({ description: 'What it is for.' }),
    timing: t.field({ type: ScheduleTimingInput, required: true, description: 'When it is due.' }),
    target: t.field({
      type: ScheduleTargetInput,
      description:
        'What it starts. When nothing is said, the agent is given the description; without one, a line is written into the log.',
    }),
    isEnabled: t.boolean({ description: 'Whether it fires by itself; true when absent.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});

export const UpdateScheduleInput = builder.inputType('UpdateScheduleInput', {
  description: 'What is changed about a schedule; what is absent stays as it is.',
  fields: (t) => ({
    id: t.id({ required: true, description: id }),
    title: t.string({ description: 'What people call it.' }),
    description: t.string({ description: 'What it is for.' }),
    timing: t.field({ type: ScheduleTimingInput, description: 'When it is due.' }),
    target: t.field({ type: ScheduleTargetInput, description: 'What it starts.' }),
    isEnabled: t.boolean({ description: 'Whether it fires by itself.' }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});

/** The input of what is done with a schedule that lies there. */
export function whichSchedule(name: string, description: string) {
  return builder.inputType(name, {
    description,
    fields: (t) => ({
      id: t.id({ required: true, description: id }),
      dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
    }),
  });
}

export const RunScheduleInput = builder.inputType('RunScheduleInput', {
  description: 'Which schedule is fired now.',
  fields: (t) => ({
    id: t.id({ required: true, description: id }),
    idempotencyKey: t.string({
      description:
        'Makes a repeat safe: the same key gives the same firing, as long as that is kept, and fires nothing further. 1 to 255 characters.',
    }),
    dryRun: t.boolean({ required: true, defaultValue: false, description: dryRun }),
  }),
});
