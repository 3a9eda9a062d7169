import pg from 'pg';

const timestamptz = pg.types.builtins.TIMESTAMPTZ;
const parseAny = pg.types.getTypeParser(timestamptz) as (text: string) => Date;

/** `2026-01-02 03:04:05.678+00`: how a session in UTC writes a timestamp of this era. */
const utcLength = '2026-01-02 03:04:05+00'.length;

/**
 * Reads a timestamptz. Rows have several, and the parser that pg brings along takes a regular expression to each; one in
 * UTC has its digits at fixed places. Whatever looks otherwise is left to that parser.
 */
export function parseTimestamp(text: string): Date {
  if (text.length < utcLength || !text.endsWith('+00') || text.charCodeAt(4) !== dash) return parseAny(text);
  return new Date(
    Date.UTC(
      number(text, 0, 4),
      number(text, 5, 7) - 1,
      number(text, 8, 10),
      number(text, 11, 13),
      number(text, 14, 16),
      number(text, 17, 19),
      millisecondsOf(text),
    ),
  );
}

const dash = '-'.charCodeAt(0);
const zero = '0'.charCodeAt(0);

function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - zero;
  return value;
}

// `.5` is half a second; what is finer than a millisecond is cut off, as Date does.
function millisecondsOf(text: string): number {
  const digits = Math.min(text.length - utcLength - 1, 3);
  return digits <= 0 ? 0 : number(text, 20, 20 + digits) * 10 ** (3 - digits);
}

/** The type parsers of a connection: those of pg, and this one. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === timestamptz && format !== 'binary'
      ? parseTimestamp
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
