import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { approvalStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Applied {
  __typename: string;
  message: string;
  facts: { faults: string[] };
  dryRun: boolean;
  changes: {
    action: string;
    kind: string;
    name: string;
    diff: { path: string; operation: string; before: unknown; after: unknown }[];
  }[];
}

async function apply(manifests: string, more: object = {}): Promise<Applied> {
  const { data, errors } = await h.graphql<{ applyManifests: Applied }>(
    `mutation ($input: ApplyManifestsInput!) { applyManifests(input: $input) { __typename ... on Failure { message facts }
      ... on ManifestsApplied { dryRun changes { action kind name diff { path operation before after } } } } }`,
    { input: { manifests, ...more } },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.applyManifests;
}

async function tool(name: string): Promise<{
  resourceVersion: string;
  generation: number;
  ready: boolean;
  labels: { key: string; value: string }[];
  conditions: { reason: string; message: string }[];
} | null> {
  const { data } = await h.graphql<{ resource: never }>(
    'query ($name: String!) { resource(kind: TOOL, name: $name) { resourceVersion generation ready labels { key value } conditions { reason message } } }',
    { name },
  );
  return data.resource;
}

const calculator = (name: string, description: string): string => `
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: ${name} }
spec: { type: builtin, builtin: calculator, description: "${description}" }
`;

test('documents are applied together or not at all, and every fault is named with its document and line', async () => {
  const result = await apply(`${calculator('whole', 'fine')}---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: broken }
spec: { type: nonsense }
---
kind: Agent
metadata: { name: "a b" }
spec: {}`);
  expect(result.__typename).toBe('ManifestsInvalid');
  expect(result.facts.faults.length).toBeGreaterThanOrEqual(2);
  expect(result.facts.faults.join('\n')).toMatch(/Document 2, line \d+: spec\.type/);
  expect(await tool('whole')).toBeNull();
});

test('a dry run shows the structural difference and writes nothing', async () => {
  await apply(calculator('dry', 'before'));
  const result = await apply(calculator('dry', 'after'), { dryRun: true });
  expect(result).toMatchObject({
    dryRun: true,
    changes: [{ action: 'UPDATED', diff: [{ path: 'spec.description', before: 'before', after: 'after' }] }],
  });
  expect(await tool('dry')).toMatchObject({ resourceVersion: '1', generation: 1 });
});

test('applying the same again changes nothing, another spec raises generation and version, labels the version alone', async () => {
  await apply(calculator('steady', 'one'));
  expect((await apply(calculator('steady', 'one'))).changes[0]?.action).toBe('UNCHANGED');
  await apply(calculator('steady', 'two'));
  expect(await tool('steady')).toMatchObject({ resourceVersion: '2', generation: 2 });
  await h.graphql(
    'mutation { patchResource(input: { kind: TOOL, name: "steady", labels: { team: "a" } }) { __typename } }',
  );
  expect(await tool('steady')).toMatchObject({
    resourceVersion: '3',
    generation: 2,
    labels: [{ key: 'team', value: 'a' }],
  });
});

test('a writer that looked at an older version is refused', async () => {
  await apply(calculator('versioned', 'one'));
  const stale = calculator('versioned', 'two').replace('name: versioned', 'name: versioned, resourceVersion: "7"');
  expect(await apply(stale)).toMatchObject({ __typename: 'ResourceVersionConflict' });
  expect(await apply(stale, { force: true })).toMatchObject({ __typename: 'ManifestsApplied' });
  const { data } = await h.graphql<{ patchResource: object }>(
    'mutation { patchResource(input: { kind: TOOL, name: "versioned", spec: { description: "x" }, expectedVersion: "1" }) { __typename } }',
  );
  expect(data.patchResource).toEqual({ __typename: 'ResourceVersionConflict' });
});

test('of a thousand concurrent writers of one resource none is lost', async () => {
  await apply(calculator('busy', 'one'));
  const patch = (n: number) =>
    h.graphql<{ patchResource: { __typename: string } }>(
      'mutation ($annotations: JSON!) { patchResource(input: { kind: TOOL, name: "busy", annotations: $annotations }) { __typename } }',
      { annotations: { [`writer-${n}`]: String(n) } },
    );
  const results = await Promise.all(Array.from({ length: 1000 }, (_, n) => patch(n)));
  expect(new Set(results.map(({ data }) => data.patchResource.__typename))).toEqual(new Set(['ResourcePatched']));
  const { data } = await h.graphql<{
    tool: { resourceVersion: string; annotations: unknown[]; history: { edges: unknown[] } };
  }>('{ tool(name: "busy") { resourceVersion annotations { key } history(first: 5) { edges { cursor } } } }');
  expect(data.tool.annotations).toHaveLength(1000);
  expect(data.tool.resourceVersion).toBe('1001');
}, 120_000);

test('concurrent applies of a new name make it once and lose nothing', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) => apply(calculator('contested', `writer ${n}`))),
  );
  expect(results.filter(({ changes }) => changes[0]?.action === 'CREATED')).toHaveLength(1);
  expect(await tool('contested')).toMatchObject({ resourceVersion: '20' });
});

test('what is named and missing makes a resource not ready, and it becomes ready when that comes', async () => {
  await apply(`
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: hopeful }
spec: { prompt: "x", model: later-model, tools: [sum] }`);
  const view = async () =>
    (
      await h.graphql<{
        agent: { ready: boolean; conditions: { status: string; message: string }[]; references: { name: string }[] };
      }>('{ agent(name: "hopeful") { ready conditions { status message } references { name } } }')
    ).data.agent;
  expect(await view()).toMatchObject({
    ready: false,
    conditions: [{ status: 'FALSE', message: expect.stringContaining('default/later-model') }],
    references: [{ name: 'sum' }],
  });
  await apply(
    'apiVersion: orrery.dev/v1\nkind: ModelEndpoint\nmetadata: { name: later-model }\nspec: { provider: mock, model: m }',
  );
  expect(await view()).toMatchObject({ ready: true, references: [{ name: 'later-model' }, { name: 'sum' }] });
  await h.graphql('mutation { deleteResource(input: { kind: MODEL_ENDPOINT, name: "later-model" }) { __typename } }');
  expect((await view()).ready).toBe(false);
  const { data } = await h.graphql<{ tool: { referencedBy: { edges: { node: { name: string } }[] } } }>(
    '{ tool(name: "sum") { referencedBy(first: 10) { edges { node { name } } } } }',
  );
  expect(data.tool.referencedBy.edges.map(({ node }) => node.name).sort()).toEqual(['hopeful', 'payer']);
});

test('the value of a secret is kept sealed and shown nowhere', async () => {
  await apply(
    `
apiVersion: orloj.dev/v1
kind: Secret
metadata: { name: token }
stringData: { value: "hunter2-very-secret" }
spec: { stringData: { value: "hunter2-very-secret" } }`.replace(
      'stringData: { value: "hunter2-very-secret" }\nspec',
      'spec',
    ),
  );
  const { data } = await h.graphql<{ secret: unknown }>(
    '{ secret(name: "token") { spec { keys } manifest(apiVersion: "orloj.dev/v1") history(first: 3) { edges { node { spec } } } } }',
  );
  expect(JSON.stringify(data)).not.toContain('hunter2');
  expect(data.secret).toMatchObject({ spec: { keys: ['value'] } });
  const { db } = h.platform.store.database;
  const rows = await db.selectFrom('secret_value').selectAll().execute();
  expect(rows.some((row) => row.sealed.includes('hunter2'))).toBe(false);
  const events = await db.selectFrom('event').select('payload').execute();
  expect(JSON.stringify(events)).not.toContain('hunter2');
});

test('a resource written in one API version is read in another with nothing lost', async () => {
  const joch = {
    apiVersion: 'joch.dev/v1alpha1',
    kind: 'Agent',
    metadata: { name: 'polyglot' },
    spec: { displayName: 'Polly', tools: [{ name: 'sum' }], budgets: { tokenLimitPerRun: 5000 } },
  };
  await apply(JSON.stringify(joch));
  const { data } = await h.graphql<{
    agent: {
      manifest: { kind: string; spec: Record<string, unknown> };
      orloj: { spec: object };
      spec: { budgets: object };
    };
  }>(
    '{ agent(name: "polyglot") { manifest(apiVersion: "joch.dev/v1alpha1") orloj: manifest(apiVersion: "orloj.dev/v1") spec { budgets { tokensPerRun } } } }',
  );
  expect(data.agent.manifest.spec).toMatchObject(joch.spec);
  expect(data.agent.orloj.spec).toMatchObject({ tools: ['sum'] });
  expect(data.agent.spec.budgets).toEqual({ tokensPerRun: 5000 });
});

test('lists page both ways by keyset and filter by kind and labels', async () => {
  const names = (edges: { node: { name: string } }[]): string[] => edges.map(({ node }) => node.name);
  const all = await h.graphql<{ tools: { edges: { node: { name: string }; cursor: string }[] } }>(
    '{ tools(first: 100) { edges { cursor node { name } } } }',
  );
  const sorted = names(all.data.tools.edges);
  expect(sorted).toEqual([...sorted].sort());
  const walked: string[] = [];
  let after: string | null = null;
  do {
    const page: {
      data: { tools: { edges: { node: { name: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
    } = await h.graphql(
      'query ($after: String) { tools(first: 2, after: $after) { edges { node { name } } pageInfo { endCursor hasNextPage } } }',
      { after },
    );
    walked.push(...names(page.data.tools.edges));
    after = page.data.tools.pageInfo.hasNextPage ? page.data.tools.pageInfo.endCursor : null;
  } while (after !== null);
  expect(walked).toEqual(sorted);
  const last = await h.graphql<{ tools: { edges: { node: { name: string } }[]; pageInfo: object } }>(
    '{ tools(last: 2) { edges { node { name } } pageInfo { hasPreviousPage hasNextPage } } }',
  );
  expect(names(last.data.tools.edges)).toEqual(sorted.slice(-2));
  expect(last.data.tools.pageInfo).toEqual({ hasPreviousPage: true, hasNextPage: false });
  const labelled = await h.graphql<{ resources: { edges: { node: { name: string } }[] } }>(
    '{ resources(filter: { labels: [{ key: "team", value: "shop" }] }, first: 5) { edges { node { name } } } }',
  );
  expect(names(labelled.data.resources.edges)).toEqual(['payer']);
  expect(
    (await h.graphql('{ tools(first: 2, after: "nonsense") { edges { cursor } } }')).errors?.[0]?.extensions,
  ).toMatchObject({ code: 'CURSOR_INVALID' });
  expect((await h.graphql('{ tools(first: 2000) { edges { cursor } } }')).errors?.[0]?.extensions).toMatchObject({
    code: expect.stringMatching(/INPUT_INVALID|QUERY_TOO_COSTLY/),
  });
});
