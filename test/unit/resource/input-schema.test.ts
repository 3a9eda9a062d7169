import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kinds, parseShape, type ResourceKind, resourceKinds } from '../../../src/modules/resource/kinds/index.ts';
import { manifestSchema, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { type ApiVersion, apiVersions, hasKind, spokeOf } from '../../../src/modules/resource/versions/index.ts';
import { isOrreryError } from '../../../src/platform/errors.ts';
import { manifestsOf } from './manifests-of.ts';

const cases = apiVersions.flatMap((version) =>
  resourceKinds.filter((kind) => hasKind(version, kind)).map((kind) => ({ version, kind })),
);

// What no schema can know: it has the form, and what it names is looked up when it is read.
const isComputed = /must be a time zone of the IANA database/;

/** Why the API does not read the spec, whatever its rules between fields say; nothing when it does. */
function refusalOf(version: ApiVersion, kind: ResourceKind, spec: unknown): string {
  const reading = spokeOf(version, kind).read(spec, { name: 'it' });
  if (!reading.ok) return JSON.stringify(reading.faults);
  const hub = parseShape<object>(kinds[kind].shape, reading.value.hub);
  return hub.ok ? '' : JSON.stringify(hub.faults);
}

const runs = { numRuns: 300, seed: 20_261_123 };

describe.each(cases)('the JSON Schema of $kind in $version', ({ version, kind }) => {
  const ajv = new Ajv2020({ strict: false, logger: false, allowUnionTypes: true });
  const schema = spokeOf(version, kind).inputSchema();
  const accepts = ajv.compile(schema);
  const manifests = manifestsOf(version, kind);

  test('takes what the API takes', () => {
    fc.assert(
      fc.property(manifests, ({ spec }) => {
        accepts(spec);
        expect(accepts.errors).toBeNull();
      }),
    );
  });

  test('judges a bent manifest as the API does', () => {
    fc.assert(
      fc.property(manifests, fc.array(bends, { minLength: 1, maxLength: 2 }), ({ spec }, bent) => {
        const given = bent.reduce<unknown>((value, { at, by }) => bend(value, at, by), spec);
        const refusal = refusalOf(version, kind, given);
        fc.pre(!isComputed.test(refusal));
        const judged = { given, refusal, taken: accepts(given) };
        expect(judged).toEqual({ given, refusal, taken: refusal === '' });
      }),
      runs,
    );
  });
});

describe.each(cases)('the JSON Schema of whole manifests of $kind in $version', ({ version, kind }) => {
  const accepts = new Ajv2020({ strict: false, logger: false }).compile(manifestSchema(kind, version) ?? {});

  test('judges a manifest as the API does', () => {
    fc.assert(
      fc.property(manifestsOf(version, kind), fc.array(bends, { maxLength: 2 }), (manifest, bent) => {
        const { spec, ...rest } = manifest;
        const given = { ...(bent.reduce<unknown>((value, { at, by }) => bend(value, at, by), rest) as object), spec };
        expect([given, accepts(given)]).toEqual([given, isTaken(given, kind)]);
      }),
      runs,
    );
  });
});

function isTaken(given: object, kind: ResourceKind): boolean {
  try {
    return toHub(given).kind === kind;
  } catch (error) {
    if (!isOrreryError(error)) throw error;
    return false;
  }
}

const junk = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  0,
  -1,
  1,
  1.5,
  2 ** 40,
  true,
  false,
  'no such word',
  'words',
  'a/b',
  'a/b/c',
  '5s',
  ' 30S ',
  [],
  {},
  [null],
  [1],
  ['a'],
  [{}],
  { x: 1 },
  { name: 'a' },
  { name: 'a', other: 1 },
);
const removed = Symbol('removed');
const bends = fc.record({
  at: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 }),
  by: fc.oneof(junk, fc.constant(removed)),
});

/** The value with something else at a place in it, where `at` says which of the members to take at each level. */
function bend(value: unknown, [step = 0, ...rest]: number[], by: unknown): unknown {
  if (typeof value !== 'object' || value === null) return by === removed ? null : by;
  const keys = Object.keys(value);
  const key = keys[step % (keys.length + 1)] ?? 'unheardOf';
  const copy = structuredClone(value) as Record<string, unknown>;
  if (rest.length > 0 && typeof copy[key] === 'object') copy[key] = bend(copy[key], rest, by);
  else if (by === removed && !Array.isArray(copy)) delete copy[key];
  else if (!Array.isArray(copy) || key !== 'unheardOf') copy[key] = by === removed ? null : by;
  return copy;
}
