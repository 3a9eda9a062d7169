import fs from 'node:fs';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { Faults } from '../../../rest-compat/compiler/fault.ts';
import { apiDocument, mergedDocument, type OpenApiDocument } from '../../../rest-compat/compiler/openapi/document.ts';
import { placeExamples } from '../../../rest-compat/compiler/openapi/examples.ts';
import type { Convention } from '../../../rest-compat/runtime/convention.ts';
import type { RouteTable } from '../../../rest-compat/runtime/route.ts';
import { compiled, fragments, operation, plainConvention, smallSchema } from '../../support/facade.ts';

const config = await createConfig(fs.readFileSync('redocly.yaml', 'utf8'));

/** Every problem that Redocly finds, warnings included. */
async function problems(source: string): Promise<string[]> {
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  return found.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`);
}

/** Everything in a document that has an example, or should have one: where it is, and the example. */
function examplesOf({ paths }: OpenApiDocument): { at: string; example: unknown }[] {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ at: ['paths', path, method], operation })),
  );
  return operations.flatMap(({ at, operation: { parameters = [], requestBody, responses } }) => {
    const success = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    const bodies = [
      ...Object.entries(requestBody?.content ?? {}).map(([type, body]) => ({
        at: ['requestBody', 'content', type],
        body,
      })),
      ...success.flatMap(([status, { content = {} }]) =>
        Object.entries(content)
          .filter(([type]) => type === 'application/json')
          .map(([type, body]) => ({ at: ['responses', status, 'content', type], body })),
      ),
    ];
    const given = parameters.flatMap((body, index) =>
      'example' in body ? [{ at: ['parameters', `${index}`], body }] : [],
    );
    return [...given, ...bodies].map(({ at: inside, body }) => ({
      at: pointer([...at, ...inside]),
      example: body.example,
    }));
  });
}

function pointer(keys: readonly string[]): string {
  return keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

const shape = fragments(`
  fragment JochRun on Run {
    name phase space @lift { name } parent { name }
    labels @entries { key value } took: tookFor @as(type: DURATION_MS) ... on AgentRun { agent } ... on JobRun { job }
  }
  fragment JochSpace on Space { name }
`);

const operations = [
  '"Gets a run. In full." query JochGetRun($id: ID!) @rest(method: GET, path: "/v1/runs/{id}", tag: "Runs", missing: "EXECUTION_NOT_FOUND") { run(id: $id) { etag: id @header(name: "ETag") ...JochRun } }',
  '"Lists runs." query JochListRuns($first: Int! = 20 @in(query: ["limit", "n"], min: 1), $phases: [Phase!]) @rest(method: GET, path: "/v1/runs", also: ["/v2/runs"], tag: "Runs") { runs(first: $first, phases: $phases) { items: edges @lift { node { ...JochRun } } continue: pageInfo @next { hasNextPage endCursor } } }',
  '"Watches runs." subscription JochWatchRuns($after: Cursor @in(query: ["resourceVersion"])) @rest(method: GET, path: "/v1/runs", when: "watch", wire: WATCH, tag: "Runs") { events(after: $after) { type: __typename @frame ... on RunEnded { run { name } } } }',
  '"Streams tokens." subscription JochStreamTokens @rest(method: GET, path: "/v1/tokens", wire: WS, orWire: [SSE]) { tokens { text } }',
  '"Stops a run." mutation JochStopRun($id: ID!, $reason: String @in(body: ["spec.reason"])) @rest(method: POST, path: "/v1/runs/{id}/stop", body: JSON_OR_YAML, tag: "Runs", deprecated: "2026-11-01") { stop(input: { id: $id, reason: $reason }) { ... on Run { ...JochRun } } }',
  '"Deletes a run." mutation JochDeleteRun($id: ID!) @rest(method: DELETE, path: "/v1/runs/{id}", status: 204, tag: "Runs") { stop(input: { id: $id }) { ... on Run { name } } }',
  '"Says the motto." query JochGetMotto @rest(method: GET, path: "/v1/motto", wire: TEXT, public: true) { motto }',
  '"Lists spaces." query JochListSpaces @rest(method: GET, path: "/v1/spaces") { names { ...JochSpace } }',
];

function documentOf(texts: readonly string[], convention: Convention = plainConvention): OpenApiDocument {
  const { routes, faults } = compiled([shape, ...texts.map((text) => operation(text))], convention);
  expect(faults).toEqual([]);
  return apiDocument(routes, convention, smallSchema);
}

describe('the committed documents', () => {
  const names = fs.readdirSync('rest-compat/generated/openapi');

  test.each(names)('%s keeps every rule that Redocly recommends', async (name) => {
    expect(await problems(fs.readFileSync(`rest-compat/generated/openapi/${name}`, 'utf8'))).toEqual([]);
  });

  test('tell exactly the failures of the route table', () => {
    const { routes } = JSON.parse(fs.readFileSync('rest-compat/generated/routes.json', 'utf8')) as RouteTable;
    for (const route of routes.filter(({ when }) => !when)) {
      const file = `rest-compat/generated/openapi/${route.api}.json`;
      const document = JSON.parse(fs.readFileSync(file, 'utf8')) as OpenApiDocument;
      const told = document.paths[route.path]?.[route.method.toLowerCase()];
      const failing = Object.keys(told?.responses ?? {})
        .map(Number)
        .filter((status) => status >= 400);
      if (!told?.['x-variants']) expect({ id: route.id, failing }).toEqual({ id: route.id, failing: route.statuses });
    }
  });

  test.each(names)('%s has an example of every JSON request and answer, and each meets its schema', (name) => {
    const document = JSON.parse(fs.readFileSync(`rest-compat/generated/openapi/${name}`, 'utf8')) as OpenApiDocument;
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ ...document, $id: 'document' });
    const faults = examplesOf(document).flatMap(({ at, example }) => {
      if (example === undefined) return [`${at} has no example`];
      const validate = ajv.compile({ $ref: `document#${at}/schema` });
      return validate(example) ? [] : [`${at}: ${ajv.errorsText(validate.errors)}`];
    });
    expect(faults).toEqual([]);
  });

  test.each(names.filter((name) => name !== 'orrery.json'))('%s shows failures as they are documented', (name) => {
    const document = JSON.parse(fs.readFileSync(`rest-compat/generated/openapi/${name}`, 'utf8')) as OpenApiDocument;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ ...document, $id: 'document' });
    const shown = Object.entries(document.components.examples ?? {});
    expect(shown.map(([id]) => id)).toContainEqual(expect.stringMatching(/Error401$/));
    for (const [id, { value }] of shown) {
      const schema = { $ref: `document#/components/schemas/${id.replace(/\d+$/, '')}` };
      expect([id, ajv.validate(schema, value)]).toEqual([id, true]);
    }
  });

  test('have every route of the table, each under its own id', () => {
    const { routes } = JSON.parse(fs.readFileSync('rest-compat/generated/routes.json', 'utf8')) as RouteTable;
    const merged = JSON.parse(fs.readFileSync('rest-compat/generated/openapi/orrery.json', 'utf8')) as OpenApiDocument;
    const ids = Object.values(merged.paths).flatMap((item) =>
      Object.values(item).flatMap((found) => [found, ...(found['x-variants'] ?? [])].map((each) => each.operationId)),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(routes.map(({ id }) => id)));
  });
});

test('a document of every wire and method keeps the rules, and so does the merged one', async () => {
  const document = documentOf(operations);
  expect(await problems(JSON.stringify(document))).toEqual([]);
  expect(await problems(JSON.stringify(mergedDocument([document])))).toEqual([]);
});

test('the lint sees what is wrong', async () => {
  const { info: _info, ...document } = documentOf(operations);
  expect(await problems(JSON.stringify(document))).not.toEqual([]);
});

test('the statuses of a route are those of its document', () => {
  const { routes } = compiled([shape, ...operations.map((text) => operation(text))]);
  const document = documentOf(operations);
  for (const route of routes.filter(({ when }) => !when)) {
    const found = document.paths[route.path]?.[route.method.toLowerCase()]?.responses ?? {};
    const failing = Object.keys(found).filter((status) => Number(status) >= 400);
    expect(failing).toEqual(expect.arrayContaining(route.statuses.map(String)));
    expect([200, 101, 204].some((status) => String(status) in found)).toBe(true);
  }
  expect(routes.find(({ id }) => id === 'JochWatchRuns')?.statuses).toEqual([400, 401, 403, 410]);
  expect(routes.find(({ id }) => id === 'JochStopRun')?.statuses).toEqual([400, 401, 403, 404, 409, 413]);
  expect(routes.find(({ id }) => id === 'JochGetMotto')?.statuses).toEqual([]);
});

test('a stream that ends is documented with the status of one that has ended', () => {
  const successes = (how: string): string[] => {
    const changed = operations.map((text) => text.replace('orWire: [SSE])', `orWire: [SSE]${how})`));
    const responses = documentOf(changed).paths['/v1/tokens']?.['get']?.responses ?? {};
    return Object.keys(responses).filter((status) => Number(status) < 300);
  };
  expect(successes(', ends: true')).toEqual(['101', '200', '204']);
  expect(successes('')).toEqual(['101', '200']);
});

test('a status is the one that the API gives it', () => {
  const convention = { ...plainConvention, errorStatus: (status: number) => (status === 413 ? 400 : status) };
  const responses = documentOf(operations, convention).paths['/v1/runs/{id}/stop']?.['post']?.responses ?? {};
  expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '404', '409', 'default']);
});

test('an answer is described as it is written: words, lifted fields, types, and what may be left out', () => {
  const { components, paths } = documentOf(operations);
  const get = paths['/v1/runs/{id}']?.['get'];
  expect(get?.summary).toBe('Gets a run');
  expect(get?.responses['200']?.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/JochRun' } },
  });
  const [agent, job] = (components.schemas['JochRun']?.['anyOf'] ?? []) as Record<string, unknown>[];
  expect(job).toMatchObject({ properties: { job: { type: 'string' } } });
  expect(agent).toMatchObject({
    required: ['name', 'phase', 'space', 'labels', 'agent'],
    properties: {
      name: { type: 'string', description: 'What it is called.' },
      phase: { enum: ['Running', 'Done', 'Lost'] },
      parent: { type: 'object' },
      labels: { additionalProperties: { type: 'string' } },
      took: { type: 'number' },
    },
  });
  expect(agent?.['properties']).not.toHaveProperty('etag');
  expect(get?.responses['200']?.headers).toHaveProperty('ETag');
  expect(get?.responses['304']).toEqual({ description: 'Not Modified: the client has this version already.' });
  expect(components.schemas).toMatchObject({ JochSpace: { type: 'object' }, JochError: { type: 'object' } });
});

test('a route with a condition is told with the one that it varies', () => {
  const list = documentOf(operations).paths['/v1/runs']?.['get'];
  expect(list?.operationId).toBe('JochListRuns');
  expect(list?.['x-variants']).toEqual([
    { operationId: 'JochWatchRuns', when: 'when query watch', description: 'Watches runs.' },
  ]);
  expect(list?.parameters?.map(({ name, required }) => [name, required])).toEqual([
    ['limit', false],
    ['phases', false],
    ['resourceVersion', false],
    ['watch', false],
  ]);
  expect(Object.keys(list?.responses['200']?.content ?? {})).toEqual(['application/json', 'application/x-ndjson']);
});

test('a parameter by whose words routes are chosen is told with the words of all of them', () => {
  const asking = (name: string, when: string) =>
    `"Lists some." query ${name} @rest(method: GET, path: "/v1/runs", when: "${when}", tag: "Runs") { names { ...JochSpace } }`;
  const some = [asking('JochListSome', 'mode=some,few'), asking('JochListMore', 'mode=more')];
  const list = documentOf([...operations, ...some]).paths['/v1/runs']?.['get'];
  const mode = list?.parameters?.find(({ name }) => name === 'mode');
  expect(mode).toEqual({
    name: 'mode',
    in: 'query',
    required: false,
    schema: { type: 'string', enum: ['more', 'some'] },
  });
  expect(list?.['x-variants']?.map(({ when }) => when)).toContain('when query mode=some');
});

test('an example that does not meet its schema, or is of nothing, is named with its line and its mend', () => {
  const { routes } = compiled([shape, ...operations.map((text) => operation(text))]);
  const faults = new Faults();
  const examples = {
    JochGetRun: { path: { id: 'run_1', nothing: 'x' }, response: { name: 7 } },
    JochListRuns: { query: { limit: '0' } },
    JochGetMotto: { request: {} },
    JochGone: {},
  };
  const lines = Object.keys(examples).map((id) => `"${id}":`);
  const source = { api: 'joch' as const, file: 'examples.json', lines, examples, errors: { 404: { error: 404 } } };
  placeExamples(documentOf(operations), routes, { source, faults });
  expect(faults.all.map(({ line, message }) => `${line} ${message}`)).toEqual([
    expect.stringMatching(/^1 errors has a body for 404 .*: \/error must be string/),
    '1 JochGetRun has nothing in its path, which the operation does not read. Remove it.',
    expect.stringMatching(
      /^1 JochGetRun has a response .*: .*\/name must be string.*\. Mend the operation, or remove the example and record it again\.$/,
    ),
    expect.stringMatching(/^2 JochListRuns has a query limit .*: it must be >= 1/),
    '3 JochGetMotto has a request, and there is no body. Remove it.',
    '4 JochGone is no operation. Remove the example, or rename it as its operation is.',
  ]);
});

test('callers show their token in the ways that the convention reads', () => {
  expect(documentOf(operations).security).toEqual([{ bearer: [] }]);
  const token: Convention['token'] = (headers) => headers['x-api-key']?.toString();
  expect(documentOf(operations, { ...plainConvention, token }).security).toEqual([{ apiKey: [] }]);
});
