import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';
import { strangerToken } from '../../support/stranger.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Diff {
  __typename: string;
  code?: string;
  message?: string;
  kinship: string;
  counts: Record<string, number>;
  input: { count: number; changes: { path: string; operation: string; before: unknown; after: unknown }[] };
  output: { isSame: boolean };
  definition: { isSame: boolean; nodes: { path: string; prompt: object; generation: { a: number; b: number } }[] };
  steps: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    edges: { node: { key: string; relation: string; asked: { changes: { path: string }[] } } }[];
  };
  totals: { modelCalls: { a: number; b: number; difference: number } };
}

const query = `query Diff($a: ID!, $b: ID!, $first: Int, $after: String, $relations: [StepRelation!]) {
  executionDiff(a: $a, b: $b) {
    __typename
    ... on Failure { code message }
    ... on ExecutionDiff {
      kinship
      counts { shared same changed onlyInA onlyInB }
      input { count changes { path operation before after isCut } }
      output { isSame }
      definition { isSame nodes { path prompt { a b isSame } generation { a b } model { isSame } tools { added removed } } }
      steps(first: $first, after: $after, relations: $relations) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges { node { key relation asked { changes { path } } reply { isSame } arguments { isSame } cost { a { amount } b { amount } } a { id } b { id recordedFrom } } }
      }
      totals { modelCalls { a b difference } cost { a { amount } b { amount } } durationMs { a } }
    }
  }
}`;

async function diff(variables: object, token?: string): Promise<Diff> {
  const { data, errors } = await h.graphql<{ executionDiff: Diff }>(query, variables, token ? { token } : {});
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.executionDiff;
}

async function finished(input: unknown): Promise<string> {
  const id = await start(h, 'payer', input);
  const [approval] = (await reach(h, id, 'WAITING')).approvals;
  await decide(h, approval?.id ?? '');
  await reach(h, id, 'SUCCEEDED');
  return id;
}

test('a fork shares its past with its source, and goes on otherwise from where it left it', async () => {
  const a = await finished({ message: 'pay', order: 7 });
  const { data } = await h.graphql<{ execution: { steps: { edges: { node: { id: string } }[] } } }>(
    'query ($a: ID!) { execution(id: $a) { steps { edges { node { id } } } } }',
    { a },
  );
  const step = data.execution.steps.edges[2]?.node.id;
  const { data: forked } = await h.graphql<{ forkExecution: { id: string } }>(
    'mutation ($step: ID!, $input: JSON) { forkExecution(input: { step: $step, input: $input }) { ... on AgentRun { id } } }',
    { step, input: { message: 'pay now', order: 7 } },
  );
  const b = forked.forkExecution.id;
  await reach(h, b, 'WAITING');
  const found = await diff({ a, b });
  expect(found).toMatchObject({
    kinship: 'B_FROM_A',
    definition: { isSame: true, nodes: [] },
    input: { count: 1, changes: [{ path: '/message', operation: 'CHANGE', before: 'pay', after: 'pay now' }] },
  });
  expect(found.steps.edges.map(({ node }) => node.relation)).toEqual([
    'SHARED',
    'SHARED',
    'CHANGED',
    'CHANGED',
    'ONLY_IN_A',
  ]);
  expect(found.counts).toMatchObject({ shared: 2, changed: 2, onlyInA: 1, onlyInB: 0, same: 0 });
  const changed = found.steps.edges[2]?.node;
  expect(changed?.asked.changes).toEqual([{ path: '/1/content' }]);
  expect((await diff({ a: b, b: a })).kinship).toBe('A_FROM_B');
});

test('two runs of one agent before and after a change differ in its definition, and pages of steps follow each other', async () => {
  const a = await finished('go');
  await h.apply(approvalStory.replace('prompt: "Pay."', 'prompt: "Pay quickly."'));
  const b = await finished('go');
  const found = await diff({ a, b, first: 2 });
  expect(found).toMatchObject({ kinship: 'NONE', input: { count: 0 }, output: { isSame: true } });
  const [node] = found.definition.nodes;
  expect(node).toMatchObject({ path: 'agent', prompt: { a: 'Pay.', b: 'Pay quickly.', isSame: false } });
  expect(node?.generation.b).toBeGreaterThan(node?.generation.a ?? 0);
  expect(found.steps).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
  const rest = await diff({ a, b, first: 50, after: found.steps.pageInfo.endCursor });
  expect([...found.steps.edges, ...rest.steps.edges].map(({ node: { key } }) => key)).toHaveLength(5);
  expect((await diff({ a, b, relations: ['SAME'] })).steps.edges.map(({ node: { key } }) => key)).toEqual([
    'agent/tool:1.1',
    'agent/tool:2.1',
  ]);
  expect(found.totals.modelCalls).toEqual({ a: 3, b: 3, difference: 0 });
});

test('an execution that the viewer may not see is not there, whichever of the two it is', async () => {
  const [own, other] = [await start(h, 'greeter'), await start(h, 'greeter')];
  const stranger = await strangerToken(h);
  for (const pair of [
    { a: own, b: 'exe_none' },
    { a: 'exe_none', b: own },
  ]) {
    const answer = await diff(pair);
    expect(answer).toMatchObject({ code: 'EXECUTION_NOT_FOUND', message: 'There is no execution exe_none.' });
  }
  expect(await diff({ a: own, b: other }, stranger)).toMatchObject({
    __typename: 'ExecutionNotFound',
    message: `There is no execution ${own}.`,
  });
});
