import { z } from 'zod';
import { decimalText } from './decimal.ts';
import { DurationFault, durationForm, maxDurationMs, parseDurationMs } from './duration.ts';
import { fieldFacts } from './field-facts.ts';
import {
  fieldsReading,
  inAnyCase,
  inputSchema,
  narrowed,
  objectSchema,
  orBlank,
  orNull,
  orOneOf,
  readings,
} from './input-schema.ts';
import { isObject } from './json.ts';
import { fieldTypeOf } from './shape-tree.ts';

/** An object with exactly these fields. A field that is null counts as not given. */
export function strictFields<S extends z.ZodRawShape>(shape: S) {
  return z
    .preprocess((value) => withoutNulls(value, shape), z.strictObject(shape))
    .register(readings, fieldsReading(shape));
}

/** Fields that belong together: exactly these. The name and the description are those of its type in the graph. */
export function part<S extends z.ZodRawShape>(name: string, description: string, shape: S) {
  return strictFields(shape).register(fieldFacts, { is: 'part', name, description });
}

/** A part that may also be written as the text of its field `name`. */
export function partOrText<S extends z.ZodType>(name: string, type: S) {
  const either = z.preprocess((value) => (typeof value === 'string' ? { [name]: value } : value), type);
  const text = { type: 'string', allOf: [inputSchema(fieldTypeOf(type, name))] };
  return narrowed(either, (own) => ({ anyOf: [text, own] }));
}

/** One of a closed set of words, written in any case, each with what it means; blank counts as not given. */
export function words<const M extends Record<string, string>>(name: string, description: string, meanings: M) {
  const options = Object.keys(meanings) as (keyof M & string)[];
  const wordByFold = new Map<unknown, string>(options.map((word) => [word.toLowerCase(), word]));
  const read = (value: unknown): unknown => wordByFold.get(lowerCased(value)) ?? lowerCased(value);
  return z
    .preprocess(read, z.enum(options))
    .register(readings, { reads: () => inAnyCase(options) })
    .register(fieldFacts, { is: 'words', name, description, meanings });
}

/** An object of which only these fields are read. A field that is null counts as not given. */
export function openFields<S extends z.ZodRawShape>(shape: S) {
  return z.preprocess((value) => withoutNulls(value, shape), z.object(shape)).register(readings, fieldsReading(shape));
}

function withoutNulls(value: unknown, shape: z.ZodRawShape): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => item !== null || !Object.hasOwn(shape, key)));
}

/** What is given, with `defaults` in the fields that are absent, null or empty text; what is no object stays as it is. */
export function filledIn(given: unknown, defaults: object): unknown {
  if (!isObject(given)) return given ?? defaults;
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return { ...defaults, ...Object.fromEntries(said) };
}

/** A part that is read through `filledIn`, to which null and empty text are not given, whatever their name. */
export function withBlanks<S extends z.ZodType>(type: S): S {
  return narrowed(type, (own) => ({
    ...objectSchema(own, { required: (own['required'] ?? []) as string[], absent: [''] }),
    additionalProperties: { enum: [null, ''] },
  }));
}

/** Text that says something. */
export const someText = z
  .string()
  .trim()
  .min(1)
  .register(readings, { reads: (own) => ({ ...own, pattern: '\\S' }) });

/** What may be absent; empty text counts as not given. */
export function unlessEmpty<S extends z.ZodType>(type: S) {
  const given = z.preprocess((value) => (value === '' ? undefined : value), type.optional());
  return narrowed(given, (own) => orOneOf(own, ['']));
}

/** Optional text; empty text counts as not given. */
export const optionalText = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

/** A list of words: trimmed, without blanks, without repetitions (whatever their case). */
export const wordList = z
  .preprocess((value) => value ?? [], z.array(z.string()).transform(distinctWords))
  .register(readings, orNull);

function distinctWords(words: string[]): string[] {
  return distinctBy(
    words.map((word) => word.trim()).filter((word) => word !== ''),
    (word) => word.toLowerCase(),
  );
}

/** The first of all items with the same key, in their order. */
export function distinctBy<T>(items: T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    return !seen.has(key) && seen.add(key);
  });
}

/** One of `words`, written in any case; blank counts as not given. */
export function wordOf<const W extends readonly string[]>(words: W) {
  return z
    .preprocess(lowerCased, z.enum(words).optional())
    .register(readings, { reads: () => orBlank(inAnyCase(words)) });
}

function lowerCased(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() || undefined : value;
}

/** A whole number, zero or more, that fits an Int of the graph. */
export const wholeNumber = z.int32().min(0);

/** How many of something, at least one; zero and less mean `fallback`. */
export function countOr(fallback: number) {
  return z
    .int32()
    .default(fallback)
    .transform((count) => (count <= 0 ? fallback : count));
}

/** Whole milliseconds, from zero to the 292 years that a duration in Go's syntax can say. */
export const milliseconds = z.int().min(0).max(maxDurationMs).register(fieldFacts, { is: 'duration' });

/** A length of time in milliseconds that APIs count in whole seconds; zero means `fallbackMs`. */
export function secondsOr(fallbackMs: number) {
  return milliseconds
    .refine((ms) => ms % 1_000 === 0, { error: 'must be a whole number of seconds' })
    .register(readings, { reads: (own) => ({ ...own, multipleOf: 1_000 }) })
    .default(fallbackMs)
    .transform((ms) => ms || fallbackMs);
}

/** A duration in Go's syntax, checked and kept as it is written; blank counts as not given. */
export const durationText = z
  .preprocess(
    (value) => (value === '' ? undefined : value),
    z.string({ error: durationWords }).trim().check(checkDuration).optional(),
  )
  .register(readings, { reads: (own) => orOneOf({ ...own, pattern: durationForm }, ['']) });

function durationWords(issue: { input?: unknown }): string | undefined {
  return typeof issue.input === 'number' ? 'must be a duration with units, such as 300ms, 30s or 1h30m' : undefined;
}

function checkDuration(context: z.core.ParsePayload<string>): void {
  try {
    parseDurationMs(context.value);
  } catch (error) {
    if (!(error instanceof DurationFault)) throw error;
    context.issues.push({ code: 'custom', message: error.message, input: context.value });
  }
}

/** Milliseconds of a checked duration; absent stays absent. */
export function durationMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDurationMs(text);
}

/** An exact decimal, zero or more, as text. Numbers are taken and written out. */
export const decimal = z
  .preprocess(
    (value) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? decimalText(value) : value),
    z.string().regex(/^\d{1,30}(\.\d{1,30})?$/, { error: 'must be a decimal that is not negative, such as 12.50' }),
  )
  .register(readings, { reads: (own) => ({ anyOf: [own, { type: 'number', minimum: 0, exclusiveMaximum: 1e30 }] }) })
  .register(fieldFacts, { is: 'decimal' });

/** A moment, RFC 3339. */
export const moment = z.iso.datetime({ offset: true }).register(fieldFacts, { is: 'moment' });

/** Any object, kept as it is. */
export const anyObject = z.record(z.string(), z.unknown());

/** Texts by key. */
export const textMap = z
  .preprocess((value) => value ?? {}, z.record(z.string(), z.string()))
  .register(readings, orNull);
