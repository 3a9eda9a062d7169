import fc from 'fast-check';
import { headerNames, headerValues, methods, nastyBodies, nastyTexts, rawTexts, types } from './nasty.ts';

/** What is made wrong about a request that would succeed. Plain data, so that a failure prints it. */
export type Attack =
  | { kind: 'body'; text: string; type: string | null; encoding?: string; isChunked: boolean }
  | { kind: 'field'; at: number; change: { drop: true } | { value: unknown } }
  | { kind: 'query'; at: number; values: string[]; isRaw: boolean }
  | { kind: 'header'; name: string; value: string }
  | { kind: 'path'; at: number; text: string; isRaw: boolean }
  | { kind: 'method'; method: string };

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nastyTexts) },
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 20 }),
);

const number = fc.constantFrom(
  0,
  -0,
  -1,
  1.5,
  1e308,
  5e-324,
  2 ** 31,
  -(2 ** 31) - 1,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 1,
  1e21,
);

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { in: value };
  return value;
}

/** Any JSON value, more often one that is hard to take. */
const json: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], [{}], { '': '' }, { 'a\0b': 1 }, { '\ud800': 1 }),
  fc.constantFrom(30, 63, 64, 65, 200).map(nested),
  fc.dictionary(text, fc.oneof(text, number), { maxKeys: 4 }),
  fc.array(fc.oneof(text, number), { maxLength: 6 }),
  fc.integer({ min: 50, max: 3_000 }).map((length) => Array.from({ length }, (_, index) => index)),
  fc.jsonValue({ maxDepth: 3 }),
);

/** What HTTP lets a header's value be: the bytes of Latin-1 without those that end it. */
function ofHeader(value: string): string {
  return [...value].map((character) => (/[\t\x20-\x7e\x80-\xff]/.test(character) ? character : '?')).join('');
}

const bodyAttack: fc.Arbitrary<Attack> = fc.record({
  kind: fc.constant('body' as const),
  text: fc.oneof(
    fc.constantFrom(...nastyBodies),
    json.map((value) => JSON.stringify(value)),
    fc.string({ unit: 'binary', maxLength: 60 }),
  ),
  type: fc.oneof({ weight: 4, arbitrary: fc.constant('application/json') }, fc.constantFrom(...types)),
  isChunked: fc.boolean(),
});

const fieldAttack: fc.Arbitrary<Attack> = fc.record({
  kind: fc.constant('field' as const),
  at: fc.nat(),
  change: fc.oneof(
    { weight: 1, arbitrary: fc.constant({ drop: true as const }) },
    { weight: 4, arbitrary: json.map((value) => ({ value })) },
  ),
});

const otherAttack: fc.Arbitrary<Attack> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('query' as const),
      at: fc.nat(),
      values: fc.array(fc.oneof(text, fc.constantFrom('x'.repeat(3_000))), { minLength: 1, maxLength: 3 }),
      isRaw: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('query' as const),
      at: fc.nat(),
      values: fc.array(fc.constantFrom(...rawTexts), { minLength: 1, maxLength: 2 }),
      isRaw: fc.constant(true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('header' as const),
      name: fc.constantFrom(...headerNames),
      value: fc.oneof(fc.constantFrom(...headerValues), text.map(ofHeader)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('path' as const), at: fc.nat(), text, isRaw: fc.constant(false) }),
      fc.record({
        kind: fc.constant('path' as const),
        at: fc.nat(),
        text: fc.constantFrom(...rawTexts),
        isRaw: fc.constant(true),
      }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('method' as const), method: fc.constantFrom(...methods) }) },
);

/** Attacks on a route; those on its body where it has one. */
export function attacksOn({ hasBody }: { hasBody: boolean }): fc.Arbitrary<Attack> {
  if (!hasBody) return otherAttack;
  return fc.oneof(
    { weight: 2, arbitrary: bodyAttack },
    { weight: 4, arbitrary: fieldAttack },
    { weight: 3, arbitrary: otherAttack },
  );
}
