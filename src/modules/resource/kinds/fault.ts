import type { z } from 'zod';

/** A key or a place in a list. */
export type PathSegment = string | number;

/** One thing that is wrong: where, and in words that complete "<path> ...", as in "must be text, not a number". */
export interface Fault {
  path: PathSegment[];
  problem: string;
}

/** A value, or every fault of it. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; faults: Fault[] };

/** `spec.tools[2].name`; keys that are not plain words stand in quotes. */
export function pathText(path: readonly PathSegment[]): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (/^[\w-]+$/.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}

/** The fault as one sentence. */
export function faultText(fault: Fault): string {
  return `${pathText(fault.path) || 'The document'} ${fault.problem}.`;
}

/** Parses with plain words in place of zod's, and collects every fault. Paths start with `prefix`. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, prefix: PathSegment[] = []): Parsed<T> {
  const result = schema.safeParse(value, { error: plainWords });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, faults: result.error.issues.flatMap((issue) => faultsOf(issue, prefix)) };
}

function faultsOf(issue: z.core.$ZodIssue, prefix: PathSegment[]): Fault[] {
  const path = [...prefix, ...issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))];
  if (issue.code === 'invalid_key') return [{ path, problem: issue.issues[0]?.message ?? issue.message }];
  if (issue.code !== 'unrecognized_keys') return [{ path, problem: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], problem: 'is not a field that is known here' }));
}

function plainWords(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined || issue.input === null) return `is required${choices(issue)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${noun(String(issue.expected))}, not ${nounOf(issue.input)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'must not be empty';
    case 'too_big':
      return issue.origin === 'number' ? `must be at most ${issue.maximum}` : `is longer than ${issue.maximum}`;
    default:
      return 'is not valid';
  }
}

function choices(issue: z.core.$ZodRawIssue): string {
  return issue.code === 'invalid_value' ? `: one of ${issue.values.map(String).join(', ')}` : '';
}

const nouns: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function noun(type: string): string {
  return nouns[type] ?? type;
}

function nounOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return noun(typeof value);
}
