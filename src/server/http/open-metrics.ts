export const openMetricsType = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * The text format of Prometheus as OpenMetrics, which names a counter without the `_total` of its samples, knows no
 * empty lines and says where it ends. The library's own writer renames the counters that it writes for good.
 */
export function openMetricsOf(text: string): string {
  const counters = new Set(Array.from(text.matchAll(/^# TYPE (\S+)_total counter$/gm), ([, name]) => name));
  const lines = text.split('\n').filter((line) => line !== '');
  const renamed = lines.map((line) =>
    line.replace(/^(# (?:HELP|TYPE) )(\S+)_total(?= )/, (whole, start, name) =>
      counters.has(name) ? `${start}${name}` : whole,
    ),
  );
  return `${renamed.join('\n')}\n# EOF\n`;
}
