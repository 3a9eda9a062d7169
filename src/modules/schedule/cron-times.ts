import type { Cron } from '../resource/index.ts';
import type { Zone } from './zone.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
// The 29th of February on a given day of the week comes back after 40 years at most.
const horizon = 41 * 366 * day;

/**
 * The first time after `after` at which the schedule is due, in milliseconds since 1970; null when it never is again.
 *
 * Where clocks change, a schedule that is limited to some hours keeps its promise of once: a time that is skipped is due
 * at the moment at which clocks go on, and one that comes twice is due the first time. A schedule of every hour simply
 * goes by the clock.
 */
export function nextCronTime(cron: Cron, zone: Zone, after: number): number | null {
  if (zone.isFixed || cron.hours.length === 24) return nextByClock(cron, zone, after);
  const next = firstOfTwins(cron, zone, after);
  return skippedTime(cron, zone, { after, until: next ?? after + horizon }) ?? next;
}

/** The last time after `after` and not after `until` at which the schedule is due; null when there is none. */
export function latestCronTime(cron: Cron, zone: Zone, range: { after: number; until: number }): number | null {
  const { after, until } = range;
  let found = nextCronTime(cron, zone, after);
  if (found === null || found > until) return null;
  // Between `found`, which is one, and `before`, after which there is none, the last one is looked for by halves.
  for (let before = until; before - found >= second; ) {
    const middle = Math.floor((found + before) / 2);
    const next = nextCronTime(cron, zone, middle);
    if (next !== null && next <= until) found = next;
    else before = middle;
  }
  return found;
}

/** As the clock shows it: twice what it shows twice, and never what it skips. */
function nextByClock(cron: Cron, zone: Zone, after: number): number | null {
  const end = after + horizon;
  let at = Math.floor(after / second) * second + second;
  while (at < end) {
    const offset = zone.offsetAt(at);
    const local = new Date(at + offset);
    if (!isDay(cron, local)) at = startOfNext([day, hour, minute], zone, at);
    else if (!cron.hours.includes(local.getUTCHours())) at = startOfNext([hour, minute], zone, at);
    else if (!cron.minutes.includes(local.getUTCMinutes())) at = startOfNext([minute], zone, at);
    else if (!cron.seconds.includes(local.getUTCSeconds())) at += second;
    else return at;
  }
  return null;
}

function isDay({ months, daysOfMonth, daysOfWeek, eitherDay }: Cron, local: Date): boolean {
  if (!months.includes(local.getUTCMonth() + 1)) return false;
  const inMonth = daysOfMonth.includes(local.getUTCDate());
  const inWeek = daysOfWeek.includes(local.getUTCDay());
  return eitherDay ? inMonth || inWeek : inMonth && inWeek;
}

/** The moment at which the largest of these units begins anew by the clock, without a change of the clock in between. */
function startOfNext([unit = second, ...smaller]: readonly number[], zone: Zone, at: number): number {
  const offset = zone.offsetAt(at);
  const start = at + unit - ((at + offset) % unit);
  return smaller.length === 0 || zone.offsetAt(start) === offset ? start : startOfNext(smaller, zone, at);
}

/** The moment after `from` and not after `to` from which on the offset is that of `to`. */
function changeBetween(zone: Zone, from: number, to: number): number {
  const wanted = zone.offsetAt(to);
  let [before, since] = [from, to];
  while (since - before > second) {
    const middle = Math.floor((before + since) / 2 / second) * second;
    if (zone.offsetAt(middle) === wanted) since = middle;
    else before = middle;
  }
  return since;
}

/** The next time by the clock that the clock shows for the first time. */
function firstOfTwins(cron: Cron, zone: Zone, after: number): number | null {
  let at = nextByClock(cron, zone, after);
  while (at !== null && isSecondTwin(zone, at)) at = nextByClock(cron, zone, at);
  return at;
}

/** Whether the clock showed the same a while before, because it was put back since. */
function isSecondTwin(zone: Zone, at: number): boolean {
  const offset = zone.offsetAt(at);
  const before = zone.offsetAt(at - 3 * hour);
  return before > offset && zone.offsetAt(at - (before - offset)) === before;
}

/** The first moment of the range at which clocks are put forward over a time that is due. */
function skippedTime(cron: Cron, zone: Zone, { after, until }: { after: number; until: number }): number | null {
  let offset = zone.offsetAt(after);
  for (let from = after; from < until; from += day) {
    const to = Math.min(from + day, until);
    const next = zone.offsetAt(to);
    if (next > offset) {
      const change = changeBetween(zone, from, to);
      const isDue = change > after && change < until && isSkipped(cron, change, [offset, next]);
      if (isDue) return change;
    }
    offset = next;
  }
  return null;
}

function isSkipped(cron: Cron, change: number, [before, since]: [number, number]): boolean {
  const asUtc: Zone = { offsetAt: () => 0, isFixed: true };
  const due = nextByClock(cron, asUtc, change + before - second);
  return due !== null && due < change + since;
}
