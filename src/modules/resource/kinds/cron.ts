import { isTimeZone } from './time-zone.ts';

/** When something happens, by the parts of a time at which it does. */
export interface Cron {
  seconds: number[];
  minutes: number[];
  hours: number[];
  daysOfMonth: number[];
  months: number[];
  /** 0 is Sunday. */
  daysOfWeek: number[];
  /** Whether both kinds of days are limited; then a day that is one of either will do. */
  eitherDay: boolean;
}

/** What is wrong with a schedule, in words that complete "<path> ...". */
export class CronFault extends Error {}

interface Range {
  noun: string;
  min: number;
  max: number;
}

const second = { noun: 'second', min: 0, max: 59 };
const minute = { noun: 'minute', min: 0, max: 59 };
const hour = { noun: 'hour', min: 0, max: 23 };
const dayOfMonth = { noun: 'day of month', min: 1, max: 31 };
const month = { noun: 'month', min: 1, max: 12 };
const dayOfWeek = { noun: 'day of week', min: 0, max: 7 };

/** A schedule with the time zone that it names itself. */
export interface CronLine {
  cron: Cron;
  /** Undefined when it names none. */
  timeZone: string | undefined;
}

/**
 * Reads the five fields of a cron schedule: minute, hour, day of month, month and day of week. Each is a list, by
 * commas, of `*`, numbers and ranges `a-b`; `/n` after a star or a range takes every nth. Both 0 and 7 are Sunday.
 * A sixth field before them is the second, which is 0 without it. Names such as `MON` and macros such as `@daily` are
 * not part of it. @throws CronFault
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) throw new CronFault(fieldWords);
  const [seconds = '', minutes = '', hours = '', days = '', months = '', weekdays = ''] =
    fields.length === 5 ? ['0', ...fields] : fields;
  return {
    seconds: parseField(seconds, second),
    minutes: parseField(minutes, minute),
    hours: parseField(hours, hour),
    daysOfMonth: parseField(days, dayOfMonth),
    months: parseField(months, month),
    daysOfWeek: sortedOnce(parseField(weekdays, dayOfWeek).map((day) => day % 7)),
    eitherDay: days !== '*' && weekdays !== '*',
  };
}

/** Reads a cron schedule that may begin with its time zone: `TZ=Europe/Berlin` or `CRON_TZ=UTC+02:00`. @throws CronFault */
export function parseCronLine(text: string): CronLine {
  const [, timeZone, rest = ''] = /^\s*(?:CRON_)?TZ=(\S*)(.*)$/s.exec(text) ?? [];
  if (timeZone === undefined) return { cron: parseCron(text), timeZone };
  if (!isTimeZone(timeZone)) throw new CronFault(`names the time zone ${JSON.stringify(timeZone)}, which is not known`);
  return { cron: parseCron(rest), timeZone };
}

const fieldWords =
  'must have five fields: minute, hour, day of month, month and day of week; or six, with the second before them';

function parseField(text: string, range: Range): number[] {
  return sortedOnce(text.split(',').flatMap((part) => parsePart(part, range)));
}

function parsePart(part: string, range: Range): number[] {
  const match = /^(?:(\*)|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) throw new CronFault(`has ${JSON.stringify(part)} as its ${range.noun}, which is not understood`);
  const [, star, first, last, every] = match;
  if (every !== undefined && star === undefined && last === undefined)
    throw new CronFault(`has the step ${part} as its ${range.noun}: a step follows \`*\` or a range`);
  const from = star === undefined ? numberIn(first, range) : range.min;
  const to = star === undefined ? numberIn(last ?? first, range) : range.max;
  const step = Number(every ?? 1);
  if (step === 0) throw new CronFault(`has a step of 0 as its ${range.noun}`);
  if (from > to) throw new CronFault(`has the range ${part} as its ${range.noun}, which ends before it begins`);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, place) => from + place * step);
}

function numberIn(text: string | undefined, { noun, min, max }: Range): number {
  const number = Number(text);
  if (number < min || number > max) throw new CronFault(`has ${text} as its ${noun}, which is ${min} to ${max}`);
  return number;
}

function sortedOnce(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
