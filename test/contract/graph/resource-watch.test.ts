import { afterAll, beforeAll, expect, test } from 'vitest';
import { subscribe } from '../../journey/streams/subscribe.ts';
import { type Harness, harness } from '../../support/harness.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Told {
  __typename: string;
  cursor: string;
  name?: string;
  resourceVersion?: string;
  created?: boolean;
  isStillThere?: boolean;
  manifest?: { metadata: { namespace: string; name: string; resourceVersion: string } };
}

const document = `subscription ($selector: ResourceSelector, $after: Cursor, $initial: Boolean! = true) {
  resourceChanged(selector: $selector, after: $after, initial: $initial) { __typename
    ... on ResourceListed { cursor name namespace { name } resourceVersion manifest }
    ... on JournalEvent { cursor namespace { name } }
    ... on ResourceApplied { name resourceVersion created manifest }
    ... on ResourceStatusChanged { name resourceVersion manifest }
    ... on ResourceDeleted { name resourceVersion isStillThere manifest }
    ... on Bookmark { cursor } ... on StreamGap { reason } } }`;

/** What a watcher is told; leaving the loop ends the subscription. */
async function* watching(variables: Record<string, unknown>): AsyncGenerator<Told> {
  const place = { url: h.url.replace(/\/graphql$/, ''), token: h.adminToken };
  for await (const data of subscribe<{ resourceChanged: Told }>(place, 'websocket', { query: document, variables })) {
    yield data.resourceChanged;
  }
}

/** Takes until `isLast`, that one included. */
async function takeUntil(stream: AsyncGenerator<Told>, isLast: (told: Told) => boolean): Promise<Told[]> {
  const taken: Told[] = [];
  for (let next = await stream.next(); !next.done; next = await stream.next()) {
    taken.push(next.value);
    if (isLast(next.value)) return taken;
  }
  throw new Error('The stream ended.');
}

const isBookmark = (told: Told) => told.__typename === 'Bookmark';
const named = (name: string) => (told: Told) => told.name === name;

function tool(name: string, more: { namespace?: string; labels?: object; description?: string } = {}): string {
  const { namespace = 'default', labels = {}, description = '' } = more;
  const metadata = { name, namespace, labels };
  return JSON.stringify({
    apiVersion: 'orrery.dev/v1',
    kind: 'Tool',
    metadata,
    spec: { type: 'builtin', builtin: 'calculator', description },
  });
}

const joined = (documents: string[]) => documents.join('\n---\n');

async function remove(name: string, namespace = 'default'): Promise<void> {
  const { data } = await h.graphql<{ deleteResource: { __typename: string } }>(
    'mutation ($name: String!, $namespace: String!) { deleteResource(input: { kind: TOOL, name: $name, namespace: $namespace }) { __typename } }',
    { name, namespace },
  );
  expect(data.deleteResource.__typename).toBe('ResourceDeletion');
}

test('a stream with what is there first tells it by namespace and name, then a bookmark, then the changes', async () => {
  await h.apply(
    joined([
      tool('b', { namespace: 'first' }),
      tool('B', { namespace: 'first' }),
      tool('a', { namespace: 'first' }),
      tool('a', { namespace: 'second' }),
    ]),
  );
  const stream = watching({ selector: { kinds: ['TOOL', 'AGENT'], namespaces: ['second', 'first'] } });
  const list = await takeUntil(stream, isBookmark);
  expect(list.map((told) => [told.__typename, told.manifest?.metadata.namespace, told.name])).toEqual([
    ['ResourceListed', 'first', 'B'],
    ['ResourceListed', 'first', 'a'],
    ['ResourceListed', 'first', 'b'],
    ['ResourceListed', 'second', 'a'],
    ['Bookmark', undefined, undefined],
  ]);
  await h.apply(joined([tool('elsewhere'), tool('b', { namespace: 'first', description: 'changed' })]));
  await remove('a', 'second');
  const changes = await takeUntil(stream, (told) => told.__typename === 'ResourceDeleted');
  expect(changes.map((told) => [told.__typename, told.name, told.resourceVersion, told.created])).toEqual([
    ['ResourceApplied', 'b', '2', false],
    ['ResourceDeleted', 'a', '1', undefined],
  ]);
  await stream.return(undefined);
});

test('while many write, every change that a list does not show follows once, and no older state after a newer one', async () => {
  const names = Array.from({ length: 450 }, (_, n) => `busy-${n}`);
  await h.apply(joined(names.map((name) => tool(name, { namespace: 'busy' }))));
  const rounds = 12;
  const write = async () => {
    for (let round = 1; round <= rounds; round++) {
      const some = names.filter((_, n) => n % rounds === round % rounds || n % 50 === 0);
      await h.apply(joined(some.map((name) => tool(name, { namespace: 'busy', description: `round ${round}` }))));
    }
  };
  const watch = async () => {
    const stream = watching({ selector: { namespace: 'busy', kind: 'TOOL' } });
    return { stream, list: await takeUntil(stream, isBookmark) };
  };
  const writing = write();
  const watchers = [watch(), watch()];
  for (let n = 0; n < 4; n++) watchers.push(h.graphql('{ viewer { __typename } }').then(watch));
  const listed = await Promise.all(watchers);
  await writing;
  await h.apply(tool('last', { namespace: 'busy' }));
  const { data } = await h.graphql<{ tools: { edges: { node: { name: string; resourceVersion: string } }[] } }>(
    '{ tools(first: 500, namespace: "busy") { edges { node { name resourceVersion } } } }',
  );
  const final = new Map(data.tools.edges.map(({ node }) => [node.name, Number(node.resourceVersion)]));
  for (const { stream, list } of listed) {
    const told = [...list, ...(await takeUntil(stream, named('last')))];
    await stream.return(undefined);
    const versions = new Map<string, number>();
    for (const { name, resourceVersion, manifest } of told) {
      if (name === undefined) continue;
      const version = Number(resourceVersion);
      const before = versions.get(name);
      expect(before === undefined || version === before + 1, `${name}: ${version} after ${before}`).toBe(true);
      expect(manifest?.metadata.resourceVersion).toBe(resourceVersion);
      versions.set(name, version);
    }
    expect(versions).toEqual(final);
  }
});

test('a stream that is cut within the list lists again, and one that is cut after it does not', async () => {
  const selector = { namespace: 'first' };
  const [first] = await takeUntil(watching({ selector }), named('B'));
  const again = await takeUntil(watching({ selector, after: first?.cursor }), isBookmark);
  expect(again.map((told) => told.name)).toEqual(['B', 'a', 'b', undefined]);
  const after = again.at(-1)?.cursor;
  await h.apply(tool('c', { namespace: 'first' }));
  const rest = await takeUntil(watching({ selector, after }), named('c'));
  expect(rest.map((told) => [told.__typename, told.name])).toEqual([['ResourceApplied', 'c']]);
});

test('who watches by labels is told of a resource that gets them as new and of one that loses them as gone', async () => {
  const namespace = 'labelled';
  await h.apply(joined([tool('in', { namespace, labels: { team: 'a' } }), tool('out', { namespace })]));
  const stream = watching({ selector: { namespace, labels: [{ key: 'team', value: 'a' }] } });
  expect((await takeUntil(stream, isBookmark)).map((told) => told.name)).toEqual(['in', undefined]);
  await h.apply(tool('out', { namespace, description: 'still outside' }));
  await h.apply(tool('out', { namespace, labels: { team: 'a' } }));
  await h.apply(tool('out', { namespace, labels: { team: 'a', more: 'x' } }));
  await h.apply(tool('in', { namespace, labels: { team: 'b' } }));
  await remove('in', namespace);
  await remove('out', namespace);
  const changes = await takeUntil(stream, (told) => told.__typename === 'ResourceDeleted' && told.name === 'out');
  expect(changes.map((told) => [told.__typename, told.name, told.created ?? told.isStillThere])).toEqual([
    ['ResourceApplied', 'out', true],
    ['ResourceApplied', 'out', false],
    ['ResourceDeleted', 'in', true],
    ['ResourceDeleted', 'out', false],
  ]);
  await stream.return(undefined);
});

test('who watches a name is told of a resource that gets it as new and of one that loses it as gone', async () => {
  const namespace = 'renamed';
  await h.apply(tool('before', { namespace }));
  const [losing, getting] = ['before', 'after'].map((name) => watching({ selector: { namespace, name } }));
  for (const stream of [losing, getting]) await takeUntil(stream as AsyncGenerator<Told>, isBookmark);
  const rename = `mutation ($manifest: String!) { replaceResource(input: { kind: TOOL, namespace: "renamed", name: "before",
    manifest: $manifest }) { __typename } }`;
  await h.graphql(rename, { manifest: tool('after', { namespace }) });
  const told = [(await losing?.next())?.value, (await getting?.next())?.value] as Told[];
  expect(told.map((one) => [one.__typename, one.name, one.created ?? one.isStillThere])).toEqual([
    ['ResourceDeleted', 'before', true],
    ['ResourceApplied', 'after', true],
  ]);
  for (const stream of [losing, getting]) await stream?.return(undefined);
});

test('a namespace can be watched before anything is written to it', async () => {
  const streams = [{ namespace: 'unborn' }, { namespaces: ['default', 'unborn'] }].map((selector) =>
    watching({ selector }),
  );
  for (const stream of streams) await takeUntil(stream, isBookmark);
  await h.apply(tool('elsewhere', { namespace: 'other-than-unborn' }));
  await h.apply(tool('first-there', { namespace: 'unborn' }));
  for (const stream of streams) {
    expect((await takeUntil(stream, named('first-there'))).map((told) => told.name)).toEqual(['first-there']);
    await stream.return(undefined);
  }
});

test('kinds that exclude each other select nothing, and a namespace that does not exist holds nothing', async () => {
  for (const selector of [{ kind: 'TOOL', kinds: ['AGENT'] }, { namespaces: [] }, { namespace: 'nowhere' }]) {
    const stream = watching({ selector });
    expect((await takeUntil(stream, isBookmark)).length).toBe(1);
    await stream.return(undefined);
  }
});

test('who is not signed in gets neither list nor changes', async () => {
  const { errors } = await h.graphql('{ journal { head } }', {}, { token: null });
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  const place = { url: h.url.replace(/\/graphql$/, ''), token: 'nobody' };
  const stream = subscribe(place, 'websocket', { query: document, variables: {} });
  await expect(stream.next()).rejects.toBeDefined();
});
