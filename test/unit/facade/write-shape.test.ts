import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Member, Shape } from '../../../rest-compat/runtime/route.ts';
import { type Aside, compileShape } from '../../../rest-compat/runtime/write-shape.ts';
import { member, object, scalar } from '../../support/facade/routes.ts';
import { naive } from './naive-shape.ts';

const words = { Phase: { RUNNING: 'Running', DONE: 'Done "at" last' }, Flag: { true: 'yes', false: 'no' } };

function write(shape: Shape, value: unknown): { json: unknown; aside: Aside } {
  const aside: Aside = {};
  return { json: JSON.parse(compileShape(shape, words)(value, aside)), aside };
}

interface Case {
  shape: Shape;
  value: unknown;
}

const key = fc.stringMatching(/^[a-z_][a-zA-Z0-9_]{0,5}$/);
const anyJson = fc.jsonValue({ maxDepth: 2 });

/** Shapes, each with a value that an operation could give it. */
const { shaped } = fc.letrec<{ shaped: Case }>((tie) => ({
  shaped: fc.oneof({ maxDepth: 3 }, leaf(), listOf(tie('shaped')), objectOf(tie('shaped'))),
}));

function leaf(): fc.Arbitrary<Case> {
  const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });
  const instead = fc.option(anyJson, { nil: undefined });
  const of = (shape: (instead: unknown) => Shape, value: fc.Arbitrary<unknown>): fc.Arbitrary<Case> =>
    fc.tuple(instead, nullable(value)).map(([other, v]) => ({ shape: shape(other), value: v }));
  return fc.oneof(
    of((other) => scalar('string', { default: other }), fc.string({ unit: 'binary' })),
    of((other) => scalar('number', { default: other }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    of((other) => scalar('boolean', { default: other }), fc.boolean()),
    of(() => scalar('json'), anyJson),
    of(() => scalar('enum', { words: 'Phase' }), fc.constantFrom('RUNNING', 'DONE', 'UNKNOWN')),
    of(() => scalar('boolean', { words: 'Flag' }), fc.boolean()),
    of(() => scalar('string', { as: 'LOWER' }), fc.string()),
    of(() => scalar('string', { as: 'STRING' }), anyJson),
    of(() => scalar('number', { as: 'NUMBER' }), fc.oneof(fc.integer().map(String), fc.constant('x'))),
    of(() => scalar('string', { as: 'JSON_TEXT' }), anyJson),
    anyJson.map((value) => ({ shape: scalar('json', { const: value }), value: null })),
    of(
      (other) => ({ kind: 'entries', isNullable: true, default: other }),
      fc
        .array(fc.record({ key: fc.string(), value: anyJson }))
        .filter((pairs) => pairs.every((pair) => pair.key !== '__proto__')),
    ),
    of(() => ({ kind: 'next', isNullable: true }), fc.record({ hasNextPage: fc.boolean(), endCursor: fc.string() })),
  );
}

/** Items that have the form of one example, each in an object at `node` or bare. */
function listOf(item: fc.Arbitrary<Case>): fc.Arbitrary<Case> {
  return fc.tuple(item, fc.nat(3), fc.boolean()).map(([{ shape, value }, length, isDeep]) => ({
    shape: { kind: 'list', isNullable: true, item: shape, at: isDeep ? ['node'] : [] },
    value: Array.from({ length }, () => (isDeep ? { node: value } : value)),
  }));
}

function objectOf(part: fc.Arbitrary<Case>): fc.Arbitrary<Case> {
  const one = fc.record({
    part,
    name: key,
    isDeep: fc.boolean(),
    omit: fc.constantFrom<Member['omit']>('never', 'null', 'empty'),
    isHidden: fc.boolean(),
    isOfType: fc.boolean(),
  });
  return fc.uniqueArray(one, { maxLength: 5, selector: ({ name }) => name }).map((parts) => {
    const value: Record<string, unknown> = { _type: 'Known' };
    const members: Member[] = [];
    const own: Member[] = [];
    for (const [index, { part: inner, name, isDeep, omit, isHidden, isOfType }] of parts.entries()) {
      const source = `k${index}`;
      value[source] = isDeep ? { inside: inner.value } : inner.value;
      const from = isDeep ? [source, 'inside'] : [source];
      (isOfType ? own : members).push(member(name, inner.shape, { from, omit, isHidden }));
    }
    return { shape: object(members, { byType: { Known: own } }), value };
  });
}

test('what is written is JSON of what the shape says, for any shape and value', () => {
  fc.assert(
    fc.property(shaped, ({ shape, value }) => {
      const expected = JSON.parse(JSON.stringify(naive(shape, value, words)));
      expect(write(shape, value).json).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

test('members stand in their order, those of the type after those of every object', () => {
  const shape = object([member('b'), member('a')], { byType: { T: [member('d'), member('c')] } });
  const text = compileShape(shape, {})({ _type: 'T', a: '1', b: '2', c: '3', d: '4' }, {});
  expect(text).toBe('{"b":"2","a":"1","d":"4","c":"3"}');
});

test('an object of a type that is not named has what every object has', () => {
  const shape = object([member('a')], { byType: { T: [member('b')] } });
  expect(write(shape, { _type: 'Other', a: '1', b: '2' }).json).toEqual({ a: '1' });
});

test.each([
  ['UNIX_SECONDS', '2026-01-02T03:04:05.678Z', 1_767_323_045],
  ['UNIX_MILLISECONDS', '2026-01-02T03:04:05.678Z', 1_767_323_045_678],
  ['SECONDS', '2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05Z'],
  ['SQL_TIME', '2026-01-02T03:04:05.678Z', '2026-01-02 03:04:05'],
  ['DURATION_MS', '1m30s500ms', 90_500],
  ['DURATION_SECONDS', '1h1m1.5s', 3_661.5],
  ['DURATION_MINUTES', '90s', 1.5],
  ['NUMBER', '0.30', 0.3],
  ['SECONDS', 'never', null],
] as const)('%s writes %j as %j', (as, value, expected) => {
  expect(write(scalar('string', { as }), value).json).toBe(expected);
});

test('headers and the name of the frame stand aside, and not in the body unless they are shown', () => {
  const shape = object([
    member('version', scalar('integer'), { header: 'ETag' }),
    member('absent', scalar(), { header: 'X-Absent' }),
    member('kind', scalar(), { isFrame: true }),
    member('type', scalar(), { from: ['kind'], isFrame: true, isHidden: true }),
  ]);
  const { json, aside } = write(shape, { version: 7, absent: null, kind: 'a"b' });
  expect({ json, aside }).toEqual({ json: { kind: 'a"b' }, aside: { headers: { etag: '7' }, frame: 'a"b' } });
});
