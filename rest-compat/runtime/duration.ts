const unitMs: Record<string, number> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
};

/** The milliseconds of a Duration as the graph writes it: `1h30m`, `300ms`. Zero for a text that is none. */
export function durationMs(text: string): number {
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g))
    ms += Number(amount) * (unitMs[unit] ?? 0);
  return text.startsWith('-') ? -ms : ms;
}
