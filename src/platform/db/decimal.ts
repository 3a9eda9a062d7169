/** `0.0012000000` as `0.0012`: exact, without the column's padding. */
export function plainDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
