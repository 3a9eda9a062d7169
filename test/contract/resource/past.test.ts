import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepState } from '../../../src/modules/resource/resource-past-store.ts';
import type { Tx } from '../../../src/platform/db/index.ts';
import { appendEvents, Journal } from '../../../src/platform/journal/index.ts';
import type { Harness } from '../../support/harness.ts';
import { strangerToken } from '../../support/stranger.ts';
import { ask, documents, type List, manifest, openShop } from './shop.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Told {
  cursor: string;
  __typename: string;
  name: string;
  resourceVersion: string;
  manifest: { metadata: { uid: string } };
}

/** Every event of a namespace about these names, oldest first, once there are `count` of them. */
async function told(namespace: string, names: string[], count: number): Promise<Told[]> {
  const facts = 'name resourceVersion manifest';
  let events: Told[] = [];
  await expect
    .poll(async () => {
      const data = await ask<{ events: List<Told & { namespace: { name: string } }> }>(
        h,
        `{ events(first: 500) { edges { node { ... on JournalEvent { __typename cursor namespace { name } }
        ... on ResourceApplied { ${facts} } ... on ResourceStatusChanged { ${facts} } ... on ResourceDeleted { ${facts} } } } } }`,
      );
      const all = data.events.edges.map(({ node }) => node);
      events = all.filter((event) => event.namespace.name === namespace && names.includes(event.name));
      return events.length;
    })
    .toBe(count);
  return events;
}

/** The Agent of that name as it was. */
async function agentAt(namespace: string, name: string, asOf: string | null) {
  const found = await ask<{ resource: { manifest: object } | null; agent: { name: string } | null }>(
    h,
    `query ($namespace: String!, $name: String!, $asOf: Cursor) {
      resource(kind: AGENT, namespace: $namespace, name: $name, asOf: $asOf) { manifest }
      agent(namespace: $namespace, name: $name, asOf: $asOf) { name } }`,
    { namespace, name, asOf },
  );
  expect(found.agent?.name).toBe(found.resource === null ? undefined : name);
  return found.resource?.manifest ?? null;
}

const agent = (namespace: string, name: string, prompt: string, spec: object = {}) =>
  manifest('Agent', name, { prompt, ...spec }, { namespace });

const model = (namespace: string) =>
  manifest('ModelEndpoint', 'later', { provider: 'mock', model: 'm' }, { namespace });

async function remove(namespace: string, name: string): Promise<void> {
  const { deleteResource } = await ask<{ deleteResource: { __typename: string } }>(
    h,
    `mutation ($namespace: String!, $name: String!) {
      deleteResource(input: { kind: AGENT, namespace: $namespace, name: $name }) { __typename } }`,
    { namespace, name },
  );
  expect(deleteResource.__typename).toBe('ResourceDeletion');
}

async function rename(namespace: string, name: string, text: string): Promise<void> {
  const { replaceResource } = await ask<{ replaceResource: { __typename: string } }>(
    h,
    `mutation ($namespace: String!, $name: String!, $text: String!) {
      replaceResource(input: { kind: AGENT, namespace: $namespace, name: $name, manifest: $text }) { __typename } }`,
    { namespace, name, text },
  );
  expect(replaceResource.__typename).toBe('ResourceReplaced');
}

test('at the cursor of each of its events a resource reads as that event told it, and is missing after its deletion', async () => {
  const before = (await ask<{ resources: { cursor: string } }>(h, '{ resources(first: 1) { cursor } }')).resources
    .cursor;
  await h.apply(agent('lived', 'keeper', 'one', { model: 'later' }));
  await h.apply(model('lived'));
  await h.apply(agent('lived', 'keeper', 'two'));
  await remove('lived', 'keeper');
  await h.apply(agent('lived', 'keeper', 'another of the same name'));
  const events = await told('lived', ['keeper'], 5);
  const types = events.map((event) => event.__typename.replace('Resource', ''));
  expect(types).toEqual(['Applied', 'StatusChanged', 'Applied', 'Deleted', 'Applied']);
  for (const { __typename, cursor, manifest: then } of events) {
    expect.soft(await agentAt('lived', 'keeper', cursor)).toEqual(__typename === 'ResourceDeleted' ? null : then);
  }
  expect(events[4]?.manifest).toEqual(await agentAt('lived', 'keeper', null));
  expect(events[4]?.manifest.metadata.uid).not.toBe(events[0]?.manifest.metadata.uid);
  expect(await agentAt('lived', 'keeper', before)).toBeNull();
});

test('a resource that was renamed is found at each place under the name that it had there, also where another has it now', async () => {
  await h.apply(agent('moved', 'first', 'one'));
  await rename('moved', 'first', agent('moved', 'second', 'one'));
  await h.apply(agent('moved', 'first', 'a later one'));
  const [made, renamed, other] = await told('moved', ['first', 'second'], 3);
  const places = [made, renamed, other].map((event) => event?.cursor ?? '');
  const at = (name: string) => Promise.all(places.map((place) => agentAt('moved', name, place)));
  expect(await at('first')).toEqual([made?.manifest, null, other?.manifest]);
  expect(await at('second')).toEqual([null, renamed?.manifest, renamed?.manifest]);
  expect(made?.manifest).toMatchObject({ metadata: { name: 'first', uid: renamed?.manifest.metadata.uid } });
});

test('inside a transaction the order of its events counts', async () => {
  await h.apply(documents(agent('at-once', 'a', 'one'), agent('at-once', 'b', 'one')));
  await h.apply(documents(agent('at-once', 'a', 'two'), agent('at-once', 'b', 'two')));
  const [firstA, firstB, secondA, secondB] = await told('at-once', ['a', 'b'], 4);
  const both = async (event: Told | undefined) => [
    await agentAt('at-once', 'a', event?.cursor ?? ''),
    await agentAt('at-once', 'b', event?.cursor ?? ''),
  ];
  expect(await both(firstA)).toEqual([firstA?.manifest, null]);
  expect(await both(firstB)).toEqual([firstA?.manifest, firstB?.manifest]);
  expect(await both(secondA)).toEqual([secondA?.manifest, firstB?.manifest]);
  expect(await both(secondB)).toEqual([secondA?.manifest, secondB?.manifest]);
});

/** Writes the status of the namespace's only resource, as a service does, in a transaction that began earlier. */
async function writeStatusIn(tx: Tx, namespace: string): Promise<void> {
  const { rows } = await sql<Record<'id' | 'organization_id' | 'namespace_id', string>>`
    with changed as (
      update resource set status = '{"orrery.dev/v1": {"note": "late"}}', resource_version = resource_version + 1, updated_at = now()
      where namespace_id = (select id from namespace where name = ${namespace})
      returning id, organization_id, namespace_id, resource_version, conditions, status), ${keepState(sql`changed`)}
    select * from changed`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('There is no such resource.');
  const { id: subjectId, organization_id: organizationId, namespace_id: namespaceId } = row;
  const payload = { kind: 'Agent', name: 'keeper', resourceVersion: 3, labels: {}, ready: true };
  const about = { subjectKind: 'Agent', subjectName: 'keeper', executionId: null, actorId: null };
  await appendEvents(tx, [
    { type: 'resource.statusChanged', organizationId, namespaceId, subjectId, payload, ...about },
  ]);
}

/** The transactions that wrote the versions of the namespace's only resource, by version. */
async function xidsOf(tx: Tx, namespace: string): Promise<string[]> {
  const { rows } = await sql<{ xid: string }>`
    select s.xid::text as xid from resource_state s join resource r on r.id = s.resource_id
    join namespace n on n.id = r.namespace_id where n.name = ${namespace} order by s.resource_version`.execute(tx);
  return rows.map(({ xid }) => xid);
}

test('of two writes at once the later version counts, although the journal has it first', async () => {
  await h.apply(agent('crossed', 'keeper', 'one'));
  const { db } = h.platform.store.database;
  await db.transaction().execute(async (tx) => {
    // From here on the transaction has a number, lower than that of the write that overtakes it.
    const { rows } = await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(tx);
    await h.apply(agent('crossed', 'keeper', 'two'));
    await writeStatusIn(tx, 'crossed');
    expect(await xidsOf(tx, 'crossed')).toEqual([expect.anything(), expect.anything(), rows[0]?.xid]);
  });
  const events = await told('crossed', ['keeper'], 3);
  expect(events.map(({ resourceVersion }) => resourceVersion)).toEqual(['1', '3', '2']);
  const now = await agentAt('crossed', 'keeper', null);
  expect(now).toMatchObject({ metadata: { resourceVersion: '3' } });
  expect(await agentAt('crossed', 'keeper', events.at(-1)?.cursor ?? '')).toEqual(now);
});

test('many reads of the past cost one statement, and another organization reads none of it', async () => {
  const [event] = await told('moved', ['first'], 2);
  const query = `query ($at: Cursor!) { ${Array.from({ length: 20 }, (_, n) => `r${n}: resource(kind: AGENT, namespace: "moved", name: "${n % 2 === 0 ? 'first' : `no-${n}`}", asOf: $at) { name }`).join(' ')} }`;
  const { result, statements } = await h.countStatements(() => h.graphql<object>(query, { at: event?.cursor }));
  expect(Object.values(result.data).filter((found) => found !== null)).toHaveLength(10);
  expect(statements.filter((text) => text.includes('resource_name'))).toHaveLength(1);
  const foreign = await h.graphql<object>(query, { at: event?.cursor }, { token: await strangerToken(h) });
  expect(foreign.errors).toBeUndefined();
  expect(Object.values(foreign.data).filter((found) => found !== null)).toHaveLength(0);
});

test('what was so at the oldest place that is kept stays readable; an older place is refused and harms no other read', async () => {
  await h.apply(agent('kept', 'keeper', 'one'));
  await h.apply(agent('kept', 'keeper', 'two'));
  await h.apply(agent('kept', 'gone', 'one'));
  await remove('kept', 'gone');
  const events = await told('kept', ['keeper', 'gone'], 4);
  const { db } = h.platform.store.database;
  const edge = new Date(Date.now() + 1);
  await vi.waitUntil(() => Date.now() > edge.getTime());
  await h.apply(agent('kept', 'keeper', 'three'));
  const [last] = (await told('kept', ['keeper'], 3)).slice(-1);
  const journal = new Journal(db);
  await journal.trim(edge);
  await h.platform.parts.past.forget(edge);
  const oldest = journal.cursor((await journal.state()).floor);
  expect(await agentAt('kept', 'keeper', oldest)).toEqual(events[1]?.manifest);
  expect(await agentAt('kept', 'gone', oldest)).toBeNull();
  expect(await agentAt('kept', 'keeper', last?.cursor ?? '')).toEqual(last?.manifest);
  const { data, errors } = await h.graphql<{ old: null; now: { name: string } }>(
    `query ($old: Cursor!, $now: Cursor!) {
      old: resource(kind: AGENT, namespace: "kept", name: "keeper", asOf: $old) { name }
      now: resource(kind: AGENT, namespace: "kept", name: "keeper", asOf: $now) { name } }`,
    { old: events[0]?.cursor, now: last?.cursor },
  );
  expect(data).toEqual({ old: null, now: { name: 'keeper' } });
  expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['CURSOR_EXPIRED']);
  const left = await db
    .selectFrom('resource_state')
    .selectAll()
    .where('resource_id', '=', events[3]?.manifest.metadata.uid ?? '')
    .execute();
  expect(left).toEqual([]);
});

const diff = `query ($kind: ResourceKind!, $name: String!, $from: Int!, $to: Int, $apiVersion: String!, $asOf: Cursor) {
  resourceDiff(kind: $kind, namespace: "versions", name: $name, from: $from, to: $to, apiVersion: $apiVersion, asOf: $asOf) {
    from { generation resourceVersion } to { generation resourceVersion } changes { path operation before after } } }`;

const change = (path: string, operation: string, before: unknown, after: unknown) => ({
  path,
  operation,
  before,
  after,
});

async function diffOf(about: object) {
  const variables = { kind: 'AGENT', name: 'keeper', apiVersion: 'orrery.dev/v1', ...about };
  return (await ask<{ resourceDiff: { changes: object[] } | null }>(h, diff, variables)).resourceDiff;
}

test('what changed between any two generations is told in either direction, in the words of an API version, also of the deleted', async () => {
  const labelled = (labels: object, prompt: string, spec: object) =>
    manifest('Agent', 'keeper', { prompt, ...spec }, { namespace: 'versions', labels });
  await h.apply(labelled({}, 'one', { limits: { maxSteps: 3 } }));
  await h.apply(labelled({ team: 'red' }, 'one', { limits: { maxSteps: 3 } }));
  await h.apply(labelled({ team: 'red' }, 'two', { limits: { maxSteps: 4 } }));
  await h.apply(labelled({ team: 'red' }, 'three', { limits: { maxSteps: 4 } }));
  const steps = change('spec.limits.maxSteps', 'CHANGE', 3, 4);
  expect(await diffOf({ from: 1, to: 2 })).toEqual({
    from: { generation: 1, resourceVersion: '2' },
    to: { generation: 2, resourceVersion: '3' },
    changes: [steps, change('spec.prompt', 'CHANGE', 'one', 'two')],
  });
  const back = await diffOf({ from: 3, to: 1, apiVersion: 'orloj.dev/v1' });
  expect(back?.changes).toEqual([
    change('spec.limits.max_steps', 'CHANGE', 4, 3),
    change('spec.prompt', 'CHANGE', 'three', 'one'),
  ]);
  const [last] = (await told('versions', ['keeper'], 4)).slice(-1);
  await remove('versions', 'keeper');
  expect(await diffOf({ from: 2 })).toBeNull();
  const gone = await diffOf({ from: 2, asOf: last?.cursor });
  expect(gone?.changes).toEqual([change('spec.prompt', 'CHANGE', 'two', 'three')]);
  const unknown = await h.graphql(diff, {
    kind: 'AGENT',
    name: 'keeper',
    apiVersion: 'orrery.dev/v1',
    from: 9,
    asOf: last?.cursor,
  });
  expect(unknown.errors?.[0]).toMatchObject({
    message: 'Agent versions/keeper has no generation 9.',
    extensions: { code: 'INPUT_INVALID' },
  });
});

test('a diff of a Secret tells that a key is new and no value, in no API version', async () => {
  const secret = (values: object) => manifest('Secret', 'keys', { values }, { namespace: 'versions' });
  await h.apply(secret({ a: 'tell-nobody' }));
  await h.apply(secret({ a: 'tell-nobody-else' }));
  await h.apply(secret({ a: 'tell-nobody-else', b: 'tell-nobody-more' }));
  for (const apiVersion of ['orrery.dev/v1', 'orloj.dev/v1', 'joch.dev/v1alpha1']) {
    const [values, keys] = [
      await diffOf({ kind: 'SECRET', name: 'keys', from: 1, to: 2, apiVersion }),
      await diffOf({ kind: 'SECRET', name: 'keys', from: 1, apiVersion }),
    ];
    expect.soft(values?.changes, apiVersion).toEqual([]);
    // What Joch's Secret says is where its values come from, not which keys it has.
    expect.soft(keys?.changes, apiVersion).toHaveLength(apiVersion.startsWith('joch') ? 0 : 1);
    expect.soft(JSON.stringify(keys), apiVersion).not.toContain('tell-nobody');
  }
});
