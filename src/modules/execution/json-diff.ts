/** One difference between two JSON values. */
export interface JsonChange {
  /** Where, as a JSON Pointer (RFC 6901): `/orders/0/total`; empty for the whole value. */
  path: string;
  op: 'add' | 'remove' | 'change';
  /** Absent for what was not there. */
  before?: unknown;
  /** Absent for what is not there any more. */
  after?: unknown;
}

/** Deeper than this, what differs is told as a whole: a value may nest deeper than the stack allows to follow. */
const maxDepth = 48;

/**
 * Every difference between two JSON values, by sorted keys; items of lists are matched by their place. `undefined` is a
 * value that is not there. A change of the text `1` into the number 1 is one.
 */
export function diffJson(before: unknown, after: unknown): JsonChange[] {
  const changes: JsonChange[] = [];
  compare(before, after, { path: '', depth: 0, changes });
  return changes;
}

interface Place {
  path: string;
  depth: number;
  changes: JsonChange[];
}

function compare(before: unknown, after: unknown, place: Place): void {
  const { path, changes } = place;
  if (before === after) return;
  if (before === undefined) changes.push({ path, op: 'add', after });
  else if (after === undefined) changes.push({ path, op: 'remove', before });
  else if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after))
    changes.push({ path, op: 'change', before, after });
  else if (place.depth < maxDepth) compareMembers(before, after, place);
  else if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ path, op: 'change', before, after });
}

function compareMembers(before: object, after: object, { path, depth, changes }: Place): void {
  for (const key of keysOf(before, after)) {
    const next = { path: `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth: depth + 1, changes };
    compare(member(before, key), member(after, key), next);
  }
}

/** Places of lists in their order, keys of objects sorted. */
function keysOf(before: object, after: object): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Array.isArray(before) ? keys : keys.sort();
}

function member(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
