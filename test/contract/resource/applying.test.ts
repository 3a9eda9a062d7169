import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { type Answer, ask, documents, manifest, openShop } from './shop.ts';

interface Applied extends Answer {
  message: string;
  changes: { action: string; kind: string; namespace: string; name: string }[];
}

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

async function apply(manifests: string, options: object): Promise<Applied> {
  const query = `mutation ($input: ApplyManifestsInput!) { applyManifests(input: $input) { __typename
    ... on Failure { code message facts } ... on ManifestsApplied { changes { action kind namespace name } } } }`;
  return (await ask<{ applyManifests: Applied }>(h, query, { input: { manifests, ...options } })).applyManifests;
}

const agent = { metadata: { name: 'bare' }, spec: { model_ref: 'fast' } };
const orloj = { apiVersion: 'orloj.dev/v1', kind: 'AGENT', onlyKind: true, single: true };

test('a document that leaves out its API version and its kind gets those of the request', async () => {
  const applied = await apply(JSON.stringify(agent), orloj);
  expect(applied.changes).toEqual([{ action: 'CREATED', kind: 'AGENT', namespace: 'default', name: 'bare' }]);
  const blank = { apiVersion: '', kind: '', ...agent };
  expect((await apply(JSON.stringify(blank), orloj)).changes[0]).toMatchObject({ action: 'UNCHANGED', kind: 'AGENT' });
  const yaml = 'kind: aGENT\nmetadata: { name: bare }\nspec: { modelRef: fast }\n';
  expect((await apply(yaml, orloj)).changes[0]).toMatchObject({ action: 'UNCHANGED' });
});

test('a document of another kind is refused only where one kind is wanted', async () => {
  const tool = JSON.stringify({ kind: 'Tool', metadata: { name: 'other' }, spec: { endpoint: 'https://t.example' } });
  expect(await apply(tool, orloj)).toMatchObject({ __typename: 'ManifestsInvalid', code: 'MANIFESTS_INVALID' });
  const taken = await apply(tool, { ...orloj, onlyKind: false });
  expect(taken.changes).toMatchObject([{ kind: 'TOOL', name: 'other' }]);
});

test.each([
  ['two documents', documents(manifest('Tool', 'a', {}), manifest('Tool', 'b', {}))],
  ['a list of one', JSON.stringify({ kind: 'List', items: [agent] })],
  ['an array of one', JSON.stringify([agent])],
  ['no document', '---\n# nothing\n'],
])('where a single document is wanted, %s is refused', async (_what, manifests) => {
  expect((await apply(manifests, orloj)).__typename).toBe('ManifestsInvalid');
});

test('without a namespace of the request, a document lies where it says, else in `default`', async () => {
  const here = JSON.stringify({ ...agent, metadata: { name: 'bare', namespace: 'elsewhere' } });
  expect((await apply(here, orloj)).changes).toMatchObject([{ namespace: 'elsewhere', name: 'bare' }]);
  const inOther = await apply(JSON.stringify(agent), { ...orloj, namespace: 'given' });
  expect(inOther.changes).toMatchObject([{ namespace: 'given', name: 'bare' }]);
});

test('a document that names another namespace than the only one is refused, whatever its case', async () => {
  const named = (namespace: string) => JSON.stringify({ ...agent, metadata: { name: 'strict', namespace } });
  const only = { ...orloj, namespace: 'mine', onlyNamespace: true };
  const refused = await apply(named('yours'), only);
  expect(refused).toMatchObject({ __typename: 'ManifestsInvalid' });
  expect(refused.message).toContain('metadata.namespace must be mine here');
  expect((await apply(named('MINE'), only)).changes).toMatchObject([{ namespace: 'mine', action: 'CREATED' }]);
});

test('a new object may name no version or 0, and an old one no version or its own', async () => {
  const at = (resourceVersion: string, name = 'versioned') =>
    JSON.stringify({ metadata: { name, resourceVersion }, spec: { model_ref: 'fast', prompt: resourceVersion } });
  expect(await apply(at('1'), orloj)).toMatchObject({ code: 'RESOURCE_VERSION_CONFLICT' });
  expect((await apply(at('0'), orloj)).changes).toMatchObject([{ action: 'CREATED' }]);
  expect(await apply(at('0'), orloj)).toMatchObject({ code: 'RESOURCE_VERSION_CONFLICT' });
  expect((await apply(at('1'), orloj)).changes).toMatchObject([{ action: 'UPDATED' }]);
  expect(await apply(at('1'), orloj)).toMatchObject({ code: 'RESOURCE_VERSION_CONFLICT' });
  expect((await apply(at(''), orloj)).changes).toMatchObject([{ action: 'UPDATED' }]);
});

test('a version as a watch shows it, with a place in the journal behind it, counts as the version alone', async () => {
  const at = (resourceVersion: string, prompt: string) =>
    manifest('Agent', 'watched', { model: 'fast', prompt }, { resourceVersion });
  await apply(at('', 'one'), {});
  expect((await apply(at('1@opaque:cursor', 'two'), {})).changes).toMatchObject([{ action: 'UPDATED' }]);
  expect(await apply(at('1@opaque:cursor', 'three'), {})).toMatchObject({ code: 'RESOURCE_VERSION_CONFLICT' });
});

test('the removed field model of an agent is refused by its name', async () => {
  const old = JSON.stringify({ ...agent, spec: { model: 'gpt', model_ref: 'fast' } });
  const refused = await apply(old, orloj);
  expect(refused.message).toContain('spec.model was removed');
});

test('a default API version that is not known is a fault of the request', async () => {
  const query = `mutation { applyManifests(input: { manifests: "", apiVersion: "v9" }) { __typename } }`;
  expect((await h.graphql(query)).errors?.[0]?.extensions).toMatchObject({ code: 'INPUT_INVALID' });
});
