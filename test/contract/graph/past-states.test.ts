import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Told {
  __typename: string;
  name: string;
  resourceVersion: string;
  labels: { key: string; value: string }[];
  orrery: { metadata: Record<string, unknown>; status: Record<string, unknown> } | null;
  orloj: object | null;
  joch: object | null;
}

const manifests = `orrery: manifest orloj: manifest(apiVersion: "orloj.dev/v1") joch: manifest(apiVersion: "joch.dev/v1alpha1")`;
const facts = `name resourceVersion labels { key value } ${manifests}`;

/** Every event about the resource called `name`, from the journal's beginning. */
async function told(name: string): Promise<Told[]> {
  const { data, errors } = await h.graphql<{ events: { edges: { node: Told }[] } }>(
    `{ events(first: 500, filter: { types: [RESOURCE_APPLIED, RESOURCE_STATUS_CHANGED, RESOURCE_DELETED] }) { edges { node {
      __typename ... on ResourceApplied { ${facts} } ... on ResourceStatusChanged { ${facts} } ... on ResourceDeleted { ${facts} } } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.events.edges.map(({ node }) => node).filter((node) => node.name === name);
}

/** The resource as it is now, in every API version. */
async function now(kind: string, name: string): Promise<Pick<Told, 'orrery' | 'orloj' | 'joch'>> {
  const { data } = await h.graphql<{ resource: never }>(
    `query ($kind: ResourceKind!, $name: String!) { resource(kind: $kind, name: $name) { ${manifests} } }`,
    { kind, name },
  );
  return data.resource;
}

async function remove(kind: string, name: string): Promise<void> {
  const { data } = await h.graphql<{ deleteResource: { __typename: string } }>(
    'mutation ($kind: ResourceKind!, $name: String!) { deleteResource(input: { kind: $kind, name: $name }) { __typename } }',
    { kind, name },
  );
  expect(data.deleteResource.__typename).toBe('ResourceDeletion');
}

const agent = (version: string, more = '') => `
apiVersion: ${version}
kind: Agent
metadata: { name: keeper${more} }
`;

test('every version of a resource is told again as it was live, in every API version, also after it was deleted', async () => {
  const live: Pick<Told, 'orrery' | 'orloj' | 'joch'>[] = [];
  const step = async (change: () => Promise<unknown>) => {
    await change();
    live.push(await now('AGENT', 'keeper'));
  };
  await step(() => h.apply(`${agent('orrery.dev/v1')}spec: { prompt: one, model: later }`));
  await step(() =>
    h.apply(
      'apiVersion: orrery.dev/v1\nkind: ModelEndpoint\nmetadata: { name: later }\nspec: { provider: mock, model: m }',
    ),
  );
  await step(() =>
    h.apply(
      `${agent('orloj.dev/v1', ', labels: { team: a }, annotations: { note: x }')}spec: { prompt: two, model_ref: later, limits: { max_steps: 3 } }`,
    ),
  );
  await step(() => remove('MODEL_ENDPOINT', 'later'));
  await remove('AGENT', 'keeper');
  await h.apply(`${agent('orrery.dev/v1')}spec: { prompt: "another of the same name" }`);
  await expect.poll(async () => (await told('keeper')).length).toBe(6);
  const events = await told('keeper');
  expect(events.map((event) => [event.__typename, event.resourceVersion])).toEqual([
    ['ResourceApplied', '1'],
    ['ResourceStatusChanged', '2'],
    ['ResourceApplied', '3'],
    ['ResourceStatusChanged', '4'],
    ['ResourceDeleted', '4'],
    ['ResourceApplied', '1'],
  ]);
  for (const [index, { orrery, orloj, joch }] of events.slice(0, 4).entries()) {
    expect.soft({ orrery, orloj, joch }, `event ${index}`).toEqual(live[index]);
    expect.soft(orrery?.metadata['resourceVersion']).toBe(String(index + 1));
  }
  expect(events[4]).toMatchObject({ labels: [{ key: 'team', value: 'a' }], ...live[3] });
  expect(events[5]?.orrery?.metadata['uid']).not.toBe(events[4]?.orrery?.metadata['uid']);
});

test('what is told of a deleted secret shows none of its values', async () => {
  await h.apply(
    'apiVersion: orrery.dev/v1\nkind: Secret\nmetadata: { name: hidden }\nspec: { values: { token: tell-nobody } }',
  );
  await h.apply(
    'apiVersion: orloj.dev/v1\nkind: Secret\nmetadata: { name: hidden }\nspec: { stringData: { token: tell-nobody-else } }',
  );
  await remove('SECRET', 'hidden');
  await expect.poll(async () => (await told('hidden')).length).toBe(3);
  const events = await told('hidden');
  expect(events.every((event) => event.orrery !== null && event.orloj !== null && event.joch !== null)).toBe(true);
  expect(JSON.stringify(events)).not.toContain('tell-nobody');
});

test('many events cost one query for all their states', async () => {
  const { statements } = await h.countStatements(() => told('keeper'));
  expect(statements.filter((text) => text.includes('resource_state'))).toHaveLength(1);
});

test('the states of a deleted resource go with its events; of a living one that is told no more only the last is kept', async () => {
  const { db } = h.platform.store.database;
  await h.apply(`${agent('orrery.dev/v1', '-2')}spec: { prompt: one }`);
  await remove('AGENT', 'keeper-2');
  const rows = async () => [
    ...(await db.selectFrom('resource_tombstone').selectAll().execute()),
    ...(await db.selectFrom('resource_state').selectAll().execute()),
  ];
  const past = h.platform.parts.past;
  await past.forget(new Date(Date.now() - 60_000));
  expect((await rows()).length).toBeGreaterThan(2);
  await past.forget(new Date(Date.now() + 60_000));
  const living = await db.selectFrom('resource').select(['id as resource_id', 'resource_version']).execute();
  expect(await rows()).toEqual(living.map((resource) => expect.objectContaining(resource)));
  const revisions = await db.selectFrom('resource_revision').selectAll().execute();
  expect(new Set(revisions.map((row) => row.resource_id))).toEqual(new Set(living.map((row) => row.resource_id)));
  const [last, ...earlier] = (await told('keeper')).map((event) => event.orrery).reverse();
  expect(earlier).toEqual([null, null, null, null, null]);
  expect(last).toEqual((await now('AGENT', 'keeper')).orrery);
});

test('labels of more than 16384 characters are refused, in a manifest and in a patch', async () => {
  const labels = { big: 'x'.repeat(16_400) };
  const manifest = JSON.stringify({
    apiVersion: 'orrery.dev/v1',
    kind: 'Agent',
    metadata: { name: 'wordy', labels },
    spec: { prompt: 'x' },
  });
  await expect(h.apply(manifest)).rejects.toThrow('have more than 16384 characters in all');
  const { data } = await h.graphql<{ patchResource: { __typename: string } }>(
    'mutation ($labels: JSON!) { patchResource(input: { kind: AGENT, name: "keeper", labels: $labels }) { __typename } }',
    { labels },
  );
  expect(data.patchResource.__typename).toBe('ManifestsInvalid');
});
