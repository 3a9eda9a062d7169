import type { Binding, Reading } from './route.ts';
import { inCamelCase } from './snake-case.ts';

/** Why a value does not fit, to be read after the name of its place: `must be a number`. */
export class Unfit extends Error {
  override name = 'Unfit';
}

/** How a value that is there becomes that of a variable under `as`. @throws Unfit */
export type Read = (value: unknown, binding: Binding) => unknown;

/** Readings that look at the whole value. The others only say how a list is written. */
export const readings: Partial<Record<Reading, Read>> = {
  LABEL_SELECTOR: readSelector,
  NAME_SELECTOR: (value) => selectedName(stringOf(value)),
  ETAG: (value, { named }) => {
    const tag = stringOf(value).trim().replace(/^W\//, '');
    if (tag === '*') return named === 'String' ? tag : null;
    return unquoted(tag);
  },
  RESOURCE_VERSION: (value) => cursorIn(stringOf(value)),
  QUOTED: (value) => unquoted(stringOf(value).trim()),
  LABELS: readLabels,
  SECONDS: (value, binding) => duration(value, binding, { ms: 1_000, unit: 'seconds' }),
  MINUTES: (value, binding) => duration(value, binding, { ms: 60_000, unit: 'minutes' }),
  MILLISECONDS: (value, binding) => duration(value, binding, { ms: 1, unit: 'milliseconds' }),
  JSON_TEXT: (value) => JSON.stringify(value),
  SNAKE_CASE: (value, { schema }) => inCamelCase(value, schema),
};

function stringOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Unfit('must be text');
}

function unquoted(text: string): string {
  return /^"(.*)"$/s.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1') ?? text;
}

function cursorIn(resourceVersion: string): string | null {
  return resourceVersion === '0' ? null : resourceVersion.replace(/^\d+@/, '');
}

function readSelector(value: unknown): { key: string; value: string }[] {
  const terms = stringOf(value)
    .split(',')
    .map((term) => term.trim());
  return terms.filter(Boolean).map((term) => {
    const match = /^([^=!\s]+)\s*==?\s*([^=\s]*)$/.exec(term);
    if (!match?.[1]) throw new Unfit('must look like key=value,other=value');
    return { key: match[1], value: match[2] ?? '' };
  });
}

function selectedName(selector: string): string | null {
  if (selector.trim() === '') return null;
  const name = /^\s*metadata\.name\s*==?\s*([^,=\s]+)\s*$/.exec(selector)?.[1];
  if (name === undefined) throw new Unfit('must look like metadata.name=value');
  return name;
}

function readLabels(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Unfit('must be an object of strings');
  return Object.entries(value).map(([key, text]) => {
    if (typeof text !== 'string') throw new Unfit(`must be an object of strings, which ${JSON.stringify(key)} is not`);
    return { key, value: text };
  });
}

function duration(value: unknown, binding: Binding, { ms, unit }: { ms: number; unit: string }): string {
  const amount = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof amount !== 'number' || !(amount >= 0 && amount * ms <= Number.MAX_SAFE_INTEGER))
    throw new Unfit(`must be a number of ${unit}`);
  return `${Math.round(within(amount, binding, `must be a number of ${unit}`) * ms)}ms`;
}

/** `value` within the bounds of its binding; what is too much is the maximum where the binding is lenient. @throws Unfit */
export function within(value: number, { min, max, isLenient }: Binding, words: string): number {
  if (isLenient && max !== undefined && value > max) return max;
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return value;
  throw new Unfit(`${words}${range(min, max)}`);
}

/** ` from 1 to 10`, and the like where one end is open. */
export function range(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}
