import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inCamelCase, inSnakeCase, snakeCase } from '../../../rest-compat/runtime/snake-case.ts';

const schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['nodeKey'],
    properties: {
      nodeKey: { type: 'string' },
      config: {},
      policy: { type: 'object', properties: { timeoutMs: { type: 'integer' } } },
    },
  },
};

test('the schema of an input object is that of its fields in snake case, at every depth', () => {
  expect(inSnakeCase(schema)).toEqual({
    type: 'array',
    items: {
      type: 'object',
      required: ['node_key'],
      properties: {
        node_key: { type: 'string' },
        config: {},
        policy: { type: 'object', properties: { timeout_ms: { type: 'integer' } } },
      },
    },
  });
});

test('fields are read in camel case, and what stands in a JSON field stays as it is', () => {
  const config = { max_tokens: 3, deep: [{ timeout_ms: 1 }] };
  const given = [{ node_key: 'a', config, policy: { timeout_ms: 5, other_thing: 1 }, not_known: 2 }, null, 7];
  expect(inCamelCase(given, inSnakeCase(schema))).toEqual([
    { nodeKey: 'a', config, policy: { timeoutMs: 5, other_thing: 1 }, not_known: 2 },
    null,
    7,
  ]);
});

test('whatever a field is called in the graph, what is written in snake case is that field', () => {
  const names = fc.stringMatching(/^[a-z]+([A-Z][a-z]+){0,3}$/);
  fc.assert(
    fc.property(names, (name) => {
      const own = inSnakeCase({ type: 'object', properties: { [name]: {} } });
      expect(inCamelCase({ [snakeCase(name)]: 1 }, own)).toEqual({ [name]: 1 });
    }),
  );
});
