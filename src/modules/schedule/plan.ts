import { type Cron, parseCronLine, type ScheduleSpec } from '../resource/index.ts';
import { latestCronTime, nextCronTime } from './cron-times.ts';
import { type Zone, zoneOf } from './zone.ts';

/** Which times of its plan a schedule has behind it. */
export interface Progress {
  /** From when on the plan counts: when it was declared as it is. */
  since: Date;
  /** The last time that was dealt with, whatever came of it. */
  last: Date | null;
}

/** What a plan says at a moment. */
export interface Planned {
  /** The time that is due, the last one of several; null when none is. */
  due: Date | null;
  /** Whether that is so long ago that nothing may be started any more. */
  isLate: boolean;
  /** The next time; null when there is none. */
  next: Date | null;
  /** Whether nothing will ever be due again. */
  isOver: boolean;
}

/** Times that follow each other by a rule. All are milliseconds since 1970. */
interface Times {
  next(after: number): number | null;
  latest(range: { after: number; until: number }): number | null;
}

/** What a schedule has to do at `now`. Of times that were missed only the last one is due; those before it are not made up for. */
export function planAt(spec: ScheduleSpec, { since, last }: Progress, now: Date): Planned {
  const at = now.getTime();
  // A single moment is due however long ago it was declared; a rule begins to count when it is declared.
  const from = spec.at === undefined ? since.getTime() : Number.NEGATIVE_INFINITY;
  const after = Math.max(from, last?.getTime() ?? Number.NEGATIVE_INFINITY);
  const times = timesOf(spec, since.getTime());
  const due = spec.suspend ? null : times.latest({ after, until: at });
  const next = times.next(Math.max(at, after));
  return {
    due: due === null ? null : new Date(due),
    isLate: due !== null && at - due > spec.startingDeadlineMs,
    next: next === null || spec.suspend ? null : new Date(next),
    isOver: spec.at !== undefined && due === null && next === null,
  };
}

/** The next times after `now`, at most `count` of them; none while the schedule is suspended. */
export function upcoming(spec: ScheduleSpec, { since, last }: Progress, about: { now: Date; count: number }): Date[] {
  if (spec.suspend) return [];
  const times = timesOf(spec, since.getTime());
  const found: Date[] = [];
  let after: number | null = Math.max(about.now.getTime(), last?.getTime() ?? 0);
  while (found.length < about.count) {
    after = times.next(after);
    if (after === null) break;
    found.push(new Date(after));
  }
  return found;
}

function timesOf({ cron, everyMs, at, timeZone }: ScheduleSpec, since: number): Times {
  if (at !== undefined) return once(Date.parse(at));
  if (everyMs !== undefined) return every(everyMs, since);
  const line = parseCronLine(cron ?? '');
  return byClock(line.cron, zoneOf(line.timeZone ?? timeZone));
}

function once(moment: number): Times {
  return {
    next: (after) => (moment > after ? moment : null),
    latest: ({ after, until }) => (moment > after && moment <= until ? moment : null),
  };
}

function every(ms: number, since: number): Times {
  const lastUpTo = (at: number): number => since + Math.floor((at - since) / ms) * ms;
  return {
    next: (after) => lastUpTo(Math.max(after, since)) + ms,
    latest: ({ after, until }) => {
      const latest = lastUpTo(until);
      return latest > Math.max(after, since) ? latest : null;
    },
  };
}

function byClock(cron: Cron, zone: Zone): Times {
  return {
    next: (after) => nextCronTime(cron, zone, after),
    latest: (range) => latestCronTime(cron, zone, range),
  };
}
