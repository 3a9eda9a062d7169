import { z } from 'zod';
import {
  isObject,
  objectSchema,
  optionalText,
  orBlank,
  orOneOf,
  type Reading,
  readings,
  refForm,
  requiredOf,
  secretRefForm,
  someText,
  wordList,
} from '../../kinds/index.ts';
import type { Change } from '../structure.ts';
import { folded, inBothCases } from './both-cases.ts';

export const apiVersion = 'orloj.dev/v1';

/**
 * An object of the Orloj API: fields may be written in snake_case or camelCase, null counts as not given, and
 * fields that are not known are ignored, as that API does.
 */
export function orlojFields<S extends z.ZodRawShape>(shape: S) {
  const nameByFold = new Map(Object.keys(shape).map((name) => [folded(name), name]));
  return z
    .preprocess((value) => (isObject(value) ? withKnownNames(value, nameByFold) : value), z.object(shape))
    .register(readings, {
      reads: (own) => inBothCases(objectSchema(own, { required: requiredOf(shape), absent: [null] })),
    });
}

function withKnownNames(value: Record<string, unknown>, nameByFold: Map<string, string>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = nameByFold.get(folded(key));
    if (name !== undefined && item !== null && (key === name || !Object.hasOwn(value, name))) result[name] = item;
  }
  return result;
}

/** The name of another resource, also with its namespace; empty text counts as not given. */
export const refName = optionalText.clone().register(readings, formOrEmpty(refForm));

/** The name of a Secret, also with its namespace and a key; empty text counts as not given. */
export const secretRefName = optionalText.clone().register(readings, formOrEmpty(secretRefForm));

/** The same, which must be given. */
export const someSecretRef = someText
  .clone()
  .register(readings, { reads: (own) => ({ ...own, pattern: secretRefForm }) });

/** Names of other resources, each once; blanks do not count. */
export const refNames = wordList.clone().register(readings, {
  reads: (own) => orOneOf({ ...own, items: orBlank({ type: 'string', pattern: refForm }) }, [null]),
});

function formOrEmpty(pattern: string): Reading {
  return { reads: (own) => orOneOf({ ...own, pattern }, ['']) };
}

/** A whole number for which zero and less mean the default. */
export const countOrDefault = positiveOr(z.int32());

/** A number of bytes or the like, for which zero and less mean the default. */
export const sizeOrDefault = positiveOr(z.int());

function positiveOr(type: z.ZodType<number>) {
  return type.optional().transform((count) => (count === undefined || count <= 0 ? undefined : count));
}

/** Defaults show in this API, and what is empty does not; so neither is worth keeping. */
export function keeps(change: Change): boolean {
  return change.op !== 'remove' && !isEmpty(change.after);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
