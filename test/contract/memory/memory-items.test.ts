import { expect, test, vi } from 'vitest';
import { strangerToken } from '../../support/stranger.ts';
import { orlojClient } from '../facade/orloj-client.ts';

const { send, platform } = orlojClient();

interface Item {
  id: string;
  key: string;
  value: string;
  metadata: object;
}

interface Answer {
  __typename: string;
  code?: string;
  message?: string;
  created?: boolean;
  dryRun?: boolean;
  item?: Item;
}

const shown = `__typename ... on Failure { code message }`;
const item = 'item { id key value metadata }';

async function memory(namespace: string, spec: object = {}, name = 'notes'): Promise<void> {
  await platform().apply(
    JSON.stringify({ apiVersion: 'orrery.dev/v1', kind: 'Memory', metadata: { name, namespace }, spec }),
  );
}

async function ask<T>(query: string, variables: object, token = platform().adminToken): Promise<T> {
  const { data, errors } = await platform().graphql<T>(query, variables, { token });
  if (errors) throw new Error(String(errors[0]?.extensions?.['code'] ?? JSON.stringify(errors)));
  return data;
}

async function write(namespace: string, entry: object, token?: string): Promise<Answer> {
  const query = `mutation ($input: WriteMemoryItemInput!) { writeMemoryItem(input: $input) { ${shown}
    ... on MemoryItemWritten { created dryRun ${item} } } }`;
  const input = { namespace, memory: 'notes', ...entry };
  return (await ask<{ writeMemoryItem: Answer }>(query, { input }, token)).writeMemoryItem;
}

async function forget(namespace: string, key: string, dryRun = false): Promise<Answer> {
  const query = `mutation ($input: DeleteMemoryItemInput!) { deleteMemoryItem(input: $input) { ${shown}
    ... on MemoryItemDeletion { dryRun ${item} } } }`;
  const input = { namespace, memory: 'notes', key, dryRun };
  return (await ask<{ deleteMemoryItem: Answer }>(query, { input })).deleteMemoryItem;
}

interface Items {
  count: number;
  edges: { cursor: string; score: number | null; node: Item }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function items(namespace: string, args: object = {}): Promise<Items> {
  const query = `query ($namespace: String!, $query: String, $prefix: String, $first: Int, $after: String) {
    memory(namespace: $namespace, name: "notes") { items(query: $query, prefix: $prefix, first: $first, after: $after) {
      count edges { cursor score node { id key value metadata } } pageInfo { hasNextPage endCursor } } } }`;
  return (await ask<{ memory: { items: Items } }>(query, { namespace, ...args })).memory.items;
}

const keysOf = ({ edges }: Items): string[] => edges.map(({ node }) => node.key);

async function entries(namespace: string, query = ''): Promise<unknown> {
  const { status, json } = await send('GET', `/v1/memories/notes/entries?namespace=${namespace}${query}`);
  expect(status).toBe(200);
  return json;
}

test('an item is written once and then over itself, and what a dry run says is not so yet', async () => {
  await memory('written');
  const tried = await write('written', { key: 'a', value: 'one', dryRun: true });
  expect(tried).toMatchObject({ created: true, dryRun: true, item: { key: 'a', value: 'one', metadata: {} } });
  expect(await items('written')).toMatchObject({ count: 0, edges: [] });
  const first = await write('written', { key: 'a', value: 'one', metadata: { by: 'me' } });
  expect(first).toMatchObject({ created: true, dryRun: false, item: { value: 'one', metadata: { by: 'me' } } });
  const second = await write('written', { key: 'a', value: 'two' });
  expect(second).toMatchObject({ created: false, item: { id: first.item?.id, value: 'two', metadata: {} } });
  expect((await items('written')).edges).toMatchObject([{ score: null, node: { key: 'a', value: 'two' } }]);
  expect(await forget('written', 'a', true)).toMatchObject({ dryRun: true, item: { value: 'two' } });
  expect(await forget('written', 'a')).toMatchObject({ dryRun: false, item: { value: 'two' } });
  expect(await forget('written', 'a')).toMatchObject({ code: 'MEMORY_ITEM_NOT_FOUND' });
});

test('items are paged by the bytes of their keys, and found by the beginnings of these as they are written', async () => {
  await memory('paged');
  for (const key of ['b_1', 'bx1', 'B', 'a%', 'ab', 'é']) await write('paged', { key, value: key });
  expect(keysOf(await items('paged'))).toEqual(['B', 'a%', 'ab', 'b_1', 'bx1', 'é']);
  const first = await items('paged', { first: 4 });
  expect([keysOf(first), first.pageInfo.hasNextPage, first.count]).toEqual([['B', 'a%', 'ab', 'b_1'], true, 4]);
  expect(keysOf(await items('paged', { first: 4, after: first.pageInfo.endCursor }))).toEqual(['bx1', 'é']);
  expect(keysOf(await items('paged', { prefix: 'b_' }))).toEqual(['b_1']);
  expect(keysOf(await items('paged', { prefix: 'a%' }))).toEqual(['a%']);
});

test('a search looks into keys and values in any case, beyond ASCII too, and does not read the prefix', async () => {
  await memory('searched');
  await write('searched', { key: 'greeting', value: 'Guten Tag' });
  await write('searched', { key: 'ÄRGER', value: 'none' });
  await write('searched', { key: 'other', value: '100% of it' });
  const found = await items('searched', { query: 'gUTEN', prefix: 'x' });
  expect(found.edges).toMatchObject([{ score: 1, node: { key: 'greeting' } }]);
  expect(keysOf(await items('searched', { query: 'ärger' }))).toEqual(['ÄRGER']);
  expect(keysOf(await items('searched', { query: '%' }))).toEqual(['other']);
});

test('the entries of a memory are what the graph says, and an empty list where there are none', async () => {
  await memory('rest');
  expect(await entries('rest')).toEqual({ entries: [], count: 0 });
  for (const key of ['c', 'a', 'b']) await write('rest', { key, value: key === 'a' ? '' : `<${key}>` });
  const all = [
    { key: 'a', value: '' },
    { key: 'b', value: '<b>' },
    { key: 'c', value: '<c>' },
  ];
  expect(await entries('rest')).toEqual({ entries: all, count: 3 });
  expect(await entries('rest', '&q=%3CB&prefix=a')).toEqual({
    entries: [{ key: 'b', value: '<b>', score: 1 }],
    count: 1,
  });
  expect(await entries('rest', '&prefix=c')).toEqual({ entries: [all[2]], count: 1 });
  expect(await entries('rest', '&limit=2')).toEqual({ entries: all.slice(0, 2), count: 2 });
  for (const limit of ['0', '-1', 'many', '1.5', ''])
    expect(await entries('rest', `&limit=${limit}`)).toEqual({ entries: all, count: 3 });
});

test('an invalid limit is a hundred, and more than a thousand is a thousand', async () => {
  await memory('many');
  const { db } = platform().platform.store.database;
  await write('many', { key: 'k', value: 'v' });
  const {
    id: _,
    key: __,
    ...row
  } = await db.selectFrom('memory_item').selectAll().where('value', '=', 'v').executeTakeFirstOrThrow();
  const rows = Array.from({ length: 150 }, (_, place) => ({ ...row, id: `mem_many${place}`, key: `k${place}` }));
  await db
    .insertInto('memory_item')
    .values(rows as never)
    .execute();
  expect(await entries('many')).toMatchObject({ count: 100 });
  expect(await entries('many', '&limit=none')).toMatchObject({ count: 100 });
  expect(await entries('many', '&limit=100000')).toMatchObject({ count: 151 });
});

test('what is not there and what is hidden are told in the same words', async () => {
  await memory('hidden');
  await write('hidden', { key: 'a', value: 'secret' });
  const stranger = await strangerToken(platform());
  const path = '/v1/memories/notes/entries?namespace=hidden';
  const hidden = await send('GET', path, undefined, { token: stranger });
  const missing = await send('GET', '/v1/memories/notes/entries?namespace=nowhere');
  expect([hidden.status, hidden.text]).toEqual([404, 'memory "notes" not found\n']);
  expect([missing.status, missing.text]).toEqual([hidden.status, hidden.text]);
  const refused = await write('hidden', { key: 'a', value: 'mine' }, stranger);
  expect(refused).toMatchObject({ code: 'RESOURCE_NOT_FOUND', message: 'There is no Memory hidden/notes.' });
  expect((await items('hidden')).edges).toMatchObject([{ node: { value: 'secret' } }]);
});

test('whoever may only look cannot write, and nobody reads without a token', async () => {
  await memory('roles');
  const viewer = await platform().tokenFor('VIEWER');
  await expect(write('roles', { key: 'a', value: 'b' }, viewer)).rejects.toThrow('FORBIDDEN');
  const at = '/v1/memories/notes/entries?namespace=roles';
  expect((await send('GET', at, undefined, { token: viewer })).status).toBe(200);
  expect((await send('GET', at, undefined, { token: null })).status).toBe(401);
});

test.each([
  ['http', { provider: 'http', endpoint: 'https://memory.test' }],
  ['pgvector', { provider: 'pgvector', endpoint: 'postgres://memory.test', embeddingModel: 'small' }],
])('a memory that is kept by %s refuses its items, as there is no connection to it', async (provider, spec) => {
  await memory(provider, spec);
  const failure = { code: 'MEMORY_UNAVAILABLE', message: expect.stringContaining(`is kept by ${provider}`) };
  expect(await write(provider, { key: 'a', value: 'b' })).toMatchObject(failure);
  expect(await forget(provider, 'a')).toMatchObject(failure);
  await expect(items(provider)).rejects.toThrow('MEMORY_UNAVAILABLE');
  const { status, text } = await send('GET', `/v1/memories/notes/entries?namespace=${provider}`);
  expect([status, text]).toEqual([503, expect.stringContaining(`is kept by ${provider}`)]);
});

test.each([
  ['a blank key', { key: ' ', value: 'v' }],
  ['a key of two lines', { key: 'a\nb', value: 'v' }],
  ['a key that is too long', { key: 'k'.repeat(513), value: 'v' }],
  ['a value that is too long', { key: 'k', value: 'v'.repeat(262_145) }],
  ['metadata that are a list', { key: 'k', value: 'v', metadata: [1] }],
  ['metadata that are too long', { key: 'k', value: 'v', metadata: { long: 'x'.repeat(16_384) } }],
])('%s is refused', async (_what, entry) => {
  await memory('unfit');
  expect(await write('unfit', entry)).toMatchObject({ code: 'INPUT_INVALID' });
});

test('a full memory forgets what was written first, however many write at once', async () => {
  await memory('full', { retention: { maxItems: 3 } });
  await Promise.all(Array.from({ length: 12 }, (_, place) => write('full', { key: `k${place}`, value: 'v' })));
  expect(await items('full')).toMatchObject({ count: 3 });
  const [oldest = '', ...others] = await byAge('full');
  await write('full', { key: oldest, value: 'anew' });
  await write('full', { key: 'new', value: 'v' });
  expect(await byAge('full')).toEqual([others[1], oldest, 'new']);
});

async function byAge(namespace: string): Promise<string[]> {
  const query = `query ($namespace: String!) { memory(namespace: $namespace, name: "notes") {
    items { edges { node { id key updatedAt } } } } }`;
  const { memory: found } = await ask<{
    memory: { items: { edges: { node: { id: string; key: string; updatedAt: string } }[] } };
  }>(query, { namespace });
  const nodes = found.items.edges.map(({ node }) => node);
  return nodes.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt) || a.id.localeCompare(b.id)).map(({ key }) => key);
}

test('an item past its time is gone for readers at once, and from the memory with the next write', async () => {
  await memory('aged', { retention: { ttlMs: 3_600_000 } });
  const { item: old } = await write('aged', { key: 'old', value: 'v' });
  const { db } = platform().platform.store.database;
  await db
    .updateTable('memory_item')
    .set({ updated_at: new Date(Date.now() - 3_600_001) })
    .where('id', '=', String(old?.id))
    .execute();
  expect(await entries('aged')).toEqual({ entries: [], count: 0 });
  expect(await forget('aged', 'old')).toMatchObject({ code: 'MEMORY_ITEM_NOT_FOUND' });
  expect(await write('aged', { key: 'old', value: 'w', dryRun: true })).toMatchObject({ created: true });
  await write('aged', { key: 'other', value: 'v' });
  expect(await db.selectFrom('memory_item').select('key').where('id', '=', String(old?.id)).execute()).toEqual([]);
  expect((await told('aged')).map(({ __typename, key, reason }) => [__typename, key, reason])).toEqual([
    ['MemoryWritten', 'old', undefined],
    ['MemoryDeleted', 'old', 'EXPIRED'],
    ['MemoryWritten', 'other', undefined],
  ]);
});

interface Told {
  __typename: string;
  key: string;
  created?: boolean;
  item?: { value: string } | null;
  reason?: string;
  subjectKind: string;
  subjectName: string;
  line: string;
}

async function told(namespace: string): Promise<Told[]> {
  const query = `query ($namespace: String!) { events(first: 100, filter: { namespace: $namespace,
    types: [MEMORY_WRITTEN, MEMORY_DELETED] }) { edges { node { __typename
      ... on JournalEvent { subjectKind subjectName line }
      ... on MemoryWritten { key created item { value } } ... on MemoryDeleted { key reason } } } } }`;
  const read = async () =>
    (await ask<{ events: { edges: { node: Told }[] } }>(query, { namespace })).events.edges.map(({ node }) => node);
  return vi.waitUntil(
    async () => {
      const events = await read();
      return events.length > 1 && events;
    },
    { timeout: 10_000 },
  );
}

test('each change of an item is told once, and the audit trail says who made it', async () => {
  await memory('told');
  await write('told', { key: 'a', value: 'one' });
  await write('told', { key: 'a', value: 'x', dryRun: true });
  await forget('told', 'a');
  const events = await told('told');
  expect(events).toMatchObject([
    { __typename: 'MemoryWritten', key: 'a', created: true, item: null, subjectKind: 'Memory', subjectName: 'notes' },
    { __typename: 'MemoryDeleted', key: 'a', reason: 'DELETED', subjectKind: 'Memory', subjectName: 'notes' },
  ]);
  expect(events[0]?.line).toContain('Memory told/notes has a new item.');
  const query = `query { memory(namespace: "told", name: "notes") { id } }`;
  const { memory: found } = await ask<{ memory: { id: string } }>(query, {});
  const trail = await ask<{ auditEntries: { edges: { node: { action: string; details: object } }[] } }>(
    'query ($subject: ID) { auditEntries(subject: $subject, first: 2) { edges { node { action details } } } }',
    { subject: found.id },
  );
  const details = { memory: 'Memory told/notes', key: 'a' };
  expect(trail.auditEntries.edges.map(({ node }) => node)).toEqual([
    { action: 'memory.delete', details },
    { action: 'memory.write', details },
  ]);
});

test('an item is found by its id, its memory by the agent that names it, and both go with the memory', async () => {
  await memory('whole');
  const { item: written } = await write('whole', { key: 'a', value: 'one' });
  const agent = {
    apiVersion: 'orloj.dev/v1',
    kind: 'Agent',
    metadata: { name: 'clerk', namespace: 'whole' },
    spec: { model_ref: 'fast', memory: { ref: 'notes' } },
  };
  await platform().apply(JSON.stringify(agent));
  const query = `query ($id: ID!) { node(id: $id) { id ... on MemoryItem { value memory { name } } }
    agent(namespace: "whole", name: "clerk") { spec { memories { role name { name } memory { items { count } } } } } }`;
  const found = { id: written?.id };
  expect(await ask(query, found)).toEqual({
    node: { id: written?.id, value: 'one', memory: { name: 'notes' } },
    agent: { spec: { memories: [{ role: 'working', name: { name: 'notes' }, memory: { items: { count: 1 } } }] } },
  });
  await ask(
    'mutation { deleteResource(input: { kind: MEMORY, namespace: "whole", name: "notes" }) { __typename } }',
    {},
  );
  expect(await ask(query, found)).toEqual({
    node: null,
    agent: { spec: { memories: [{ role: 'working', name: { name: 'notes' }, memory: null }] } },
  });
});

test('the items of many memories are read with one statement', async () => {
  for (const name of ['one', 'two', 'three']) await memory('several', {}, name);
  await write('several', { memory: 'two', key: 'a', value: 'b' });
  const { statements } = await platform().countStatements(() =>
    ask('{ memories(namespace: "several") { edges { node { name items(first: 5) { count } } } } }', {}),
  );
  expect(statements.filter((text) => text.includes('memory_item'))).toHaveLength(1);
});
