import { z } from 'zod';
import { isObject } from '../../kinds/index.ts';
import type { Change } from '../structure.ts';

export const apiVersion = 'orloj.dev/v1';

/**
 * An object of the Orloj API: fields may be written in snake_case or camelCase, null counts as not given, and
 * fields that are not known are ignored, as that API does.
 */
export function orlojFields<S extends z.ZodRawShape>(shape: S) {
  const nameByFold = new Map(Object.keys(shape).map((name) => [folded(name), name]));
  return z.preprocess((value) => (isObject(value) ? withKnownNames(value, nameByFold) : value), z.object(shape));
}

function withKnownNames(value: Record<string, unknown>, nameByFold: Map<string, string>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = nameByFold.get(folded(key));
    if (name !== undefined && item !== null && (key === name || !Object.hasOwn(value, name))) result[name] = item;
  }
  return result;
}

function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/** A whole number for which zero and less mean the default. */
export const countOrDefault = z
  .int()
  .optional()
  .transform((count) => (count === undefined || count <= 0 ? undefined : count));

/** Defaults show in this API, and what is empty does not; so neither is worth keeping. */
export function keeps(change: Change): boolean {
  return change.op !== 'remove' && !isEmpty(change.after);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
