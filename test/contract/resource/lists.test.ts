import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { ask, documents, type List, manifest, openShop } from './shop.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
  await h.apply(documents(...crowd.map(manifestOf)));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Item {
  kind: string;
  name: string;
}

const specs = { Agent: { prompt: '' }, Tool: { url: 'https://tool.example' }, Policy: { rules: [] } };

/** Thirty resources of three kinds, with labels that a half, a third and one of them have. */
const crowd = Array.from({ length: 30 }, (_, n) => ({
  kind: (['Agent', 'Tool', 'Policy'] as const)[Math.floor(n / 2) % 3] ?? 'Agent',
  name: `thing-${String((n * 7) % 30).padStart(2, '0')}`,
  labels: { half: String(n % 2), third: String(n % 3), [`only-${n}`]: 'yes' } as Record<string, string>,
}));

function manifestOf({ kind, name, labels }: (typeof crowd)[number]): string {
  return manifest(kind, name, specs[kind], { namespace: 'crowd', labels });
}

const listQuery = `query ($filter: ResourceFilter, $first: Int, $after: String, $last: Int, $before: String) {
  resources(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { kind name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

async function list(variables: object): Promise<List<Item>> {
  return (await ask<{ resources: List<Item> }>(h, listQuery, variables)).resources;
}

/** Everything that the filter lets through, page by page from the start or from the end. */
async function readAll(filter: object, way: 'forward' | 'backward'): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 40; pages++) {
    const args: object = way === 'forward' ? { first: 2, after: cursor } : { last: 2, before: cursor };
    const { edges, pageInfo } = await list({ filter, ...args });
    const shown = edges.map(({ node }) => node);
    if (way === 'forward') items.push(...shown);
    else items.unshift(...shown);
    cursor = way === 'forward' ? pageInfo.endCursor : pageInfo.startCursor;
    if (!(way === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage)) break;
  }
  return items;
}

const word = (kind: string) => kind.toUpperCase();
const inOrder = (a: Item, b: Item) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1);
const labels = (given: Record<string, string>) => Object.entries(given).map(([key, value]) => ({ key, value }));

test.each([
  ['nothing but the namespace', {}],
  ['one kind', { kind: 'TOOL' }],
  ['two kinds, whatever their order', { kinds: ['TOOL', 'AGENT'] }],
  ['a kind named twice', { kinds: ['TOOL', 'TOOL'] }],
  ['a kind that is not among the kinds', { kind: 'TOOL', kinds: ['AGENT'] }],
  ['no kind', { kinds: [] }],
  ['a label', { labels: { half: '1' } }],
  ['two labels', { labels: { half: '1', third: '2' } }],
  ['two labels, of which one thing has one', { labels: { half: '0', 'only-4': 'yes' } }],
  ['a label that nothing has with this value', { labels: { half: '2' } }],
  ['labels that nothing has together', { labels: { 'only-4': 'yes', 'only-5': 'yes' } }],
  ['kinds and labels', { kinds: ['TOOL', 'POLICY'], labels: { half: '0', third: '1' } }],
  ['a kind after a name', { kind: 'AGENT', afterName: 'thing-12' }],
  ['a label after a name', { kind: 'AGENT', afterName: 'thing-12', labels: { half: '0' } }],
  ['a name', { name: 'thing-07' }],
])(
  'a list by %s has in pages, forward and backward, exactly what fits, each once and in order',
  async (_what, filter) => {
    const wanted: {
      kind?: string;
      kinds?: string[];
      labels?: Record<string, string>;
      afterName?: string;
      name?: string;
    } = filter;
    const expected = crowd
      .map(({ kind, ...thing }) => ({ ...thing, kind: word(kind) }))
      .filter(({ kind }) => wanted.kind === undefined || wanted.kind === kind)
      .filter(({ kind }) => wanted.kinds === undefined || wanted.kinds.includes(kind))
      .filter((thing) => Object.entries(wanted.labels ?? {}).every(([key, value]) => thing.labels[key] === value))
      .filter(({ name }) => wanted.afterName === undefined || name > wanted.afterName)
      .filter(({ name }) => wanted.name === undefined || wanted.name === name)
      .map(({ kind, name }) => ({ kind, name }))
      .sort(inOrder);
    const asked = { namespace: 'crowd', ...filter, ...(wanted.labels ? { labels: labels(wanted.labels) } : {}) };
    expect(await readAll(asked, 'forward')).toEqual(expected);
    expect(await readAll(asked, 'backward')).toEqual(expected);
  },
);

test('a list by labels follows what they are changed to, a new name and a deletion', async () => {
  const at = { namespace: 'moving' };
  const tool = (name: string, given: Record<string, string>) =>
    manifest('Tool', name, { url: 'https://tool.example' }, { ...at, labels: given });
  const named = async (given: Record<string, string>) =>
    (await list({ filter: { ...at, labels: labels(given) }, first: 10 })).edges.map(({ node }) => node.name);
  await h.apply(documents(tool('first', { team: 'red', shift: 'late' }), tool('second', { team: 'red' })));
  expect(await named({ team: 'red' })).toEqual(['first', 'second']);
  await h.apply(tool('first', { team: 'blue', shift: 'late' }));
  expect([await named({ team: 'red' }), await named({ team: 'blue', shift: 'late' })]).toEqual([['second'], ['first']]);
  const renamed = `mutation ($input: ReplaceResourceInput!) { replaceResource(input: $input) { __typename } }`;
  await ask(h, renamed, {
    input: { kind: 'TOOL', ...at, name: 'first', manifest: tool('third', { team: 'red', shift: 'late' }) },
  });
  expect([await named({ team: 'red' }), await named({ shift: 'late' })]).toEqual([['second', 'third'], ['third']]);
  await ask(h, `mutation { deleteResource(input: { kind: TOOL, namespace: "moving", name: "third" }) { __typename } }`);
  expect([await named({ team: 'red' }), await named({ shift: 'late' })]).toEqual([['second'], []]);
  await h.apply(tool('second', {}));
  expect(await named({ team: 'red' })).toEqual([]);
});

test('labels of any length and any characters are found, and only as they are written', async () => {
  const at = { namespace: 'wordy' };
  const long = 'x'.repeat(5_000);
  await h.apply(
    manifest('Tool', 'odd', { url: 'https://tool.example' }, { ...at, labels: { long, 'a", "b': 'ö\n"\\', a: '' } }),
  );
  const found = async (given: Record<string, string>) =>
    (await list({ filter: { ...at, labels: labels(given) } })).edges.length;
  expect(await found({ long, 'a", "b': 'ö\n"\\', a: '' })).toBe(1);
  expect(await found({ long: `${long}x` })).toBe(0);
  expect(await found({ a: 'b": "ö\n"\\' })).toBe(0);
});
