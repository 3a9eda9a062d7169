import { expect, test } from 'vitest';
import { parseCron, parseCronLine } from '../../../src/modules/resource/kinds/cron.ts';

const every = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, place) => from + place);
const always = {
  seconds: [0],
  minutes: every(0, 59),
  hours: every(0, 23),
  daysOfMonth: every(1, 31),
  months: every(1, 12),
  daysOfWeek: every(0, 6),
  eitherDay: false,
};

test.each([
  ['* * * * *', {}],
  ['0,30 8-18/5 * * *', { minutes: [0, 30], hours: [8, 13, 18] }],
  ['*/20 * 1 * *', { minutes: [0, 20, 40], daysOfMonth: [1] }],
  ['5,1-3,2 * * */6 *', { minutes: [1, 2, 3, 5], months: [1, 7] }],
  ['* * * * 0,7', { daysOfWeek: [0] }],
  ['* * * * 5-7', { daysOfWeek: [0, 5, 6] }],
  ['*/15 1 * * * *', { seconds: [0, 15, 30, 45], minutes: [1] }],
  ['  09  *  13  *  5 ', { minutes: [9], daysOfMonth: [13], daysOfWeek: [5], eitherDay: true }],
])('%j', (text, limited) => {
  expect(parseCron(text)).toEqual({ ...always, ...limited });
});

test.each([
  ['', 'five fields'],
  ['* * * *', 'five fields'],
  ['@hourly', 'five fields'],
  ['* * * * * * *', 'five fields'],
  ['60 * * * * *', '60 as its second, which is 0 to 59'],
  ['60 * * * *', '60 as its minute, which is 0 to 59'],
  ['* 24 * * *', '24 as its hour, which is 0 to 23'],
  ['* * 0 * *', '0 as its day of month, which is 1 to 31'],
  ['* * * 13 *', '13 as its month, which is 1 to 12'],
  ['* * * * 8', '8 as its day of week, which is 0 to 7'],
  ['* * * * MON', '"MON" as its day of week'],
  ['* * * JAN *', '"JAN" as its month'],
  ['? * * * *', '"?" as its minute'],
  ['1,,2 * * * *', '"" as its minute'],
  ['-1 * * * *', '"-1" as its minute'],
  ['1.5 * * * *', '"1.5" as its minute'],
  ['*/0 * * * *', 'a step of 0'],
  ['5/15 * * * *', 'a step follows'],
  ['* 18-8 * * *', 'ends before it begins'],
  ['*-5 * * * *', '"*-5" as its minute'],
])('%j is refused', (text, words) => {
  expect(() => parseCron(text)).toThrow(words);
});

test.each([
  ['0 9 * * *', undefined],
  ['TZ=Europe/Berlin 0 9 * * *', 'Europe/Berlin'],
  [' CRON_TZ=UTC+05:30 0 0 9 * * *', 'UTC+05:30'],
])('%j is meant in the time zone %s', (text, timeZone) => {
  expect(parseCronLine(text)).toMatchObject({ timeZone, cron: { ...always, hours: [9], minutes: [0] } });
});

test.each([
  ['TZ=Mars/Olympus 0 9 * * *', '"Mars/Olympus", which is not known'],
  ['TZ= 0 9 * * *', '"", which is not known'],
  ['TZ=UTC+25:00 0 9 * * *', 'which is not known'],
  ['TZ=UTC 0 9 * *', 'five fields'],
])('%j is refused', (text, words) => {
  expect(() => parseCronLine(text)).toThrow(words);
});
