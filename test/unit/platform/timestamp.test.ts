import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { parseTimestamp } from '../../../src/platform/db/timestamp.ts';

const reference = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date;
const part = (digits: number, max: number, min = 0) =>
  fc.integer({ min, max }).map((value) => String(value).padStart(digits, '0'));

test('a timestamp is read as pg reads it, in UTC and elsewhere, with any number of digits', () => {
  const written = fc
    .tuple(
      part(4, 9999, 100),
      part(2, 12, 1),
      part(2, 28, 1),
      part(2, 23),
      part(2, 59),
      part(2, 59),
      fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{1,6}$/)),
      fc.constantFrom('+00', '+02', '-08', '+05:30', '+00 BC'),
    )
    .map(([year, month, day, hour, minute, second, fraction, zone]) => {
      return `${year}-${month}-${day} ${hour}:${minute}:${second}${fraction}${zone}`;
    });
  fc.assert(
    fc.property(written, (text) => {
      expect(parseTimestamp(text).getTime()).toBe(reference(text).getTime());
    }),
    { numRuns: 2_000 },
  );
});

test('what is no date is read as pg reads it', () => {
  for (const text of ['infinity', '-infinity', '10000-01-01 00:00:00+00'])
    expect(parseTimestamp(text)).toEqual(reference(text));
});
