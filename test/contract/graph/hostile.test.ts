import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonText } from '../../../src/platform/db/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const nasty = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  '../../etc/passwd',
  "'; drop table event; --",
  '%s%n',
  '\u202e',
  'x'.repeat(10_000),
  '__proto__',
  'null',
  '-1',
  '1e999',
];

test('no text that a client may send as an id, a name or a cursor is answered with an error of ours', async () => {
  for (const text of nasty) {
    const { status, errors } = await h.graphql(
      `query ($text: String!, $id: ID!) {
        a: node(id: $id) { id } b: execution(id: $id) { id } c: execution(namespace: $text, name: $text) { id }
        d: agent(namespace: $text, name: $text) { id } e: resources(filter: { namespace: $text }, first: 1) { edges { cursor } }
        f: executions(filter: { agent: $id, labels: [{ key: $text, value: $text }] }, first: 1) { edges { cursor } }
        g: approvals(filter: { execution: $id }, first: 1) { edges { cursor } } h: approval(id: $id) { id }
      }`,
      { text, id: text },
    );
    expect(status, JSON.stringify(text)).toBeLessThan(500);
    expect(errors?.map((error) => error.extensions?.['code']) ?? [], JSON.stringify(text)).not.toContain('INTERNAL');
    const paged = await h.graphql(
      'query ($text: String!, $cursor: Cursor!) { a: executions(first: 1, after: $text) { edges { cursor } } b: tools(first: 1, before: $text) { edges { cursor } } c: events(first: 1, after: $cursor) { edges { cursor } } }',
      { text, cursor: text },
    );
    expect(paged.errors?.map((error) => error.extensions?.['code']) ?? []).not.toContain('INTERNAL');
  }
});

test('nasty text in what is written is kept, cleaned or refused, and never an error of ours', async () => {
  for (const text of nasty) {
    const { status, errors } = await h.graphql(
      `mutation ($text: String!, $json: JSON!) {
        a: startExecution(input: { agent: { name: $text }, input: $json }) { __typename }
        b: startExecution(input: { agent: { name: "greeter" }, input: $json, name: $text, labels: [{ key: $text, value: $text }] }) { __typename }
        c: patchResource(input: { kind: AGENT, name: "greeter", annotations: $json }) { __typename }
        d: applyManifests(input: { manifests: $text, dryRun: true }) { __typename }
        e: cancelExecution(input: { id: "exe_none", reason: $text }) { __typename }
        f: createApiKey(input: { name: $text, role: VIEWER }) { __typename }
        g: requestApproval(input: { category: CUSTOM, name: $text, summary: $text, namespace: $text, arguments: $json, labels: [{ key: $text, value: $text }] }) { __typename }
        h: requestApproval(input: { category: CUSTOM, summary: "x", tool: $text, reason: $text, arguments: $json }) { __typename }
        i: updateApproval(input: { name: $text, newName: $text, summary: $text }) { __typename }
        j: decideApproval(input: { name: $text, decision: DENY, decidedBy: $text, comment: $text }) { __typename }
        k: overrideApproval(input: { name: $text, decision: APPROVE, grantedBy: $text, reason: $text }) { __typename }
      }`,
      { text, json: { [text]: text } },
    );
    expect(status).toBeLessThan(500);
    expect(
      errors?.map((error) => `${error.path} ${error.extensions?.['code']}`) ?? [],
      JSON.stringify(text),
    ).not.toContainEqual(expect.stringContaining('INTERNAL'));
  }
});

test('half of a surrogate pair in an input is refused before anything is started', async () => {
  const { status, errors } = await h.graphql(
    'mutation Start($input: JSON!) { startExecution(input: { agent: { name: "greeter" }, input: $input }) { __typename } }',
    { input: { message: 'b\ud800c' } },
  );
  expect(status).toBe(400);
  expect(errors?.[0]?.message).toContain('surrogate');
});

test('NUL and broken surrogates from a model or a tool are replaced before they are stored', () => {
  expect(jsonText({ 'k\u0000': ['a\u0000b', { deep: '\udfff' }], fine: '\\u0000 is text' })).toBe(
    JSON.stringify({ 'k\ufffd': ['a\ufffdb', { deep: '\ufffd' }], fine: '\\u0000 is text' }),
  );
});

test('a query that asks for too much is refused before anything is read', async () => {
  const greedy =
    '{ agents(first: 500) { edges { node { executions(first: 100) { edges { node { steps(first: 500) { edges { cursor } } } } } } } } }';
  const { result, statements } = await h.countStatements(() => h.graphql(greedy));
  expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COSTLY' });
  expect(statements.filter((text) => /"resource"|"execution"/.test(text))).toEqual([]);
});
