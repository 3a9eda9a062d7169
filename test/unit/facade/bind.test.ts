import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileBind } from '../../../rest-compat/runtime/bind.ts';
import type { Binding } from '../../../rest-compat/runtime/route.ts';
import { plainConvention } from '../../support/facade/conventions.ts';
import { binding, object, route } from '../../support/facade/routes.ts';

const convention = plainConvention('joch', {
  words: { Phase: { RUNNING: 'running', PAUSED: 'waiting', WAITING: 'waiting' } },
  aliases: { Phase: { active: 'RUNNING' } },
});

interface Given {
  query?: string;
  headers?: Record<string, string>;
  body?: unknown;
  path?: Record<string, string>;
}

function bind(bindings: Binding[], { query = '', headers = {}, body, path = {} }: Given) {
  const own = route({ id: 'R', path: '/', document: '', shape: object([]), bindings });
  const text = body === undefined ? undefined : JSON.stringify(body);
  return compileBind(
    own,
    convention,
  )({ path, query: new URLSearchParams(query), headers, body: { value: body, text } });
}

/** What one variable from the query becomes: its value, or its fault. */
function query(own: Partial<Binding>, text: string): unknown {
  const bound = bind([binding({ variable: 'v', in: 'query', ...own })], { query: text });
  return bound.faults ?? bound.variables['v'];
}

function body(own: Partial<Binding>, value: unknown): unknown {
  const bound = bind([binding({ variable: 'v', in: 'body', ...own })], { body: value });
  return bound.faults ?? bound.variables['v'];
}

const int: Partial<Binding> = { named: 'Int', type: 'Int', min: 1, max: 1_000 };

test('a whole number is one within its bounds, and its fault names them', () => {
  expect(query(int, 'v=7')).toBe(7);
  for (const wrong of ['0', '1001', '1.5', 'x', '1e99', 'NaN', '0x10', '-1'])
    expect([wrong, query(int, `v=${wrong}`)]).toEqual([wrong, ['v must be a whole number from 1 to 1000']]);
  expect(query({ ...int, max: undefined } as Partial<Binding>, 'v=0')).toEqual([
    'v must be a whole number of at least 1',
  ]);
  expect(body(int, { v: '7' })).toEqual(['v must be a whole number from 1 to 1000']);
});

test('a cursor of 0 is none: it is what clients say that have read nothing yet', () => {
  const cursor = { named: 'Cursor', type: 'Cursor' };
  expect([query(cursor, 'v=0'), query(cursor, 'v='), query(cursor, 'v=MmY')]).toEqual([undefined, undefined, 'MmY']);
});

test('where an API is lenient what does not fit is ignored, and what is too much is the maximum', () => {
  const lenient = { ...int, isLenient: true };
  expect([
    query(lenient, 'v=5000'),
    query(lenient, 'v=99999999999'),
    query(lenient, 'v=0'),
    query(lenient, 'v=x'),
  ]).toEqual([1_000, 1_000, undefined, undefined]);
});

test('an empty parameter is none, unless it is a text or a flag', () => {
  expect(query(int, 'v=')).toBeUndefined();
  expect(query({}, 'v=')).toBe('');
  expect(query({ named: 'Boolean', type: 'Boolean' }, 'v')).toBe(true);
});

test('the first name that is there counts', () => {
  const names = ['labelSelector', 'labels'];
  expect(query({ names }, 'labels=a')).toBe('a');
  expect(query({ names }, 'labels=a&labelSelector=b')).toBe('b');
  expect(body({ names: ['spec.a', 'b'] }, { b: 1, spec: { a: 'x' } })).toBe('x');
});

test('words are read without case, aliases as well, and a list takes every value of a word', () => {
  const phase = { words: 'Phase', named: 'Phase', type: 'Phase' };
  expect([query(phase, 'v=RUNNING'), query(phase, 'v=Active'), query(phase, 'v=waiting')]).toEqual([
    'RUNNING',
    'RUNNING',
    'PAUSED',
  ]);
  expect(query({ ...phase, isList: true, type: '[Phase!]' }, 'v=running,waiting')).toEqual([
    'RUNNING',
    'PAUSED',
    'WAITING',
  ]);
  expect(query(phase, 'v=boat')).toEqual(['v must be one of running, waiting, active']);
  expect(query(phase, 'v=constructor')).toEqual(['v must be one of running, waiting, active']);
});

test('a list comes from a parameter that is repeated or has commas, or from a list in the body', () => {
  const list = { isList: true, type: '[Int!]', named: 'Int' };
  expect(query(list, 'v=1&v=2,3')).toEqual([1, 2, 3]);
  expect(body(list, { v: [1, 2] })).toEqual([1, 2]);
  expect(body(list, { v: 1 })).toEqual(['v must be a list']);
});

test.each<[Binding['as'], Partial<Binding>, unknown, unknown]>([
  [
    'LABEL_SELECTOR',
    { in: 'query', isList: true },
    'a=b, c==d',
    [
      { key: 'a', value: 'b' },
      { key: 'c', value: 'd' },
    ],
  ],
  ['LABEL_SELECTOR', { in: 'query', isList: true }, 'a', ['v must look like key=value,other=value']],
  ['ETAG', { in: 'query' }, 'W/"7"', '7'],
  ['ETAG', { in: 'query' }, '*', '*'],
  ['ETAG', { in: 'query', named: 'ID' }, '*', null],
  ['QUOTED', { in: 'query' }, '"a\\"b"', 'a"b'],
  ['QUOTED', { in: 'query' }, 'bare', 'bare'],
  ['LIST', { in: 'body', isList: true }, 'a, b', ['a', 'b']],
  ['LABELS', { in: 'body', isList: true }, { a: 'b' }, [{ key: 'a', value: 'b' }]],
  ['LABELS', { in: 'body', isList: true }, { a: 1 }, ['v must be an object of strings, which "a" is not']],
  ['SECONDS', { in: 'body' }, 1.5, '1500ms'],
  ['MINUTES', { in: 'query' }, '2', '120000ms'],
  ['MILLISECONDS', { in: 'body' }, -1, ['v must be a number of milliseconds']],
  ['JSON_TEXT', { in: 'body' }, { a: [1] }, '{"a":[1]}'],
])('%s from %j reads %j as %j', (as, own, given, expected) => {
  const read =
    own.in === 'query'
      ? query({ ...own, as }, `v=${encodeURIComponent(String(given))}`)
      : body({ ...own, as }, { v: given });
  expect(read).toEqual(expected);
});

test('what is wrong with a parameter is told under the name that the client used', () => {
  const own: Partial<Binding> = { ...int, names: ['limit', 'max_results'] };
  expect(query(own, 'limit=x')).toEqual(['limit must be a whole number from 1 to 1000']);
  expect(query(own, 'max_results=x')).toEqual(['max_results must be a whole number from 1 to 1000']);
});

test('everything that is missing is told at once, by the names that clients use', () => {
  const required = { type: 'String!', isRequired: true };
  const bound = bind(
    [
      binding({ variable: 'agent', in: 'body', names: ['spec.agentRef.name'], ...required }),
      binding({ variable: 'version', in: 'header', names: ['If-Match'], ...required }),
      binding({ variable: 'all', in: 'body', names: [''], ...required }),
    ],
    {},
  );
  expect(bound.faults).toEqual(['spec.agentRef.name is missing', 'If-Match is missing', 'the body is missing']);
});

test('null stands for nothing where the variable must not be null, and for itself elsewhere', () => {
  expect(body({ type: 'String!' }, { v: null })).toBeUndefined();
  expect(body({ type: 'String' }, { v: null })).toBeNull();
});

test('members are those of the body itself', () => {
  expect(body({ names: ['constructor.name'] }, {})).toBeUndefined();
  expect(body({}, [1])).toEqual(['the body must be an object']);
});

test('no request makes binding throw', () => {
  const kinds: Partial<Binding>[] = [
    int,
    { named: 'Float', type: 'Float' },
    { named: 'Boolean', type: 'Boolean' },
    { named: 'ID', type: 'ID' },
    { words: 'Phase', named: 'Phase' },
    { isList: true },
    ...(['LABEL_SELECTOR', 'ETAG', 'QUOTED', 'LIST', 'LABELS', 'SECONDS', 'JSON_TEXT', 'TEXT'] as const).map((as) => ({
      as,
    })),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.jsonValue(), fc.string({ unit: 'binary' }), (own, value, text) => {
      expect(() => body(own, { v: value })).not.toThrow();
      expect(() => query(own, `v=${text}`)).not.toThrow();
    }),
  );
});
