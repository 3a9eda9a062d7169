const width = 110;

/** JSON as text that reads and compares well: what fits in a line stands in one. */
export function jsonText(value: unknown): string {
  return `${printed(value, '')}\n`;
}

function printed(value: unknown, indent: string): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= width) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return block(
      value.map((item) => printed(item, inner)),
      { indent, open: '[', close: ']' },
    );
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const lines = entries.map(([key, member]) => `${JSON.stringify(key)}: ${printed(member, inner)}`);
  return block(lines, { indent, open: '{', close: '}' });
}

function block(lines: readonly string[], { indent, open, close }: { indent: string; open: string; close: string }) {
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`;
}
