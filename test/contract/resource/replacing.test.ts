import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { type Answer, ask, manifest, openShop, shop } from './shop.ts';

interface Replaced extends Answer {
  message: string;
  change: { action: string; name: string; diff: { path: string; before: unknown; after: unknown }[] };
}

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

async function replace(namespace: string, name: string, input: object): Promise<Replaced> {
  const query = `mutation ($input: ReplaceResourceInput!) { replaceResource(input: $input) { __typename
    ... on Failure { code message } ... on ResourceReplaced { dryRun change { action name diff { path before after } } } } }`;
  const whole = { kind: 'TOOL', namespace, name, ...input };
  return (await ask<{ replaceResource: Replaced }>(h, query, { input: whole })).replaceResource;
}

function pay(url: string, metadata: object = {}): string {
  return manifest('Tool', 'pay', { url }, metadata);
}

async function tool(namespace: string, name: string) {
  const query = `query ($namespace: String!, $name: String!) { tool(namespace: $namespace, name: $name) {
    id ready resourceVersion generation labels { key } spec { url sideEffect } referencedBy { edges { node { name ready } } } } }`;
  return (await ask<{ tool: Record<string, unknown> | null }>(h, query, { namespace, name })).tool;
}

test('a replacement leaves nothing of what was there, and what is not there is not made', async () => {
  await h.apply(shop('replaced'));
  const done = await replace('replaced', 'pay', { manifest: pay('https://new.example') });
  expect(done.change).toMatchObject({ action: 'UPDATED', name: 'pay' });
  expect(await tool('replaced', 'pay')).toMatchObject({
    resourceVersion: '2',
    generation: 2,
    spec: { url: 'https://new.example', sideEffect: 'READ_ONLY' },
  });
  const missing = await replace('replaced', 'none', { manifest: manifest('Tool', 'none', {}) });
  expect(missing).toMatchObject({ __typename: 'ResourceNotFound', message: 'There is no Tool replaced/none.' });
  expect(await tool('replaced', 'none')).toBeNull();
});

test('a manifest may leave out what the request says, and another kind or namespace is refused', async () => {
  await h.apply(shop('terse'));
  const terse = { apiVersion: 'orloj.dev/v1', manifest: 'metadata: {}\nspec: { endpoint: "https://terse.example" }' };
  expect((await replace('terse', 'pay', terse)).change).toMatchObject({ action: 'UPDATED', name: 'pay' });
  const elsewhere = pay('https://x.example', { namespace: 'other' });
  expect((await replace('terse', 'pay', { manifest: elsewhere })).__typename).toBe('ManifestsInvalid');
  const agent = manifest('Agent', 'pay', { model: 'fast' });
  expect((await replace('terse', 'pay', { manifest: agent })).__typename).toBe('ManifestsInvalid');
  const two = `${pay('https://x.example')}\n---\n${pay('https://x.example')}`;
  expect((await replace('terse', 'pay', { manifest: two })).__typename).toBe('ManifestsInvalid');
  expect(await tool('terse', 'pay')).toMatchObject({ resourceVersion: '2' });
});

test.each<[string, string, object, object]>([
  ['no version', 'ResourceVersionConflict', {}, {}],
  ['a stale one in the manifest', 'ResourceVersionConflict', { resourceVersion: '7' }, {}],
  ['a stale one beside it', 'ResourceVersionConflict', {}, { expectedVersion: '7' }],
  ['two that differ', 'ResourceVersionConflict', { resourceVersion: '1' }, { expectedVersion: '2' }],
  ['a stale one and any', 'ResourceVersionConflict', { resourceVersion: '7' }, { anyVersion: true }],
  ['its own in the manifest', 'ResourceReplaced', { resourceVersion: '1' }, {}],
  ['its own beside it', 'ResourceReplaced', {}, { expectedVersion: '1@cursor' }],
  ['its own twice', 'ResourceReplaced', { resourceVersion: '1' }, { expectedVersion: '1' }],
  ['any', 'ResourceReplaced', {}, { anyVersion: true }],
  ['a star', 'ResourceReplaced', {}, { expectedVersion: '*' }],
])('where a version is required, a write that names %s gives %s', async (what, result, metadata, input) => {
  const namespace = what.replaceAll(/\W/g, '-');
  await h.apply(shop(namespace));
  const manifestText = pay('https://late.example', metadata);
  const done = await replace(namespace, 'pay', { manifest: manifestText, requireVersion: true, ...input });
  expect(done.__typename).toBe(result);
  const isWritten = result === 'ResourceReplaced';
  expect(await tool(namespace, 'pay')).toMatchObject({ resourceVersion: isWritten ? '2' : '1' });
});

test('another name renames the resource; what names the old one is not ready, and what names the new one is', async () => {
  await h.apply(shop('renamed'));
  await h.apply(manifest('Agent', 'early', { model: 'fast', tools: ['charge'] }, { namespace: 'renamed' }));
  const before = await tool('renamed', 'pay');
  const text = manifest('Tool', 'charge', { url: 'https://pay.example', sideEffect: 'FINANCIAL' });
  const done = await replace('renamed', 'pay', { manifest: text, expectedVersion: '1' });
  expect(done.change).toMatchObject({ action: 'UPDATED', name: 'charge' });
  expect(done.change.diff).toContainEqual({ path: 'name', before: 'pay', after: 'charge' });
  expect(await tool('renamed', 'pay')).toBeNull();
  const after = await tool('renamed', 'charge');
  expect(after).toMatchObject({ id: before?.['id'], resourceVersion: '2' });
  expect(after?.['referencedBy']).toEqual({ edges: [{ node: { name: 'early', ready: true } }] });
  const { agent } = await ask<{ agent: object }>(h, '{ agent(namespace: "renamed", name: "clerk") { ready } }');
  expect(agent).toEqual({ ready: false });
  await expect
    .poll(
      async () => {
        const query = `query ($id: ID!) { events(first: 50, filter: { subject: $id }) { edges { node { __typename
        ... on ResourceApplied { name renamedFrom resourceVersion } } } } }`;
        const { data } = await h.graphql<{ events: { edges: { node: object }[] } }>(query, { id: before?.['id'] });
        return data?.events.edges.at(-1)?.node;
      },
      { timeout: 20_000 },
    )
    .toEqual({ __typename: 'ResourceApplied', name: 'charge', renamedFrom: 'pay', resourceVersion: '2' });
});

test('a name that is taken is not taken over, and a dry run renames nothing', async () => {
  await h.apply(shop('taken'));
  const asClock = manifest('Tool', 'clock', { url: 'https://pay.example' });
  const refused = await replace('taken', 'pay', { manifest: asClock });
  expect(refused).toMatchObject({ __typename: 'NameTaken', message: 'There is a Tool taken/clock already.' });
  const asFree = manifest('Tool', 'free', { url: 'https://pay.example' });
  expect(await replace('taken', 'pay', { manifest: asFree, dryRun: true })).toMatchObject({ dryRun: true });
  expect([await tool('taken', 'free'), await tool('taken', 'pay')]).toMatchObject([null, { resourceVersion: '1' }]);
});

test('of several renames to one name at the same time, one is made and the others find it taken', async () => {
  const names = ['one', 'two', 'three', 'four'];
  for (const name of names) await h.apply(manifest('Tool', name, { url: 'https://t.example' }, { namespace: 'crowd' }));
  const text = manifest('Tool', 'crown', { url: 'https://t.example' });
  const results = await Promise.all(names.map((name) => replace('crowd', name, { manifest: text })));
  const kinds = results.map(({ __typename }) => __typename).sort();
  expect(kinds).toEqual(['NameTaken', 'NameTaken', 'NameTaken', 'ResourceReplaced']);
});

test('a replaced Secret keeps the values that are sent as ***, and loses the keys that are not sent', async () => {
  await h.apply(shop('sealed'));
  const text = JSON.stringify({ metadata: { name: 'vault' }, spec: { data: { value: '***' } } });
  const done = await replace('sealed', 'keys', { kind: 'SECRET', apiVersion: 'orloj.dev/v1', manifest: text });
  expect(done.change).toMatchObject({ action: 'UPDATED', name: 'vault' });
  const { services } = h.platform.parts;
  const actor = services.identity.systemActor(await organization());
  const value = await services.resources.secretValue(actor, {
    namespace: 'sealed',
    name: 'vault',
    key: 'value',
  });
  expect(value).toBe('open-sesame');
  const { secret } = await ask<{ secret: object }>(
    h,
    '{ secret(namespace: "sealed", name: "vault") { spec { keys } } }',
  );
  expect(secret).toEqual({ spec: { keys: ['value'] } });
});

async function organization(): Promise<string> {
  const row = await h.platform.store.database.db.selectFrom('organization').select('id').executeTakeFirstOrThrow();
  return row.id;
}
