import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../src/modules/resource/kinds/cron.ts';
import { latestCronTime, nextCronTime } from '../../../src/modules/schedule/cron-times.ts';
import { zoneOf } from '../../../src/modules/schedule/zone.ts';

const second = 1_000;
const hour = 3_600_000;

/** The first times after `from`, as RFC 3339 in UTC without the milliseconds. */
function times(text: string, zone: string, from: string, count = 3): (string | null)[] {
  const found: (string | null)[] = [];
  let at: number | null = Date.parse(from);
  while (found.length < count && at !== null) {
    at = nextCronTime(parseCron(text), zoneOf(zone), at);
    found.push(at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`);
  }
  return found;
}

test.each([
  [
    '*/20 * * * *',
    'UTC',
    '2026-05-01T10:05:30Z',
    ['2026-05-01T10:20:00Z', '2026-05-01T10:40:00Z', '2026-05-01T11:00:00Z'],
  ],
  [
    '0 9 * * 1-5',
    'UTC',
    '2026-05-01T09:00:00Z',
    ['2026-05-04T09:00:00Z', '2026-05-05T09:00:00Z', '2026-05-06T09:00:00Z'],
  ],
  [
    '0 0 13 * 5',
    'UTC',
    '2026-05-09T00:00:00Z',
    ['2026-05-13T00:00:00Z', '2026-05-15T00:00:00Z', '2026-05-22T00:00:00Z'],
  ],
  [
    '0 0 29 2 *',
    'UTC',
    '2026-01-01T00:00:00Z',
    ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z', '2036-02-29T00:00:00Z'],
  ],
  [
    '*/30 59 23 31 12 *',
    'UTC',
    '2026-01-01T00:00:00Z',
    ['2026-12-31T23:59:00Z', '2026-12-31T23:59:30Z', '2027-12-31T23:59:00Z'],
  ],
  [
    '0 9 * * *',
    'UTC+05:30',
    '2026-05-01T00:00:00Z',
    ['2026-05-01T03:30:00Z', '2026-05-02T03:30:00Z', '2026-05-03T03:30:00Z'],
  ],
  [
    '0 9 * * *',
    'Asia/Kathmandu',
    '2026-05-01T00:00:00Z',
    ['2026-05-01T03:15:00Z', '2026-05-02T03:15:00Z', '2026-05-03T03:15:00Z'],
  ],
  ['0 0 30 2 *', 'UTC', '2026-01-01T00:00:00Z', [null]],
])('%s in %s after %s', (text, zone, from, expected) => {
  expect(times(text, zone, from)).toEqual(expected);
});

describe('when clocks are put forward', () => {
  test.each([
    // 02:00 to 03:00 on 2026-03-29 does not exist in Berlin.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']],
    ['0,15,30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:00:00Z']],
    ['0 3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T01:00:00Z']],
    ['30 2 * * 1', 'Europe/Berlin', '2026-03-28T12:00:00Z', ['2026-03-30T00:30:00Z', '2026-04-06T00:30:00Z']],
    ['0 * * * *', 'Europe/Berlin', '2026-03-28T23:30:00Z', ['2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z']],
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', ['2026-03-08T07:00:00Z', '2026-03-09T06:30:00Z']],
    // Half an hour, and a day that begins at 01:00.
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', ['2026-10-03T15:30:00Z', '2026-10-04T15:15:00Z']],
    ['0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00:00Z', ['2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z']],
  ])('%s in %s is due once, at the next time that exists', (text, zone, from, expected) => {
    expect(times(text, zone, from, 2)).toEqual(expected);
  });
});

describe('when clocks are put back', () => {
  test.each([
    // 02:00 to 03:00 on 2026-10-25 comes twice in Berlin.
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
    ['0 2,3 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', ['2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z']],
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', ['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-03T16:00:00Z', ['2026-04-04T14:45:00Z', '2026-04-05T15:15:00Z']],
  ])('%s in %s is due the first time only', (text, zone, from, expected) => {
    expect(times(text, zone, from, 2)).toEqual(expected);
  });

  test('what is due every half hour is due every half hour', () => {
    expect(times('*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 4)).toEqual([
      '2026-10-25T00:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:00:00Z',
      '2026-10-25T01:30:00Z',
    ]);
  });
});

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC-03:30'];
const lines = ['*/7 * * * *', '30 2 * * *', '0 0 * * *', '0,30 1-3 * * *', '15 0 * * 0', '*/20 30 2 * * *'];
// Days around the changes of clocks in those zones, and some others.
const days = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-04-24',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-06-01',
];
const moments = fc
  .record({ day: fc.constantFrom(...days), offset: fc.integer({ min: -30 * 3_600, max: 30 * 3_600 }) })
  .map(({ day, offset }) => Date.parse(`${day}T00:00:00Z`) + offset * second);

test('around every change of clocks, times only go on, and none lies between two that follow each other', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.constantFrom(...zones), moments, (text, zone, from) => {
      const [cron, clock] = [parseCron(text), zoneOf(zone)];
      const next = nextCronTime(cron, clock, from) ?? Number.NaN;
      expect(next).toBeGreaterThan(from);
      const between = from + Math.floor((next - from) / 2);
      expect(nextCronTime(cron, clock, between)).toBe(next);
      expect(nextCronTime(cron, clock, next - second)).toBe(next);
    }),
    { numRuns: 150 },
  );
});

test('the latest time is the last of those that follow each other', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines), fc.constantFrom(...zones), moments, (text, zone, after) => {
      const [cron, clock] = [parseCron(text), zoneOf(zone)];
      const until = after + 5 * hour;
      let last: number | null = null;
      for (let at = nextCronTime(cron, clock, after); at !== null && at <= until; at = nextCronTime(cron, clock, at))
        last = at;
      expect(latestCronTime(cron, clock, { after, until })).toBe(last);
    }),
    { numRuns: 60 },
  );
});

test('a day has each of its limited times once, whatever the clocks do', () => {
  for (const zone of zones) {
    for (const day of days) {
      const start = Date.parse(`${day}T00:00:00Z`) - 14 * hour;
      const [cron, clock] = [parseCron('30 2 * * *'), zoneOf(zone)];
      let count = 0;
      for (let at = nextCronTime(cron, clock, start); at !== null && at <= start + 30 * 24 * hour; count++)
        at = nextCronTime(cron, clock, at);
      expect({ zone, day, count }).toEqual({ zone, day, count: 30 });
    }
  }
});
