import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { type Answer, ask, manifest, openShop, shop } from './shop.ts';

interface Shown {
  ready: boolean;
  resourceVersion: string;
  generation: number;
  orloj: { [field: string]: unknown };
  joch: { phase: string; conditions: { type: string; status: string }[] };
  hub: { ready: boolean; conditions: object[] };
}

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const shown = `ready resourceVersion generation orloj: statusIn(apiVersion: "orloj.dev/v1")
  joch: statusIn(apiVersion: "tools.joch.dev/v1alpha1") hub: statusIn`;

async function report(
  namespace: string,
  input: object,
  token = h.adminToken,
): Promise<Answer & { resource: Shown; message: string }> {
  const query = `mutation ($input: SetResourceStatusInput!) { setResourceStatus(input: $input) { __typename
    ... on Failure { code message } ... on ResourceStatusSet { dryRun resource { ${shown} } } } }`;
  const whole = { kind: 'TOOL', namespace, name: 'pay', apiVersion: 'orloj.dev/v1', ...input };
  const { data, errors } = await h.graphql<{ setResourceStatus: Answer & { resource: Shown; message: string } }>(
    query,
    { input: whole },
    { token },
  );
  if (errors) return { __typename: String(errors[0]?.extensions?.['code']) } as never;
  return data.setResourceStatus;
}

async function pay(namespace: string): Promise<Shown> {
  const query = `query ($namespace: String!) { tool(namespace: $namespace, name: "pay") { ${shown} } }`;
  return (await ask<{ tool: Shown }>(h, query, { namespace })).tool;
}

test('a reported status stands whole in its own API version, the others show its phase in their words, and the declaration stays', async () => {
  await h.apply(shop('reported'));
  const status = { phase: 'Connecting', lastSyncedAt: '2026-01-02T03:04:05Z', observedGeneration: 0 };
  const { resource } = await report('reported', { status });
  expect(resource).toMatchObject({ ready: true, resourceVersion: '2', generation: 1 });
  expect(resource.orloj).toEqual({ ...status, observedGeneration: 1 });
  expect(resource.joch).toMatchObject({ phase: 'Pending', observedGeneration: 1 });
  expect(resource.hub).toMatchObject({ phase: 'Connecting', observedGeneration: 1 });
  expect((await report('reported', { status: { phase: 'Ready' } })).resource.orloj).toEqual({
    phase: 'Ready',
    observedGeneration: 1,
  });
  const { tool } = await ask<{ tool: object }>(
    h,
    '{ tool(namespace: "reported", name: "pay") { manifest(apiVersion: "orloj.dev/v1") } }',
  );
  expect(tool).toMatchObject({ manifest: { status: { phase: 'Ready', observedGeneration: 1 } } });
});

test('a reported status outlives a change of the declaration, and its generation then shows that it is older', async () => {
  await h.apply(shop('outlived'));
  await report('outlived', { status: { phase: 'Ready' } });
  await h.apply(manifest('Tool', 'pay', { url: 'https://new.example' }, { namespace: 'outlived' }));
  expect(await pay('outlived')).toMatchObject({ generation: 2, orloj: { phase: 'Ready', observedGeneration: 1 } });
});

test('a report stands whole, and where there are conditions it hides none of what the platform finds wrong', async () => {
  await h.apply(
    manifest(
      'Tool',
      'pay',
      { url: 'https://pay.example', auth: { profile: 'bearer', secret: 'none' } },
      { namespace: 'broken' },
    ),
  );
  const conditions = [
    { type: 'ReferencesResolved', status: 'True', reason: 'Claimed', message: 'All is well.' },
    { type: 'Synced', status: 'True', reason: 'Done', message: 'Synced.' },
  ];
  await report('broken', { status: { phase: 'Ready', lastError: 'It is slow.' } });
  await report('broken', { apiVersion: 'joch.dev/v1alpha1', status: { phase: 'Ready', conditions } });
  await report('broken', { apiVersion: 'orrery.dev/v1', status: { ready: true, conditions } });
  const missing = 'This names what is not there: Secret broken/none.';
  const tool = await pay('broken');
  expect(tool).toMatchObject({ ready: false, resourceVersion: '4' });
  expect(tool.orloj).toEqual({ phase: 'Ready', lastError: 'It is slow.', observedGeneration: 1 });
  const both = [{ type: 'ReferencesResolved', status: 'False', message: missing }, conditions[1]];
  expect(tool.joch).toMatchObject({ phase: 'Ready', conditions: both });
  expect(tool.hub).toMatchObject({ ready: false, conditions: both });
});

test('a report is refused when its version is stale, missing where it must be named, or named twice', async () => {
  await h.apply(shop('stale'));
  const status = { phase: 'Ready' };
  for (const input of [
    { expectedVersion: '7' },
    { requireVersion: true },
    { expectedVersion: '1', documentVersion: '2' },
  ]) {
    expect((await report('stale', { status, ...input })).__typename).toBe('ResourceVersionConflict');
  }
  expect((await pay('stale')).resourceVersion).toBe('1');
  const taken = { status, requireVersion: true };
  expect((await report('stale', { ...taken, documentVersion: '1@cursor' })).resource.resourceVersion).toBe('2');
  expect((await report('stale', { ...taken, status: {}, expectedVersion: '*' })).resource.resourceVersion).toBe('3');
});

test.each([
  ['a text', 'Ready'],
  ['null', null],
  ['a negative generation', { observedGeneration: -1 }],
  ['conditions that are no list', { conditions: {} }],
  ['more than is kept', { phase: 'x'.repeat(300_000) }],
])('%s is not a status', async (_what, status) => {
  await h.apply(shop('unfit'));
  expect((await report('unfit', { status })).__typename).toMatch(/InputInvalid|INPUT_INVALID|REQUEST_INVALID/);
  expect((await pay('unfit')).resourceVersion).toBe('1');
});

test('a report of what is not there finds nothing, and a dry run keeps nothing', async () => {
  await h.apply(shop('dry'));
  expect(await report('dry', { name: 'none', status: {} })).toMatchObject({
    __typename: 'ResourceNotFound',
    message: 'There is no Tool dry/none.',
  });
  const dry = await report('dry', { status: { phase: 'Odd' }, dryRun: true });
  expect(dry.resource.orloj).toMatchObject({ phase: 'Odd' });
  expect(await pay('dry')).toMatchObject({ resourceVersion: '1', orloj: { phase: 'Pending' } });
});

test('a report is an event and an audit entry; one that changes nothing is neither', async () => {
  await h.apply(shop('noted'));
  for (let times = 0; times < 2; times++) await report('noted', { status: { phase: 'Ready' } });
  const trail = `{ auditEntries(first: 20) { edges { node { action details } } } }`;
  const { auditEntries } = await ask<{ auditEntries: { edges: { node: { action: string; details: object }[] }[] } }>(
    h,
    trail,
  );
  const noted = auditEntries.edges.filter(({ node }) => JSON.stringify(node).includes('Tool noted/pay'));
  expect(noted.map(({ node }) => node)).toMatchObject([
    { action: 'resource.status', details: { resource: 'Tool noted/pay', apiVersion: 'orloj.dev/v1' } },
    { action: 'resource.apply' },
  ]);
  const query = `{ events(first: 50, filter: { namespace: "noted", types: [RESOURCE_STATUS_CHANGED] }) { edges { node {
    ... on ResourceStatusChanged { name resourceVersion ready } } } } }`;
  await expect
    .poll(async () => (await ask<{ events: { edges: { node: object }[] } }>(h, query)).events.edges, {
      timeout: 20_000,
    })
    .toEqual([{ node: { name: 'pay', resourceVersion: '2', ready: true } }]);
});

test('controllers and admins report, operators do not, and a controller does nothing else', async () => {
  await h.apply(shop('roles'));
  const [controller, operator, viewer] = [
    await h.tokenFor('CONTROLLER'),
    await h.tokenFor('OPERATOR'),
    await h.tokenFor('VIEWER'),
  ];
  const status = { phase: 'Ready' };
  expect((await report('roles', { status }, operator)).__typename).toBe('FORBIDDEN');
  expect((await report('roles', { status }, viewer)).__typename).toBe('FORBIDDEN');
  expect((await report('roles', { status }, controller)).resource.resourceVersion).toBe('2');
  const read =
    '{ viewer { role } resources(first: 1) { edges { cursor } } approvals(first: 1) { edges { cursor } } events(first: 1) { edges { cursor } } }';
  const { data, errors } = await h.graphql<{ viewer: object }>(read, {}, { token: controller });
  expect([errors, data.viewer]).toEqual([undefined, { role: 'CONTROLLER' }]);
  for (const write of [
    'applyManifests(input: { manifests: "" }) { __typename }',
    'deleteResource(input: { kind: TOOL, namespace: "roles", name: "pay" }) { __typename }',
    'startExecution(input: { agent: { name: "clerk" }, input: "x" }) { __typename }',
    'createApiKey(input: { name: "x", role: VIEWER }) { __typename }',
  ]) {
    const refused = await h.graphql(`mutation { ${write} }`, {}, { token: controller });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  }
});
