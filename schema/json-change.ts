import type { JsonChange, Pair } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { FieldOperation } from './resource-change.ts';
import { Money } from './usage.ts';

/** The longest value, as JSON, that a difference shows. */
const maxShown = 4_000;
const maxChanges = 200;

interface Shown {
  value: unknown;
  isCut: boolean;
}

/** A long text is cut, any other long value is left out: nobody reads a difference to copy half a megabyte. */
function shown(value: unknown): Shown {
  if (value === undefined) return { value: null, isCut: false };
  if (typeof value === 'string')
    return { value: value.length > maxShown ? value.slice(0, maxShown) : value, isCut: value.length > maxShown };
  const isCut = JSON.stringify(value).length > maxShown;
  return { value: isCut ? null : value, isCut };
}

const JsonChangeRef = builder.objectRef<JsonChange>('JsonChange').implement({
  description: 'One difference between two JSON values.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Where, as a JSON Pointer (RFC 6901): /orders/0/total; empty for the whole value.',
    }),
    operation: t.expose('op', { type: FieldOperation, description: 'What happens there.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value in a; null when there is none.',
      resolve: ({ before }) => shown(before).value,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value in b; null when there is none.',
      resolve: ({ after }) => shown(after).value,
    }),
    isCut: t.boolean({
      description:
        'Whether a value is longer than 4,000 characters of JSON. A text is then cut, any other value left out; the execution itself has it.',
      resolve: ({ before, after }) => shown(before).isCut || shown(after).isCut,
    }),
  }),
});

/** What differs between two JSON values. */
export const JsonDiff = builder.objectRef<readonly JsonChange[]>('JsonDiff').implement({
  description: 'What differs between two JSON values.',
  fields: (t) => ({
    isSame: t.boolean({ description: 'Whether nothing does.', resolve: (changes) => changes.length === 0 }),
    count: t.int({ description: 'How many differences there are.', resolve: (changes) => changes.length }),
    changes: t.field({
      type: [JsonChangeRef],
      description: 'The first differences, by path.',
      args: { first: t.arg.int({ defaultValue: 50, description: 'How many, at most 200.' }) },
      complexity: { field: 1, multiplier: 5 },
      resolve: (changes, { first }) => changes.slice(0, Math.min(Math.max(first ?? 50, 0), maxChanges)),
    }),
  }),
});

/** Texts of a and b. */
export const TextPair = builder.objectRef<Pair<string>>('TextPair').implement({
  description: 'A text in a and in b.',
  fields: (t) => ({
    a: t.exposeString('a', { nullable: true, description: 'That of a; null when it has none.' }),
    b: t.exposeString('b', { nullable: true, description: 'That of b; null when it has none.' }),
    isSame: t.boolean({ description: 'Whether they are equal.', resolve: ({ a, b }) => a === b }),
  }),
});

/** Numbers of a and b. */
export const NumberPair = builder.objectRef<Pair<number>>('NumberPair').implement({
  description: 'A number in a and in b.',
  fields: (t) => ({
    a: t.exposeFloat('a', { nullable: true, description: 'That of a; null when it has none.' }),
    b: t.exposeFloat('b', { nullable: true, description: 'That of b; null when it has none.' }),
    difference: t.float({
      nullable: true,
      description: 'How much more b has; null when one of them has none.',
      resolve: ({ a, b }) => (a === null || b === null ? null : b - a),
    }),
  }),
});

/** Amounts of money of a and b. */
export const MoneyPair = builder.objectRef<Pair<{ amount: string; currency: string }>>('MoneyPair').implement({
  description: 'An amount of money in a and in b.',
  fields: (t) => ({
    a: t.expose('a', { type: Money, nullable: true, description: 'That of a; null when it has none.' }),
    b: t.expose('b', { type: Money, nullable: true, description: 'That of b; null when it has none.' }),
  }),
});
