import { expect, test } from 'vitest';
import { inputSchemaFault, validateToolInput } from '../../../src/modules/tool/index.ts';

function faultsOf(schema: Record<string, unknown>, args: Record<string, unknown>): unknown {
  try {
    validateToolInput(schema, args);
    return [];
  } catch (error) {
    return error;
  }
}

test('every fault is listed with its path, in plain words', () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['order'],
    properties: {
      order: { type: 'string' },
      lines: { type: 'array', items: { type: 'object', properties: { count: { type: 'integer', minimum: 1 } } } },
      size: { enum: ['S', 'M'] },
      currency: { const: 'EUR' },
    },
  };
  expect(
    faultsOf(schema, { lines: [{ count: 1 }, { count: 0 }], size: 'L', currency: 'USD', colour: 'red' }),
  ).toMatchObject({
    code: 'TOOL_INPUT_INVALID',
    facts: {
      faults: [
        '/order is missing',
        '/colour is not an argument of the tool',
        '/lines/1/count must be >= 1',
        '/size must be one of "S", "M"',
        '/currency must be "EUR"',
      ],
    },
  });
  expect(faultsOf(schema, { order: 'A-1', lines: [] })).toEqual([]);
});

test('schemas of draft 7, 2019-09 and 2020-12 each mean what their dialect says', () => {
  const pair = [{ type: 'string' }, { type: 'number' }];
  const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#', properties: { p: { items: pair } } };
  const draft2019 = { $schema: 'https://json-schema.org/draft/2019-09/schema', properties: { p: { items: pair } } };
  const draft2020 = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: { p: { prefixItems: pair } },
  };
  for (const schema of [draft7, draft2019, draft2020, { properties: { p: { prefixItems: pair } } }]) {
    expect(faultsOf(schema, { p: ['a', 1] })).toEqual([]);
    expect(faultsOf(schema, { p: ['a', 'b'] })).toMatchObject({ facts: { faults: ['/p/1 must be number'] } });
  }
});

test('two tools whose schemas have the same $id do not disturb each other', () => {
  const of = (type: string) => ({ $id: 'https://example.com/input', properties: { a: { type } } });
  expect(faultsOf(of('string'), { a: 'x' })).toEqual([]);
  expect(faultsOf(of('number'), { a: 1 })).toEqual([]);
  expect(faultsOf(of('string'), { a: 1 })).toMatchObject({ code: 'TOOL_INPUT_INVALID' });
});

test('patterns in use that the unicode mode refuses are still read', () => {
  const schema = { properties: { mail: { pattern: '^[\\w.\\-+]+@\\w+$' } } };
  expect(faultsOf(schema, { mail: 'ann.b@example' })).toEqual([]);
  expect(faultsOf(schema, { mail: 'ann' })).toMatchObject({ code: 'TOOL_INPUT_INVALID' });
});

function nested(depth: number): Record<string, unknown> {
  let schema: Record<string, unknown> = { type: 'object' };
  for (let level = 0; level < depth; level += 1) schema = { properties: { a: schema } };
  return schema;
}

test.each([
  ['a type that does not exist', { type: 'strnig' }, /\/type must be/],
  ['a reference to the network', { $ref: 'https://example.com/schema.json' }, /can't resolve reference/],
  ['a reference to nothing', { $ref: '#/$defs/none' }, /can't resolve reference/],
  ['a pattern that is none', { properties: { a: { pattern: '(' } } }, /[Ii]nvalid regular expression/],
  ['a schema that is too large', { description: 'x'.repeat(300_000) }, /larger than 256 KiB/],
  ['a schema that is nested too deeply', nested(4_000), /nested too deeply|longer than/],
])('%s is a fault of the tool and not of its input', (_name, schema, fault) => {
  expect(inputSchemaFault(schema)).toMatch(fault);
  expect(faultsOf(schema, {})).toMatchObject({ code: 'TOOL_FAILED', message: expect.stringMatching(fault) });
});

test('a pattern that backtracks without end, and references that multiply without end, are stopped', () => {
  const backtracks = { properties: { a: { pattern: '^(a+)+$' } } };
  const defs = Object.fromEntries(
    Array.from({ length: 40 }, (_, level) => [
      `d${level}`,
      { allOf: [{ $ref: `#/$defs/d${level + 1}` }, { $ref: `#/$defs/d${level + 1}` }] },
    ]),
  );
  const multiplies = { $defs: { ...defs, d40: { type: 'object' } }, $ref: '#/$defs/d0' };
  const startedMs = performance.now();
  expect(faultsOf(backtracks, { a: `${'a'.repeat(60)}b` })).toMatchObject({
    code: 'TOOL_INPUT_INVALID',
    message: expect.stringContaining('could not be checked'),
  });
  expect(faultsOf(multiplies, {})).toMatchObject({
    message: expect.stringMatching(/could not be checked|longer than/),
  });
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  expect(faultsOf(backtracks, { a: 'aaa' })).toEqual([]);
});
