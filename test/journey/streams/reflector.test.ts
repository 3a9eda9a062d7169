import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Crossing, openCrossing } from '../../support/crossing.ts';
import { forgetJournal } from '../../support/forgotten-journal.ts';
import { type Harness, harness } from '../../support/harness.ts';
import {
  type ApiObject,
  collection,
  Expired,
  type ListerWatcher,
  Reflector,
  type WatchEvent,
  wholeLines,
} from '../../support/reflector.ts';

let site: Harness;
let crossing: Crossing;

beforeAll(async () => {
  site = await harness({ stopWith: afterAll });
  crossing = await openCrossing(site.platform.url ?? '');
});
afterAll(() => crossing.close());
afterEach(async () => {
  const { data } = await site.graphql<{ agents: { edges: { node: { name: string } }[] } }>(
    '{ agents { edges { node { name } } } }',
  );
  for (const { node } of data.agents.edges) await remove(node.name);
});

/** Waits until it is so. */
const until = (isSo: () => boolean): Promise<boolean> => vi.waitUntil(isSo, { timeout: 10_000 });

const agent = (name: string, prompt = 'Help.'): object => ({
  apiVersion: 'orrery.dev/v1',
  kind: 'Agent',
  metadata: { name },
  spec: { prompt },
});

async function remove(name: string): Promise<void> {
  const { data, errors } = await site.graphql<{ deleteResource: { __typename: string } }>(
    `mutation ($name: String!) { deleteResource(input: { kind: AGENT, name: $name }) { __typename } }`,
    { name },
  );
  expect([data?.deleteResource.__typename, errors]).toEqual(['ResourceDeletion', undefined]);
}

/** Changes of agents, one of each sort among them. */
const changes: (() => Promise<void>)[] = [
  () => site.apply(JSON.stringify(agent('ada'))),
  () => site.apply(JSON.stringify(agent('bob'))),
  () => site.apply(JSON.stringify(agent('ada', 'Help quickly.'))),
  () => remove('bob'),
  () => site.apply(JSON.stringify(agent('cy'))),
  () => site.apply(JSON.stringify(agent('bob', 'Back again.'))),
  () => remove('ada'),
];

/** A reflector that runs as long as the test. */
function reflect(source: ListerWatcher): Reflector {
  const reflector = new Reflector(source);
  const leave = new AbortController();
  const running = reflector.run(leave.signal);
  onTestFinished(async () => {
    leave.abort();
    await running;
  });
  return reflector;
}

const namesIn = ({ store }: Reflector): string[] => [...store.values()].map(({ metadata }) => metadata.name).sort();

test("a reflector of Kubernetes keeps up with Joch's resources over broken lines, each change once and in order", async () => {
  const reflector = reflect(collection({ url: `${crossing.url}/v1/resources?kind=agents`, token: site.adminToken }));
  await until(() => reflector.watches === 1);
  for (const [index, change] of changes.entries()) {
    // Every other change happens while nobody listens.
    if (index % 2 === 0) crossing.cut();
    await change();
    await until(() => reflector.told.length === index + 1);
  }
  expect(reflector.told.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
    'ADDED ada',
    'ADDED bob',
    'MODIFIED ada',
    'DELETED bob',
    'ADDED cy',
    'ADDED bob',
    'DELETED ada',
  ]);
  expect(namesIn(reflector)).toEqual(['bob', 'cy']);
  expect(reflector.lists).toBe(1);
  // The first cut may come before there is a line to break.
  expect(reflector.watches).toBeGreaterThan(3);
});

test('a reflector whose version is forgotten is told 410, lists again and goes on', async () => {
  const reflector = reflect(collection({ url: `${crossing.url}/v1/resources?kind=agents`, token: site.adminToken }));
  await until(() => reflector.watches === 1);
  await changes[0]?.();
  await until(() => reflector.told.length === 1);
  // What it knows last is that ada came, and that is forgotten before it comes back.
  const { list, watch } = collection({ url: `${site.platform.url}/v1/resources?kind=agents`, token: site.adminToken });
  const version = reflector.store.values().next().value?.metadata.resourceVersion ?? '';
  await changes[1]?.();
  await forgetJournal(site);
  await expect(watch(version, new AbortController().signal)[Symbol.asyncIterator]().next()).rejects.toThrow(Expired);
  expect((await list(new AbortController().signal)).items.map(({ metadata }) => metadata.name)).toEqual(['ada', 'bob']);
  // It is told of bob, or finds it in the list when that was forgotten before it was told.
  await until(() => String(namesIn(reflector)) === 'ada,bob');
  await remove('ada');
  await until(() => String(namesIn(reflector)) === 'bob');
});

test('a watch without a version tells what is there, and then where to go on from', async () => {
  await changes[0]?.();
  const source = collection({ url: `${crossing.url}/v1/resources?kind=agents`, token: site.adminToken });
  const leave = new AbortController();
  const first: WatchEvent[] = [];
  for await (const event of source.watch('', leave.signal)) {
    first.push(event);
    if (event.type === 'BOOKMARK') break;
  }
  leave.abort();
  expect(first.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
  await remove('ada');
  const again = new AbortController();
  for await (const event of source.watch(first.at(-1)?.object.metadata.resourceVersion ?? '', again.signal)) {
    expect(`${event.type} ${event.object.metadata.name}`).toBe('DELETED ada');
    break;
  }
  again.abort();
});

test('what a watch showed can be written back under the version that it had there', async () => {
  const reflector = reflect(collection({ url: `${crossing.url}/v1/resources?kind=agents`, token: site.adminToken }));
  await until(() => reflector.watches === 1);
  await changes[0]?.();
  await until(() => reflector.told.length === 1);
  const [seen] = reflector.store.values();
  const write = (description: string): Promise<Response> =>
    fetch(`${site.platform.url}/v1/namespaces/default/agents/ada`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${site.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: { resourceVersion: seen?.metadata.resourceVersion }, spec: { description } }),
    });
  expect((await write('first')).status).toBe(200);
  expect((await write('too late')).status).toBe(409);
});

/** Orloj's agents. Their watch has no place to go on from: it begins with what is there, and is opened before the list is read. */
function orlojAgents(url: string, token: string): ListerWatcher {
  const headers = { authorization: `Bearer ${token}` };
  let watching: Response | undefined;
  return {
    async list(signal) {
      watching = await fetch(`${url}/v1/agents/watch?namespace=default`, { headers, signal });
      const answer = await fetch(`${url}/v1/agents?namespace=default`, { headers, signal });
      return (await answer.json()) as { items: ApiObject[] };
    },
    async *watch() {
      if (watching)
        for await (const line of wholeLines(watching)) {
          if (!line.startsWith('data: ')) continue;
          const { type, kind, resource } = JSON.parse(line.slice('data: '.length));
          yield { type: type.toUpperCase(), object: { ...resource, kind } };
        }
      throw new Expired();
    },
  };
}

test("a reflector over Orloj's agents has what is there however often it is cut", async () => {
  const reflector = reflect(orlojAgents(crossing.url, site.adminToken));
  await until(() => reflector.watches === 1);
  const expected = [
    ['ada'],
    ['ada', 'bob'],
    ['ada', 'bob'],
    ['ada'],
    ['ada', 'cy'],
    ['ada', 'bob', 'cy'],
    ['bob', 'cy'],
  ];
  for (const [index, change] of changes.entries()) {
    if (index % 2 === 0) crossing.cut();
    await change();
    await until(() => String(namesIn(reflector)) === String(expected[index]));
  }
  expect(reflector.lists).toBeGreaterThan(3);
});
