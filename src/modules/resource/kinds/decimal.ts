/** A finite number, zero or more, as an exact decimal without an exponent: 1e-7 is `0.0000001`. */
export function decimalText(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The decimal as a number where that says exactly the same, else as it is. For APIs that write money as numbers. */
export function decimalNumber(text: string): number | string {
  const value = Number(text);
  return Number.isFinite(value) && decimalText(value) === text ? value : text;
}
