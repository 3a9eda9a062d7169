import { expect, test } from 'vitest';
import { diffJson } from '../../../src/modules/execution/json-diff.ts';

test('every difference is told with its JSON Pointer, keys in order', () => {
  const before = { total: 3, items: [{ sku: 'a' }, { sku: 'b' }], note: 'x' };
  const after = { total: '3', items: [{ sku: 'a', count: 2 }], customer: { id: 7 } };
  expect(diffJson(before, after)).toEqual([
    { path: '/customer', op: 'add', after: { id: 7 } },
    { path: '/items/0/count', op: 'add', after: 2 },
    { path: '/items/1', op: 'remove', before: { sku: 'b' } },
    { path: '/note', op: 'remove', before: 'x' },
    { path: '/total', op: 'change', before: 3, after: '3' },
  ]);
});

test('keys that hold slashes and tildes are escaped, and keys of prototypes are keys like any other', () => {
  const after = JSON.parse('{"a/b": 1, "c~d": 2, "__proto__": 3, "constructor": 4}') as object;
  expect(diffJson({}, after).map(({ path }) => path)).toEqual(['/__proto__', '/a~1b', '/constructor', '/c~0d']);
});

test('equal values have no difference, a list is no object, and null is a value', () => {
  expect(diffJson({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  expect(diffJson([], {})).toEqual([{ path: '', op: 'change', before: [], after: {} }]);
  expect(diffJson(undefined, null)).toEqual([{ path: '', op: 'add', after: null }]);
});

test('values that nest very deep are compared without running out of stack', () => {
  const deep = (leaf: unknown): unknown => Array.from({ length: 3_000 }).reduce((inner) => [inner], leaf);
  expect(diffJson(deep(1), deep(1))).toEqual([]);
  const [change] = diffJson(deep(1), deep(2));
  expect(change?.path).toBe('/0'.repeat(48));
});
