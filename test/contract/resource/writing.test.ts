import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { type Answer, ask, documents, type List, manifest, openShop, shop } from './shop.ts';

interface Change {
  action: string;
  kind: string;
  namespace: string;
  name: string;
  resource: { id: string; resourceVersion: string; generation: number } | null;
  diff: { path: string; operation: string; before: unknown; after: unknown }[];
}

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const changed = `change { action kind namespace name diff { path operation before after }
  resource { id resourceVersion generation } }`;
const failed = '... on Failure { code message fix facts }';

async function apply(manifests: string, options: object = {}): Promise<Answer & { changes: Change[] }> {
  const query = `mutation ($input: ApplyManifestsInput!) { applyManifests(input: $input) { __typename ${failed}
    ... on ManifestsApplied { dryRun cursor ${changed.replace('change', 'changes')} } } }`;
  const input = { manifests, ...options };
  return (await ask<{ applyManifests: Answer & { changes: Change[] } }>(h, query, { input })).applyManifests;
}

async function patch(input: object): Promise<Answer & { change: Change }> {
  const query = `mutation ($input: PatchResourceInput!) { patchResource(input: $input) { __typename ${failed}
    ... on ResourcePatched { dryRun cursor ${changed} } } }`;
  return (await ask<{ patchResource: Answer & { change: Change } }>(h, query, { input })).patchResource;
}

async function remove(input: object): Promise<Answer> {
  const query = `mutation ($input: DeleteResourceInput!) { deleteResource(input: $input) { __typename ${failed}
    ... on ResourceDeletion { dryRun cursor resource { kind name } } } }`;
  return (await ask<{ deleteResource: Answer }>(h, query, { input })).deleteResource;
}

test('manifests become resources, what is named before what names it, and applying them again changes nothing but secrets', async () => {
  const first = await apply(shop('again'));
  expect(first.__typename).toBe('ManifestsApplied');
  expect(first.changes.map(({ action }) => action)).toEqual(Array(5).fill('CREATED'));
  const order = first.changes.map(({ name }) => name);
  expect(order.indexOf('keys')).toBeLessThan(order.indexOf('fast'));
  expect(order.at(-1)).toBe('clerk');
  const second = await apply(shop('again'));
  const others = second.changes.filter(({ kind }) => kind !== 'SECRET');
  expect(others.map(({ action, diff }) => [action, diff])).toEqual(Array(4).fill(['UNCHANGED', []]));
});

test('a dry run says what would happen and leaves nothing behind', async () => {
  const would = await apply(shop('rehearsal'), { dryRun: true });
  expect(would['dryRun']).toBe(true);
  expect(would.changes.map(({ action, resource }) => [action, resource])).toEqual(Array(5).fill(['CREATED', null]));
  const { resources, namespaces } = await ask<{ resources: List<unknown>; namespaces: { name: string }[] }>(
    h,
    '{ resources(filter: { namespace: "rehearsal" }) { edges { node { id } } } namespaces { name } }',
  );
  expect(resources.edges).toEqual([]);
  expect(namespaces.map(({ name }) => name)).not.toContain('rehearsal');
});

test('every fault of every document is named, and nothing of them is applied', async () => {
  const given = documents(
    manifest('Tool', 'fine', { url: 'https://fine.example' }, { namespace: 'faulty' }),
    manifest('Tool', 'wrong', { type: 'cli', riskLevel: 'huge' }, { namespace: 'faulty' }),
    manifest('Spoon', 'none', {}, { namespace: 'faulty' }),
  );
  const refused = await apply(given);
  expect(refused).toMatchObject({ __typename: 'ManifestsInvalid', code: 'MANIFESTS_INVALID' });
  const { faults } = refused['facts'] as { faults: string[] };
  expect(faults.some((fault) => fault.startsWith('Document 2') && fault.includes('riskLevel'))).toBe(true);
  expect(faults.some((fault) => fault.startsWith('Document 3') && fault.includes('kind'))).toBe(true);
  expect(await ask(h, '{ tool(namespace: "faulty", name: "fine") { id } }')).toEqual({ tool: null });
});

test('a patch merges: null removes, what it does not name stays, and the history keeps what was', async () => {
  await apply(shop('patched'));
  const key = { kind: 'AGENT', namespace: 'patched', name: 'clerk' };
  const done = await patch({ ...key, spec: { limits: { maxSteps: 4 } }, labels: { team: null, shift: 'late' } });
  expect(done).toMatchObject({ __typename: 'ResourcePatched', dryRun: false });
  expect(done.change).toMatchObject({
    ...key,
    action: 'UPDATED',
    resource: { resourceVersion: '2', generation: 2 },
    diff: [
      { path: 'labels.shift', operation: 'ADD', before: null, after: 'late' },
      { path: 'labels.team', operation: 'REMOVE', before: 'red', after: null },
      { path: 'spec.limits.maxSteps', operation: 'CHANGE', before: 10, after: 4 },
    ],
  });
  const { agent } = await ask<{ agent: Record<string, unknown> }>(
    h,
    `{ agent(namespace: "patched", name: "clerk") {
    labels { key value } spec { prompt limits { maxSteps } model { name } }
    history { edges { node { resourceVersion generation labels { value } changedBy { kind } } } } } }`,
  );
  const changedBy = { kind: 'USER' };
  expect(agent).toEqual({
    labels: [{ key: 'shift', value: 'late' }],
    spec: { prompt: 'Sell.', limits: { maxSteps: 4 }, model: { name: 'fast' } },
    history: {
      edges: [
        { node: { resourceVersion: '2', generation: 2, labels: [{ value: 'late' }], changedBy } },
        { node: { resourceVersion: '1', generation: 1, labels: [{ value: 'red' }], changedBy } },
      ],
    },
  });
});

test.each([
  ['a text instead of an object', { labels: 'red' }, 'labels must be an object.'],
  ['a list instead of an object', { spec: [] }, 'spec must be an object.'],
  ['a label that is no text', { labels: { team: 7 } }, 'labels.team must be text'],
  ['a field that the kind has not', { spec: { colour: 'red' } }, 'spec.colour'],
])('a patch with %s is refused and changes nothing', async (_what, part, words) => {
  await apply(manifest('Tool', 'steady', { url: 'https://steady.example' }, { namespace: 'refused' }));
  const refused = await patch({ kind: 'TOOL', namespace: 'refused', name: 'steady', ...part });
  expect(refused.__typename).toBe('ManifestsInvalid');
  expect(refused['message']).toContain(words);
  const answer = await ask(h, '{ tool(namespace: "refused", name: "steady") { resourceVersion } }');
  expect(answer).toEqual({ tool: { resourceVersion: '1' } });
});

test('a write that names an old version names the conflict and changes nothing', async () => {
  await apply(shop('raced'));
  const key = { kind: 'TOOL', namespace: 'raced', name: 'pay' };
  await patch({ ...key, annotations: { note: 'first' } });
  const conflict = {
    __typename: 'ResourceVersionConflict',
    facts: { resource: 'Tool raced/pay', currentVersion: '2' },
  };
  expect(await patch({ ...key, annotations: { note: 'second' }, expectedVersion: '1' })).toMatchObject(conflict);
  expect(await remove({ ...key, expectedVersion: '1' })).toMatchObject(conflict);
  const old = manifest('Tool', 'pay', { url: 'https://late.example' }, { namespace: 'raced', resourceVersion: '1' });
  expect(await apply(old)).toMatchObject(conflict);
  const answer = await ask(h, '{ tool(namespace: "raced", name: "pay") { annotations { value } spec { url } } }');
  expect(answer).toEqual({ tool: { annotations: [{ value: 'first' }], spec: { url: 'https://pay.example' } } });
  expect((await apply(old, { force: true })).changes[0]).toMatchObject({ action: 'UPDATED' });
});

test('what names a deleted resource is not ready any more, and a second deletion finds nothing', async () => {
  await apply(shop('deleted'));
  const key = { kind: 'TOOL', namespace: 'deleted', name: 'clock' };
  expect(await remove({ ...key, dryRun: true })).toMatchObject({ __typename: 'ResourceDeletion', dryRun: true });
  expect(await remove(key)).toMatchObject({
    __typename: 'ResourceDeletion',
    resource: { kind: 'TOOL', name: 'clock' },
  });
  const answer = await ask(
    h,
    '{ agent(namespace: "deleted", name: "clerk") { ready } tool(namespace: "deleted", name: "clock") { id } }',
  );
  expect(answer).toEqual({ agent: { ready: false }, tool: null });
  expect(await remove(key)).toMatchObject({
    __typename: 'ResourceNotFound',
    message: 'There is no Tool deleted/clock.',
  });
  expect(await patch({ ...key, spec: {} })).toMatchObject({ __typename: 'ResourceNotFound' });
});

test('one request with several writes reads each time what is true then', async () => {
  await apply(shop('several'));
  const read = '... on ResourceDeletion { resource { referencedBy { edges { node { ready references { name } } } } } }';
  const { one, two } = await ask<Record<'one' | 'two', unknown>>(
    h,
    `mutation {
    one: deleteResource(input: { kind: TOOL, namespace: "several", name: "clock" }) { ${read} }
    two: deleteResource(input: { kind: TOOL, namespace: "several", name: "pay" }) { ${read} }
  }`,
  );
  const clerk = (...names: string[]) => ({
    resource: { referencedBy: { edges: [{ node: { ready: false, references: names.map((name) => ({ name })) } }] } },
  });
  expect(one).toEqual(clerk('fast', 'pay'));
  expect(two).toEqual(clerk('fast'));
});

test('the value of a Secret stands in no answer', async () => {
  const applied = await apply(shop('hidden'));
  const renewed = await apply(
    manifest('Secret', 'keys', { values: { value: 'open-sesame-2' } }, { namespace: 'hidden' }),
  );
  const read = await ask(
    h,
    `{ secret(namespace: "hidden", name: "keys") { spec { keys }
    hub: manifest orloj: manifest(apiVersion: "orloj.dev/v1") joch: manifest(apiVersion: "joch.dev/v1alpha1")
    history { edges { node { spec } } } } }`,
  );
  expect(JSON.stringify(read)).toContain('other');
  expect(JSON.stringify([applied, renewed, read])).not.toMatch(/open-|b3Blb/);
});

test('a patch may be in the field names of another API version, and what that one cannot say stays', async () => {
  await apply(shop('foreign'));
  const key = { kind: 'AGENT', namespace: 'foreign', name: 'clerk' };
  const spec = { prompt: 'Sell more.', limits: { max_steps: 4 }, tools: ['pay'] };
  const done = await patch({ ...key, apiVersion: 'orloj.dev/v1', spec });
  expect(done.change.diff.map(({ path }) => path)).toEqual([
    'spec.limits.maxSteps',
    'spec.prompt',
    'spec.tools[clock]',
  ]);
  const answer = await ask(
    h,
    '{ agent(namespace: "foreign", name: "clerk") { apiVersion labels { value } spec { prompt tools { name } } } }',
  );
  expect(answer).toEqual({
    agent: {
      apiVersion: 'orrery.dev/v1',
      labels: [{ value: 'red' }],
      spec: { prompt: 'Sell more.', tools: [{ name: 'pay' }] },
    },
  });
  const refused = await patch({ ...key, apiVersion: 'orloj.dev/v1', spec: { model: 'gpt' } });
  expect(refused['message']).toContain('spec.model was removed');
});

test('a patch gives a Secret further values and keeps those that it does not name', async () => {
  await apply(shop('padlock'));
  const key = { kind: 'SECRET', namespace: 'padlock', name: 'keys' };
  const done = await patch({ ...key, apiVersion: 'orloj.dev/v1', spec: { stringData: { third: 'open-rye' } } });
  expect(done).toMatchObject({ __typename: 'ResourcePatched', change: { action: 'UPDATED' } });
  expect(JSON.stringify(done)).not.toContain('open-rye');
  const answer = await ask(h, '{ secret(namespace: "padlock", name: "keys") { ready spec { keys } } }');
  expect(answer).toEqual({ secret: { ready: true, spec: { keys: ['other', 'third', 'value'] } } });
});

test('a patch of labels alone asks nothing of the spec, whatever API version it is in', async () => {
  await apply(manifest('Agent', 'routed', { route: 'main' }, { namespace: 'unseen' }));
  const key = { kind: 'AGENT', namespace: 'unseen', name: 'routed', apiVersion: 'orloj.dev/v1' };
  expect((await patch({ ...key, spec: { prompt: 'Hello.' } })).__typename).toBe('ManifestsInvalid');
  expect((await patch({ ...key, labels: { team: 'red' } })).change).toMatchObject({ action: 'UPDATED' });
});
