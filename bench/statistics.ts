/** The middle of `values`; the mean of the two middle ones when their number is even. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value below which the share `rank` (0 to 1) of `values` lies, interpolated. @throws Error when there are none */
export function percentile(values: readonly number[], rank: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * rank;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('There are no values to take a percentile of.');
  return below + (above - below) * (place - Math.floor(place));
}
