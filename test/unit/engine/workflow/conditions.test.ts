import { expect, test } from 'vitest';
import { type Judged, meets, openEdges } from '../../../../src/engine/workflow/conditions.ts';
import type { Condition } from '../../../../src/modules/execution/index.ts';
import { edges } from './graphs.ts';

const given = (output: unknown, context: Record<string, unknown> = {}): Judged => ({ output, context });

const told: [string, Condition, unknown, boolean][] = [
  ['a text holds a part whatever its case', { outputContains: 'YES' }, 'oh yes', true],
  ['a text that does not hold a part', { outputContains: 'yes' }, 'no', false],
  ['a part that must not be there', { outputNotContains: 'yes' }, 'oh YES', false],
  ['a regular expression is kept to its case', { outputMatches: '^Y' }, 'yes', false],
  ['a value that is no text is read as JSON', { outputContains: '"ok":true' }, { ok: true }, true],
  ['all that is said has to hold', { outputContains: 'a', outputNotContains: 'b' }, 'ab', false],
  ['a path into a text that is JSON', { jsonPath: '$.a[1].b', equals: 'x' }, '{"a":[0,{"b":"x"}]}', true],
  ['a path into a value', { jsonPath: '$.score', greaterThan: '4.5' }, { score: 5 }, true],
  ['numbers are compared as numbers', { jsonPath: '$.score', lessThan: '10' }, { score: 9 }, true],
  ['a text that is no number is neither more nor less', { jsonPath: '$.score', lessThan: '10' }, { score: '' }, false],
  ['a path alone asks whether something is there', { jsonPath: '$.a' }, { a: null }, true],
  ['a path to nothing', { jsonPath: '$.b' }, { a: 1 }, false],
  ['nothing is not equal to anything', { jsonPath: '$.b', notEquals: 'x' }, { a: 1 }, true],
  ['nothing is neither more nor less', { jsonPath: '$.b', notEquals: 'x', lessThan: '1' }, { a: 1 }, false],
  ['a path into a text that is no JSON leads nowhere', { jsonPath: '$.a' }, 'a: 1', false],
  ['a path leads to what an output has of its own', { jsonPath: '$.constructor' }, {}, false],
  ['the whole of the output', { jsonPath: '$', contains: 'FINE' }, '"all fine"', true],
  ['CEL over the output', { expression: 'output.score > 3.0' }, { score: 4.5 }, true],
  ['CEL that does not hold', { expression: 'output == "x"' }, 'y', false],
];

test.each(told)('%s', (_title, when, output, isMet) => {
  expect(meets(when, given(output))).toBe(isMet);
});

test('CEL reads the shared context beside the output', () => {
  const when = { expression: 'context.limit < output' };
  expect(meets(when, given(5, { limit: 4 }))).toBe(true);
  expect(meets(when, given(5, { limit: 6 }))).toBe(false);
});

test.each([
  { expression: 'output.missing > 1' },
  { expression: 'output +' },
  { expression: 'input == 1' },
  { expression: '"a text"' },
  { outputMatches: '(' },
])('a condition that cannot be told fails instead of counting as not met: %o', (when) => {
  expect(() => meets(when, given({}))).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test('an edge without a condition is always taken, and a default when no other condition of its node is met', () => {
  const all = edges(
    'a>always',
    { from: 'a', to: 'yes', when: { outputContains: 'yes' } },
    {
      ...{ from: 'a', to: 'otherwise' },
      when: { default: true },
    },
  );
  const taken = (output: string): string[] => openEdges(all, given(output)).map(({ to }) => to);
  expect(taken('yes')).toEqual(['always', 'yes']);
  expect(taken('no')).toEqual(['always', 'otherwise']);
});

test('of several conditions that are met each opens its way', () => {
  const all = edges(
    { from: 'a', to: 'x', when: { outputContains: 'x' } },
    { from: 'a', to: 'y', when: { outputContains: 'y' } },
  );
  expect(openEdges(all, given('x y')).map(({ to }) => to)).toEqual(['x', 'y']);
});
