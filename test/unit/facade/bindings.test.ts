import { expect, test } from 'vitest';
import { bodySchema } from '../../../rest-compat/compiler/openapi/request-body.ts';
import type { Binding } from '../../../rest-compat/runtime/route.ts';
import { plainConvention, routeOf } from '../../support/facade.ts';

function bindings(variables: string, use: string, rest = 'method: GET, path: "/v1/runs"'): Binding[] {
  const selection = '{ pageInfo @next { hasNextPage endCursor } }';
  return routeOf(`"Lists." query JochListRuns(${variables}) @rest(${rest}) { runs(${use}) ${selection} }`).bindings;
}

function stopBindings(variables: string, input: string): Binding[] {
  const rest = '@rest(method: POST, path: "/v1/runs/{id}/stop")';
  return routeOf(
    `"Stops." mutation JochStop($id: ID!, ${variables}) ${rest} { stop(input: { id: $id, ${input} }) { ... on Run { name } } }`,
  ).bindings;
}

test('a variable comes from the path, from the query of a GET, or else from the body, unless it says where', () => {
  expect(bindings('$first: Int', 'first: $first')).toMatchObject([
    { variable: 'first', in: 'query', names: ['first'] },
  ]);
  expect(bindings('$first: Int @in(query: ["limit", "n"])', 'first: $first')).toMatchObject([
    { in: 'query', names: ['limit', 'n'] },
  ]);
  expect(bindings('$first: Int @in(header: "X-Limit")', 'first: $first')).toMatchObject([
    { in: 'header', names: ['x-limit'] },
  ]);
  expect(stopBindings('$reason: String', 'reason: $reason')).toMatchObject([
    { variable: 'id', in: 'path', names: ['id'] },
    { variable: 'reason', in: 'body', names: ['reason'] },
  ]);
});

test('only a non-null variable without a default is required', () => {
  const requiredOf = (type: string) => bindings(`$first: ${type}`, 'first: $first').map(({ isRequired }) => isRequired);
  expect(requiredOf('Int!')).toEqual([true]);
  expect(requiredOf('Int! = 5')).toEqual([false]);
  expect(requiredOf('Int')).toEqual([false]);
});

test('a binding tells what a value must look like in the words of the API', () => {
  expect(bindings('$phases: [Phase!]', 'phases: $phases')).toMatchObject([
    {
      isList: true,
      named: 'Phase',
      words: 'Phase',
      schema: { type: 'array', items: { enum: ['Running', 'Done', 'Lost'] } },
    },
  ]);
  expect(bindings('$first: Int = 10 @in(min: 1, max: 50)', 'first: $first')).toMatchObject([
    { min: 1, max: 50, default: 10, schema: { type: 'integer', minimum: 1, maximum: 50, default: 10 } },
  ]);
  expect(bindings('$labels: [LabelInput!] @in(as: LABEL_SELECTOR)', 'labels: $labels')).toMatchObject([
    { as: 'LABEL_SELECTOR', schema: { type: 'string' } },
  ]);
});

test('a lenient bound refuses nothing, so it is no part of the schema', () => {
  const [binding] = bindings('$first: Int @in(max: 50, lenient: true)', 'first: $first');
  expect(binding).toMatchObject({ max: 50, isLenient: true, schema: { type: 'integer' } });
  expect(binding?.schema).not.toHaveProperty('maximum');
});

test('a variable is described by itself, by what it is bound with, or by the argument that it goes to', () => {
  const described = (variables: string) =>
    stopBindings(variables, 'reason: $reason').map(({ description }) => description);
  expect(described('$reason: String')[0]).toBe('Which run.');
  expect(described('"Why." $reason: String')[1]).toBe('Why.');
  expect(described('$reason: String @in(description: "Said so.")')[1]).toBe('Said so.');
});

test('places in the body nest, and a body needs what has no other place', () => {
  const found = stopBindings(
    '$reason: String! @in(body: ["spec.why.text"]), $phase: Phase @in(body: ["spec.phase", "phase"])',
    'reason: $reason, phase: $phase',
  ).filter((binding) => binding.in === 'body');
  expect(bodySchema(found)).toMatchObject({
    type: 'object',
    required: ['spec'],
    properties: {
      spec: {
        required: ['why'],
        properties: {
          why: { required: ['text'], properties: { text: { type: 'string' } } },
          phase: { anyOf: [{ type: 'string', enum: ['Running', 'Done', 'Lost'] }, { type: 'null' }] },
        },
      },
    },
  });
});

test('a variable that takes the whole body has the schema of its input, with the values of the graph inside', () => {
  const text = `"Stops." mutation JochStop($input: StopInput! @in(body: [""])) @rest(method: POST, path: "/v1/stop") { stop(input: $input) { ... on Run { name } } }`;
  const [binding] = routeOf(text, plainConvention).bindings;
  expect(binding?.schema).toMatchObject({
    required: ['id'],
    properties: { id: { type: 'string', description: 'Which run.' }, phase: { enum: ['RUNNING', 'DONE', 'LOST'] } },
  });
});
