/** Digits behind the point that amounts are kept with, as the columns that hold them have. */
const digits = 10;
const one = 10n ** BigInt(digits);
/** Shares are kept in millionths. */
const shareParts = 1_000_000;

/** An exact decimal in units of its last digit; what lies behind the tenth digit is rounded up. */
export function unitsOf(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  const kept = BigInt(whole) * one + BigInt(fraction.slice(0, digits).padEnd(digits, '0'));
  return /[1-9]/.test(fraction.slice(digits)) ? kept + 1n : kept;
}

/** Units as an exact decimal, without needless zeros. */
export function amountText(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return `${sign}${text.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The sum of exact decimals. */
export function sumOf(amounts: readonly string[]): string {
  return amountText(amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n));
}

/** A part of an exact decimal; a share of 1 is all of it. */
export function shareOf(amount: string, share: number): string {
  return amountText((unitsOf(amount) * BigInt(Math.round(share * shareParts))) / BigInt(shareParts));
}
