import { z } from 'zod';
import { CronFault, parseCron } from './cron.ts';
import { countOr, moment, optionalText, part, secondsOr, someText, words } from './fields.ts';
import { orOneOf, readings } from './input-schema.ts';
import { defineKind } from './kind.ts';
import { refTo } from './ref.ts';

const cron = someText
  .check(checkCron)
  .register(readings, { reads: (own) => ({ ...own, pattern: String.raw`^\s*\S+(?:\s+\S+){4}\s*$` }) });

const timeZone = z
  .preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .trim()
      .refine(isTimeZone, { error: 'must be a time zone of the IANA database, such as Europe/Berlin' })
      .register(readings, { reads: (own) => ({ ...own, pattern: String.raw`^\s*[A-Za-z][\w+/-]*\s*$` }) })
      .default('UTC'),
  )
  .register(readings, { reads: (own) => orOneOf(own, ['']) });

const shape = part('TaskScheduleSpec', 'When tasks are made from a template.', {
  task: refTo('Task').describe('The template; null when it does not exist.'),
  schedule: cron.describe('When, in the five fields of cron.'),
  timeZone: timeZone.describe('The time zone in which that is meant.'),
  suspend: z.boolean().default(false).describe('Whether no tasks are made for now.'),
  startingDeadlineMs: secondsOr(300_000).describe('How late a task may be made; later, it is left out.'),
  concurrencyPolicy: words('TaskConcurrency', 'What happens when the task made before is still active.', {
    forbid: 'No task is made.',
  })
    .default('forbid')
    .describe('What happens when the task made before is still active.'),
  successfulHistoryLimit: countOr(10).describe('How many tasks that succeeded are kept.'),
  failedHistoryLimit: countOr(3).describe('How many tasks that failed are kept.'),
});

/** When tasks are made from a template. Times are milliseconds. */
export type TaskScheduleSpec = z.infer<typeof shape>;

export const taskSchedule = defineKind<TaskScheduleSpec>({
  kind: 'TaskSchedule',
  description: 'Times at which tasks are made.',
  plural: 'task-schedules',
  aliases: ['taskschedule', 'taskschedules'],
  shape,
  hasController: true,
  status: part('TaskScheduleState', 'What a schedule has done, and what it does next.', {
    lastScheduleTime: moment.optional().describe('The last time at which a task was to be made.'),
    lastSuccessfulTime: moment.optional().describe('When a task of it last succeeded.'),
    nextScheduleTime: moment.optional().describe('The next time at which a task is made.'),
    lastTriggeredTask: optionalText.describe('The task that was made last, as namespace/name.'),
    activeRuns: z.array(z.string()).default([]).describe('The tasks of it that are active.'),
  }),
});

function checkCron(context: z.core.ParsePayload<string>): void {
  try {
    parseCron(context.value);
  } catch (error) {
    if (!(error instanceof CronFault)) throw error;
    context.issues.push({ code: 'custom', message: error.message, input: context.value });
  }
}

// Offsets such as +01:00 are known to some runtimes and are no names of zones.
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
