import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { ask, documents, type List, manifest, openShop, shop } from './shop.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await openShop((stop) => stops.push(stop));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

test('specs are typed and name each other, as far as what they name exists', async () => {
  await h.apply(shop('typed'));
  await h.apply(
    manifest('Agent', 'lost', { prompt: '', model: 'fast', tools: ['nowhere', 'pay'] }, { namespace: 'typed' }),
  );
  const { clerk, lost, keys } = await ask<Record<'clerk' | 'lost' | 'keys', unknown>>(
    h,
    `{
    clerk: agent(namespace: "typed", name: "clerk") { ready namespace { name } labels { key value }
      spec { limits { maxSteps } model { name spec { secret { key secret { name spec { keys } } } } }
        tools { name spec { type builtin needsApproval sideEffect runtime { timeout } } } } }
    lost: agent(namespace: "typed", name: "lost") { ready conditions { status message } spec { tools { name } } }
    keys: resource(kind: SECRET, namespace: "typed", name: "keys") { __typename kind ready
      references { name } referencedBy { edges { node { __typename name } } } }
  }`,
  );
  expect(clerk).toEqual({
    ready: true,
    namespace: { name: 'typed' },
    labels: [{ key: 'team', value: 'red' }],
    spec: {
      limits: { maxSteps: 10 },
      model: {
        name: 'fast',
        spec: { secret: { key: 'value', secret: { name: 'keys', spec: { keys: ['other', 'value'] } } } },
      },
      tools: [
        {
          name: 'clock',
          spec: {
            type: 'BUILTIN',
            builtin: 'CLOCK',
            needsApproval: false,
            sideEffect: 'READ_ONLY',
            runtime: { timeout: '30s' },
          },
        },
        {
          name: 'pay',
          spec: {
            type: 'HTTP',
            builtin: null,
            needsApproval: true,
            sideEffect: 'FINANCIAL',
            runtime: { timeout: '1m30s' },
          },
        },
      ],
    },
  });
  expect(lost).toEqual({
    ready: false,
    conditions: [{ status: 'FALSE', message: 'This names what is not there: Tool typed/nowhere.' }],
    spec: { tools: [{ name: 'pay' }] },
  });
  const namedBy = { edges: [{ node: { __typename: 'ModelEndpoint', name: 'fast' } }] };
  expect(keys).toEqual({ __typename: 'Secret', kind: 'SECRET', ready: true, references: [], referencedBy: namedBy });
});

test('a resource applied in one API version is rendered in every other, and an unknown one is named', async () => {
  await h.apply(shop('rendered'));
  const { tool } = await ask<{ tool: Record<string, { apiVersion: string; kind: string }> }>(
    h,
    `{
    tool(namespace: "rendered", name: "pay") {
      hub: manifest orloj: manifest(apiVersion: "orloj.dev/v1") joch: manifest(apiVersion: "joch.dev/v1alpha1") } }`,
  );
  expect(tool['hub']).toMatchObject({ apiVersion: 'orrery.dev/v1', kind: 'Tool', spec: { sideEffect: 'FINANCIAL' } });
  expect(tool['orloj']).toMatchObject({
    apiVersion: 'orloj.dev/v1',
    kind: 'Tool',
    spec: { endpoint: 'https://pay.example' },
  });
  expect(tool['joch']?.apiVersion).toMatch(/joch\.dev\/v1alpha1$/);
  const { errors } = await h.graphql('{ tool(namespace: "rendered", name: "pay") { manifest(apiVersion: "v9") } }');
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'INPUT_INVALID',
    fix: expect.stringContaining('orloj.dev/v1'),
  });
});

test('pages of a list join to the whole list, forwards and backwards, whatever it is filtered by', async () => {
  await h.apply(shop('paged'));
  const query = `query ($first: Int, $after: String, $last: Int, $before: String) {
    resources(filter: { namespace: "paged" }, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { kind name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const page = async (args: object) =>
    (await ask<{ resources: List<{ kind: string; name: string }> }>(h, query, args)).resources;
  const names = ({ edges }: List<{ name: string }>) => edges.map(({ node }) => node.name);
  const whole = names(await page({ first: 100 }));
  expect(whole).toEqual(['clerk', 'fast', 'keys', 'clock', 'pay']);
  const start = await page({ first: 2 });
  const middle = await page({ first: 2, after: start.pageInfo.endCursor });
  const end = await page({ first: 2, after: middle.pageInfo.endCursor });
  expect([...names(start), ...names(middle), ...names(end)]).toEqual(whole);
  expect([start, middle, end].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  const back = await page({ last: 2, before: end.pageInfo.startCursor });
  expect(names(back)).toEqual(names(middle));
  const { red, none, tools } = await ask<Record<'red' | 'none' | 'tools', List<{ name: string }>>>(
    h,
    `{
    red: agents(namespace: "paged", labels: [{ key: "team", value: "red" }]) { edges { node { name } } }
    none: agents(namespace: "paged", labels: [{ key: "team", value: "blue" }]) { edges { node { name } } }
    tools: resources(filter: { namespace: "paged", kind: TOOL }) { edges { node { name } } } }`,
  );
  expect([names(red), names(none), names(tools)]).toEqual([['clerk'], [], ['clock', 'pay']]);
});

test('a namespace that does not exist has empty lists, and what does not exist is null', async () => {
  const answer = await ask(
    h,
    `{ agents(namespace: "nowhere") { edges { cursor } }
    resources(filter: { namespace: "nowhere" }) { edges { cursor } }
    agent(name: "nobody") { id } resource(kind: POLICY, namespace: "nowhere", name: "none") { id } }`,
  );
  expect(answer).toEqual({ agents: { edges: [] }, resources: { edges: [] }, agent: null, resource: null });
});

test('a list with everything that its items name takes as many statements for thirty as for three', async () => {
  const crowd = (namespace: string, size: number): string =>
    documents(
      shop(namespace),
      ...Array.from({ length: size }, (_, index) =>
        manifest('Agent', `extra-${index}`, { prompt: '', model: 'fast', tools: ['pay', 'clock'] }, { namespace }),
      ),
    );
  await h.apply(crowd('few', 2));
  await h.apply(crowd('many', 29));
  const about = /from "(resource|namespace)"/;
  const query = `query ($namespace: String!) { agents(namespace: $namespace, first: 50) { edges { node {
    name namespace { name } references { name }
    spec { model { name spec { secret { secret { name } } } } tools { name } } } } } }`;
  const read = (namespace: string) =>
    h.countStatements(async () => (await ask<{ agents: List<unknown> }>(h, query, { namespace })).agents.edges.length);
  const few = await read('few');
  const many = await read('many');
  expect([few.result, many.result]).toEqual([3, 30]);
  const [least, most] = [few, many].map(({ statements }) => statements.filter((text) => about.test(text)).length);
  expect(least).toBeGreaterThan(3);
  expect(most).toBe(least);
});

test('a viewer reads but does not write, and nobody reads without a token', async () => {
  const token = await h.tokenFor('VIEWER');
  const read = '{ resources { edges { node { viewerCan(action: RESOURCE_WRITE) { allowed reason } } } } }';
  const { data } = await h.graphql<{ resources: List<{ viewerCan: object }> }>(read, {}, { token });
  expect(data.resources.edges[0]?.node.viewerCan).toEqual({
    allowed: false,
    reason: expect.stringContaining('operator'),
  });
  const write = `mutation { applyManifests(input: { manifests: "" }) { __typename } }`;
  const refused = await h.graphql(write, {}, { token });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  for (const field of ['resources { edges { cursor } }', 'agent(name: "clerk") { id }', 'namespaces { name }']) {
    const unknown = await h.graphql(`{ ${field} }`, {}, { token: null });
    expect(unknown.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
});

test('one label or annotation is read by its key, and only what was declared is there', async () => {
  const metadata = { namespace: 'keyed', labels: { team: 'red' }, annotations: { note: 'first' } };
  await h.apply(manifest('Tool', 'hammer', { url: 'https://t.example' }, metadata));
  const { tool } = await ask<{ tool: object }>(
    h,
    `{ tool(namespace: "keyed", name: "hammer") { team: label(key: "team") none: label(key: "constructor")
      note: annotation(key: "note") missing: annotation(key: "team") } }`,
  );
  expect(tool).toEqual({ team: 'red', none: null, note: 'first', missing: null });
});

test('paging by names goes through a namespace without loss, also when the name is gone meanwhile', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const tools = names.map((name) => manifest('Tool', name, { url: 'https://t.example' }, { namespace: 'named' }));
  await h.apply(documents(...tools));
  const query = `query ($afterName: String) { tools(namespace: "named", first: 2, afterName: $afterName) {
    edges { node { name } } pageInfo { hasNextPage } } }`;
  const page = async (afterName: string | null) => {
    const { tools } = await ask<{ tools: List<{ name: string }> }>(h, query, { afterName });
    return [tools.edges.map(({ node }) => node.name), tools.pageInfo.hasNextPage];
  };
  expect(await page(null)).toEqual([['a', 'b'], true]);
  await ask(h, 'mutation { deleteResource(input: { kind: TOOL, namespace: "named", name: "b" }) { __typename } }');
  expect(await page('b')).toEqual([['c', 'd'], true]);
  expect(await page('d')).toEqual([['e'], false]);
});

interface NamedPage {
  nextName: string | null;
  edges: { node: { name: string; namespace: { name: string } } }[];
}

test('a list of one kind can be read on by names as the list of the kind can, one of several kinds cannot', async () => {
  const tools = ['a', 'b', 'c'].flatMap((name) =>
    ['even', 'odd'].map((namespace) =>
      manifest('Tool', name, { url: 'https://t.example' }, { namespace, labels: { by: 'name' } }),
    ),
  );
  await h.apply(documents(...tools));
  const read = async (field: string, afterName: string | null) => {
    const query = `query ($afterName: String) { page: ${field} { nextName edges { node { name namespace { name } } } } }`;
    const { page } = await ask<{ page: NamedPage }>(h, query, { afterName });
    return { next: page.nextName, found: page.edges.map(({ node }) => `${node.namespace.name}/${node.name}`) };
  };
  const label = 'labels: [{ key: "by", value: "name" }]';
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(
      `resources(filter: { kind: TOOL, ${label}, afterName: $afterName }, first: 1)`,
      after,
    );
    expect(page).toEqual(await read(`tools(${label}, afterName: $afterName, first: 1)`, after));
    found.push(...page.found);
    after = page.next;
  } while (after !== null);
  expect(found.sort()).toEqual(['even/a', 'even/b', 'even/c', 'odd/a', 'odd/b', 'odd/c']);
  const mixed = await read(
    `resources(filter: { kinds: [TOOL, AGENT], ${label}, afterName: $afterName }, first: 1)`,
    null,
  );
  expect([mixed.next, mixed.found.length]).toEqual([null, 1]);
});

test('a list of several kinds has these and no others', async () => {
  await h.apply(shop('several-kinds'));
  const { resources } = await ask<{ resources: List<{ name: string }> }>(
    h,
    '{ resources(filter: { namespace: "several-kinds", kinds: [AGENT, SECRET] }) { edges { node { name } } } }',
  );
  expect(resources.edges.map(({ node }) => node.name)).toEqual(['clerk', 'keys']);
});

test('a change tells what names the changed resource, through others and in circles too, in one statement for all', async () => {
  await h.apply(shop('affected'));
  const boss = (name: string, handoffs: string[]) =>
    manifest('Agent', name, { model: 'fast', handoffs }, { namespace: 'affected' });
  await h.apply(documents(boss('boss', ['clerk', 'chief']), boss('chief', ['boss'])));
  const query = `mutation ($manifests: String!) { applyManifests(input: { manifests: $manifests, dryRun: true }) {
    ... on ManifestsApplied { changes { name affected { kind name } } } } }`;
  const { result, statements } = await h.countStatements(() =>
    ask<{ applyManifests: { changes: { name: string; affected: { name: string }[] }[] } }>(h, query, {
      manifests: shop('affected'),
    }),
  );
  const affected = new Map(result.applyManifests.changes.map((change) => [change.name, change.affected]));
  const names = (name: string) => affected.get(name)?.map((one) => one.name);
  expect(names('clock')).toEqual(['clerk', 'boss', 'chief']);
  expect(names('keys')?.[0]).toBe('fast');
  expect(names('keys')?.slice(1).sort()).toEqual(['boss', 'chief', 'clerk']);
  expect(names('clerk')).toEqual(['boss', 'chief']);
  expect(statements.filter((text) => text.includes('with recursive'))).toHaveLength(1);
});
