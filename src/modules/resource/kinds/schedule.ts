import { z } from 'zod';
import { CronFault, parseCronLine } from './cron.ts';
import type { Fault } from './fault.ts';
import {
  countOr,
  milliseconds,
  moment,
  optionalText,
  part,
  secondsOr,
  someText,
  unlessEmpty,
  words,
} from './fields.ts';
import { orOneOf, readings } from './input-schema.ts';
import { isObject } from './json.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';
import { isTimeZone, timeZoneForm } from './time-zone.ts';

const cron = someText
  .check(checkCron)
  .register(readings, { reads: (own) => ({ ...own, pattern: String.raw`^\s*\S+(?:\s+\S+){4,6}\s*$` }) });

const timeZone = z
  .preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .trim()
      .refine(isTimeZone, { error: 'must be a time zone of the IANA database, such as Europe/Berlin' })
      .register(readings, { reads: (own) => ({ ...own, pattern: timeZoneForm }) })
      .default('UTC'),
  )
  .register(readings, { reads: (own) => orOneOf(own, ['']) });

const shape = part(
  'ScheduleSpec',
  'What is started at which times. It starts exactly one: a task, an agent, a workflow or an action.',
  {
    task: refTo('Task')
      .optional()
      .describe('The template of which a task is made; null for none, or when it does not exist.'),
    agent: refTo('Agent').optional().describe('The agent that is run; null for none, or when it does not exist.'),
    workflow: refTo('Workflow')
      .optional()
      .describe('The workflow that is run; null for none, or when it does not exist.'),
    action: optionalText.describe(
      'What the platform does itself: `agent_task` runs the primary agent, `log` writes what its input says as `message` into the log, `noop` does nothing. Any other word is kept, and each firing of it fails.',
    ),
    input: z
      .unknown()
      .optional()
      .describe(
        'What the agent or the workflow is given; for an action, an object of what it is done with. A task has its own.',
      ),
    cron: unlessEmpty(cron).describe(
      'When, in the five fields of cron, or six with seconds first; with `TZ=<zone> ` before them in that time zone.',
    ),
    everyMs: milliseconds
      .min(1_000)
      .optional()
      .describe('When, as the time from one firing to the next, at least a second.'),
    at: moment.optional().describe('When, once: the schedule suspends itself afterwards.'),
    timeZone: timeZone.describe(
      'The time zone in which the fields of cron are meant: one of the IANA database, or UTC+HH:MM.',
    ),
    suspend: z.boolean().default(false).describe('Whether nothing is started for now.'),
    startingDeadlineMs: secondsOr(300_000).describe('How late something may be started; later, it is left out.'),
    concurrencyPolicy: words('ScheduleConcurrency', 'What happens when what was started before is still active.', {
      allow: 'Both go on beside each other.',
      forbid: 'Nothing is started.',
      replace: 'What was started before is cancelled.',
    })
      .default('forbid')
      .describe('What happens when what was started before is still active.'),
    successfulHistoryLimit: countOr(10).describe('How many tasks that succeeded are kept.'),
    failedHistoryLimit: countOr(3).describe('How many tasks that failed are kept.'),
    title: optionalText.describe('What people call it, where that is not its name.'),
    description: optionalText.describe('What it is for, in words for people.'),
  },
);

/** What is started at which times. Times are milliseconds. */
export type ScheduleSpec = z.infer<typeof shape>;

export const schedule = defineKind<ScheduleSpec>({
  kind: 'Schedule',
  description: 'Times at which something is started.',
  plural: 'schedules',
  aliases: ['schedule', 'schedules', 'taskschedule', 'taskschedules'],
  shape,
  rules: scheduleFaults,
  hasController: true,
  status: part('ScheduleState', 'What a schedule has done, and what it does next.', {
    lastScheduleTime: moment.optional().describe('The last time at which something was to be started.'),
    lastSuccessfulTime: moment.optional().describe('When something that it started last succeeded.'),
    nextScheduleTime: moment.optional().describe('The next time at which something is started.'),
    lastTriggeredTask: optionalText.describe('The task that was made last, as namespace/name.'),
    activeRuns: z
      .array(z.string())
      .default([])
      .describe('What it started and is active: tasks and executions as namespace/name.'),
  }),
});

const targets = ['task', 'agent', 'workflow', 'action'] as const;
const timings = ['cron', 'everyMs', 'at'] as const;

function scheduleFaults(spec: ScheduleSpec): Fault[] {
  return [
    ...exactlyOne(spec, targets, 'is required, or an agent, a workflow or an action'),
    ...exactlyOne(spec, timings, 'is required, or a length of time or a moment'),
    ...inputFaults(spec),
  ];
}

function exactlyOne<const F extends readonly (keyof ScheduleSpec)[]>(
  spec: ScheduleSpec,
  fields: F,
  missing: string,
): Fault[] {
  const given = fields.filter((field) => spec[field] !== undefined);
  const [first, ...others] = given;
  if (first === undefined) return [{ path: [String(fields[0])], problem: missing }];
  return others.map((field) => ({ path: [field], problem: `cannot stand beside ${first}` }));
}

function inputFaults({ task, action, input }: ScheduleSpec): Fault[] {
  if (input === undefined) return [];
  if (task !== undefined) return [{ path: ['input'], problem: 'cannot stand beside task, which has its own' }];
  if (action !== undefined && !isObject(input)) return [{ path: ['input'], problem: 'of an action must be an object' }];
  return [];
}

function checkCron(context: z.core.ParsePayload<string>): void {
  try {
    parseCronLine(context.value);
  } catch (error) {
    if (!(error instanceof CronFault)) throw error;
    context.issues.push({ code: 'custom', message: error.message, input: context.value });
  }
}
