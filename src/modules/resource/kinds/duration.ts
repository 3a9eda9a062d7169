const unitNs: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5, the micro sign
  μs: 1_000n, // U+03BC, the Greek letter
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
/** The form of one number with a unit after the other. */
export const amountsForm = String.raw`(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+`;
/** The form of a duration, with space around it. */
export const durationForm = String.raw`^\s*(?:[+-]?0|\+?${amountsForm})\s*$`;
const maxNs = 2n ** 63n - 1n;

/** The longest duration of that syntax, about 292 years. */
export const maxDurationMs = Number(maxNs / 1_000_000n);

/** What is wrong with a duration, in words that complete "<path> ...". */
export class DurationFault extends Error {}

/**
 * Milliseconds of a duration in Go's syntax (`300ms`, `1.5s`, `1h30m`, `0`), computed without rounding.
 * @throws DurationFault when it does not parse, is negative, is not a whole number of milliseconds or exceeds 292 years.
 */
export function parseDurationMs(text: string): number {
  if (text === '0' || text === '+0' || text === '-0') return 0;
  if (text.startsWith('-')) throw new DurationFault('must not be negative');
  const unsigned = text.replace(/^\+/, '');
  let totalNs = 0n;
  part.lastIndex = 0;
  while (part.lastIndex < unsigned.length) totalNs += partNs(part.exec(unsigned));
  if (unsigned === '') throw notADuration();
  if (totalNs > maxNs) throw new DurationFault('is longer than 292 years');
  if (totalNs % 1_000_000n !== 0n) throw new DurationFault('must be a whole number of milliseconds');
  return Number(totalNs / 1_000_000n);
}

/** `ms` in Go's syntax, in the fewest parts: 5400000 is `1h30m`, 1500 is `1s500ms`, 0 is `0s`. */
export function printDuration(ms: number): string {
  const units: [string, number][] = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
    ['ms', 1],
  ];
  let rest = ms;
  let text = '';
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text || '0s';
}

function partNs(match: RegExpExecArray | null): bigint {
  if (match === null) throw notADuration();
  const [, number = '', unit = ''] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const scaled = BigInt(`${whole}${fraction}` || '0') * (unitNs[unit] ?? 0n);
  const scale = 10n ** BigInt(fraction.length);
  if (scaled % scale !== 0n) throw new DurationFault('must be a whole number of milliseconds');
  return scaled / scale;
}

function notADuration(): DurationFault {
  return new DurationFault('must be a duration with units, such as 300ms, 30s or 1h30m');
}
