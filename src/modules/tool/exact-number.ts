import { OrreryError } from '../../platform/errors.ts';

/** A fraction in lowest terms with a positive denominator. */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** Exact where the computation allows it, else a floating-point number with 15 significant digits. */
export type ExactNumber = Fraction | number;

const maxBits = 8_192;
const maxDecimals = 100;
const significantDigits = 20;
const floatDigits = 15;

export function fault(message: string): OrreryError {
  return new OrreryError('TOOL_INPUT_INVALID', message, { fix: 'Correct the expression.' });
}

/** Reads a decimal number such as `12`, `.5` or `1.5e-3`. */
export function parseExact(text: string): ExactNumber {
  const [, whole = '', decimals = '', exponent = '0'] = /^(-?\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const shift = Number(exponent) - decimals.length;
  if (Math.abs(shift) > maxBits) throw fault('The numbers become too large or too small.');
  const digits = BigInt(`${whole}${decimals}`);
  return shift >= 0 ? fraction(digits * 10n ** BigInt(shift), 1n) : fraction(digits, 10n ** BigInt(-shift));
}

export function add(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (typeof a === 'number' || typeof b === 'number') return float(toFloat(a) + toFloat(b));
  return fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function multiply(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (typeof a === 'number' || typeof b === 'number') return float(toFloat(a) * toFloat(b));
  return fraction(a.n * b.n, a.d * b.d);
}

export function negate(a: ExactNumber): ExactNumber {
  return typeof a === 'number' ? -a : { n: -a.n, d: a.d };
}

export function subtract(a: ExactNumber, b: ExactNumber): ExactNumber {
  return add(a, negate(b));
}

export function divide(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (isZero(b)) throw fault('The expression divides by zero.');
  if (typeof a === 'number' || typeof b === 'number') return float(toFloat(a) / toFloat(b));
  return fraction(a.n * b.d, a.d * b.n);
}

/** What is left of `a` after taking `b` as often as it fits; it has the sign of `a`. */
export function remainder(a: ExactNumber, b: ExactNumber): ExactNumber {
  if (isZero(b)) throw fault('The expression divides by zero.');
  if (typeof a === 'number' || typeof b === 'number') return float(toFloat(a) % toFloat(b));
  return fraction((a.n * b.d) % (b.n * a.d), a.d * b.d);
}

export function power(base: ExactNumber, exponent: ExactNumber): ExactNumber {
  if (isZero(base) && compare(exponent, zero) < 0) throw fault('The expression divides by zero.');
  if (typeof base === 'number' || typeof exponent === 'number' || exponent.d !== 1n)
    return float(toFloat(base) ** toFloat(exponent));
  const size = exponent.n < 0n ? -exponent.n : exponent.n;
  if (BigInt(bitsOf(base.n) + bitsOf(base.d)) * size > BigInt(maxBits))
    throw fault('The numbers become too large or too small.');
  // A base of 1, 0 or -1 passes the check above with any exponent; its powers repeat after two.
  const steps = bitsOf(base.n) + bitsOf(base.d) === 0 && size > 2n ? 2n - (size % 2n) : size;
  const [n, d] = [base.n ** steps, base.d ** steps];
  return exponent.n < 0n ? fraction(d, n) : fraction(n, d);
}

export function squareRoot(a: ExactNumber): ExactNumber {
  if (compare(a, zero) < 0) throw fault('The square root of a negative number is not a real number.');
  if (typeof a === 'number') return float(Math.sqrt(a));
  const [n, d] = [integerRoot(a.n), integerRoot(a.d)];
  return n * n === a.n && d * d === a.d ? fraction(n, d) : float(Math.sqrt(toFloat(a)));
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: ExactNumber, b: ExactNumber): number {
  if (typeof a === 'number' || typeof b === 'number') return toFloat(a) - toFloat(b);
  const difference = a.n * b.d - b.n * a.d;
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** Rounds to a number of decimals: to the nearest, halves away from zero; or down; or up. */
export function roundTo(a: ExactNumber, decimals: number, mode: 'nearest' | 'down' | 'up'): ExactNumber {
  const exact = typeof a === 'number' ? parseExact(toText(a)) : a;
  if (typeof exact === 'number') return exact;
  const scale = 10n ** BigInt(decimals);
  const scaled = exact.n * scale;
  if (mode === 'nearest') {
    const half = scaled < 0n ? -exact.d : exact.d;
    return fraction((2n * scaled + half) / (2n * exact.d), scale);
  }
  const cut = scaled / exact.d;
  if (cut * exact.d === scaled) return fraction(cut, scale);
  if (mode === 'down') return fraction(scaled < 0n ? cut - 1n : cut, scale);
  return fraction(scaled < 0n ? cut : cut + 1n, scale);
}

/** The whole number that `a` is, within what a decimals argument may be; undefined when it is none. */
export function toDecimals(a: ExactNumber): number | undefined {
  if (typeof a === 'number' || a.d !== 1n || a.n < 0n || a.n > BigInt(maxDecimals)) return undefined;
  return Number(a.n);
}

/** All digits of a number that ends, else its first 20 significant ones (15 for a floating-point number). */
export function toText(a: ExactNumber): string {
  if (typeof a === 'number') return String(Number(a.toPrecision(floatDigits)));
  const sign = a.n < 0n ? '-' : '';
  const n = a.n < 0n ? -a.n : a.n;
  const decimals = decimalsOf(a.d);
  if (decimals !== undefined) return sign + withPoint((n * 10n ** BigInt(decimals)) / a.d, decimals);
  return sign + firstDigits(n, a.d);
}

const zero: Fraction = { n: 0n, d: 1n };

function fraction(n: bigint, d: bigint): Fraction {
  const divisor = greatestDivisor(n < 0n ? -n : n, d < 0n ? -d : d) * (d < 0n ? -1n : 1n);
  const reduced = { n: n / divisor, d: d / divisor };
  if (bitsOf(reduced.n) > maxBits || bitsOf(reduced.d) > maxBits)
    throw fault('The numbers become too large or too small.');
  return reduced;
}

function float(value: number): number {
  if (Number.isNaN(value)) throw fault('The result is not a real number.');
  if (!Number.isFinite(value)) throw fault('The numbers become too large or too small.');
  return value;
}

function toFloat(a: ExactNumber): number {
  return typeof a === 'number' ? a : float(Number(toText(a)));
}

function isZero(a: ExactNumber): boolean {
  return typeof a === 'number' ? a === 0 : a.n === 0n;
}

/** The position of the highest bit: 0 for 0, 1 and -1. */
function bitsOf(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length - 1;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function integerRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitsOf(value) >> 1) + 1);
  for (let next = (root + value / root) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root;
}

/** How many decimals a fraction with this denominator has; undefined when they do not end, or end late. */
function decimalsOf(denominator: bigint): number | undefined {
  let rest = denominator;
  let [twos, fives] = [0, 0];
  for (; rest % 2n === 0n && twos <= maxDecimals; twos += 1) rest /= 2n;
  for (; rest % 5n === 0n && fives <= maxDecimals; fives += 1) rest /= 5n;
  const decimals = Math.max(twos, fives);
  return rest === 1n && decimals <= maxDecimals ? decimals : undefined;
}

/** The first significant digits of a fraction, rounded; in scientific notation when it is very large or very small. */
function firstDigits(n: bigint, d: bigint): string {
  const shift = significantDigits + 1 - (String(n).length - String(d).length);
  const digits = shift >= 0 ? (n * 10n ** BigInt(shift)) / d : n / (d * 10n ** BigInt(-shift));
  const dropped = String(digits).length - significantDigits;
  const unit = 10n ** BigInt(dropped);
  const rounded = (digits + unit / 2n) / unit;
  const decimals = shift - dropped;
  if (decimals >= 0 && decimals <= maxDecimals) return withPoint(rounded, decimals);
  const text = String(rounded);
  const exponent = text.length - 1 - decimals;
  const mantissa = withPoint(rounded, text.length - 1);
  return `${mantissa}e${exponent < 0 ? '' : '+'}${exponent}`;
}

function withPoint(digits: bigint, decimals: number): string {
  if (decimals === 0) return String(digits);
  const text = String(digits).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`.replace(/\.?0+$/, '');
}
