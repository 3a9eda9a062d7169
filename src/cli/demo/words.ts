/** Milliseconds as seconds with two decimals, such as `1.25 s`. */
export function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

/** Text in one line of so many characters, cut where it is longer. Colours take no room. */
export function oneLine(text: string, columns: number): string {
  const flat = text.replace(/\s*\n\s*/g, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is how a terminal is told of a colour
  const colorLength = (flat.match(/\u001b\[\d+m/g) ?? []).join('').length;
  return flat.length - colorLength <= columns ? flat : `${flat.slice(0, columns + colorLength - 1)}…`;
}

/** What stands at a path such as `error.message`; undefined where there is nothing. */
export function valueAt(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** A value as text; undefined where there is none. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
