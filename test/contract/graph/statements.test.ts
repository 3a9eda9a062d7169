import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ role: { api: true, worker: true }, stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** Operations like the README's, and the most statements that each may cost however many rows there are. */
const operations: Record<string, { query: string; most: number }> = {
  'agents with their runs': {
    query:
      '{ agents(first: 20) { edges { node { name ready namespace { name } spec { model { name } tools { name } } executions(first: 5) { totalCount edges { node { name phase startedBy { name } } } } } } } }',
    most: 8,
  },
  'executions with steps and approvals': {
    query: `{ executions(first: 50) { totalCount edges { node { name phase namespace { name } startedBy { name } ... on AgentRun { agent { name } }
      usage { cost { amount } } approvals { phase } steps { edges { node { key ... on ToolCall { tool { name } approval { phase } } } } } } } } }`,
    most: 10,
  },
  'approvals with what they are about': {
    query:
      '{ approvals(first: 50) { edges { node { tool risk execution { name } subject { ... on ToolCall { arguments } } namespace { name } } } } }',
    most: 4,
  },
  'tool calls with their runs': {
    query:
      '{ toolCalls(first: 50) { edges { node { name tool { name } approval { phase } execution { name namespace { name } } } } } }',
    most: 6,
  },
  'resources with what they name': {
    query: '{ resources(first: 50) { edges { node { name kind references { name } conditions { message } } } } }',
    most: 2,
  },
  events: {
    query:
      '{ events(first: 100) { edges { node { ... on JournalEvent { type actor { name } namespace { name } execution { name } } } } } }',
    most: 4,
  },
};

/** Statements of one operation, the tailer's own reads and the token's look-up left out. */
async function cost(query: string): Promise<number> {
  const { result, statements } = await h.countStatements(() => h.graphql(query));
  expect(result.errors, JSON.stringify(result.errors)).toBeUndefined();
  return statements.filter(
    (text) =>
      !/\bas readable from event\b|from approval\b.*expires_at|"expires_at" <=|dbos\.|api_key|worker/.test(text),
  ).length;
}

/**
 * The least of three: the platform does things of its own meanwhile. The first answer is interpreted and the later ones
 * are compiled; a compiled one that cost more would show in the bound.
 */
async function leastCost(query: string): Promise<number> {
  await cost(query);
  return Math.min(await cost(query), await cost(query), await cost(query));
}

test('the statements of an operation are few and do not grow with the rows', async () => {
  const grow = async (count: number): Promise<void> => {
    const ids = await Promise.all(Array.from({ length: count }, (_, n) => start(h, n % 2 === 0 ? 'payer' : 'greeter')));
    await Promise.all(ids.map((id) => reach(h, id, 'WAITING', 'SUCCEEDED')));
  };
  await grow(2);
  const few: Record<string, number> = {};
  for (const [name, { query }] of Object.entries(operations)) few[name] = await leastCost(query);
  await grow(24);
  for (let n = 0; n < 12; n++) {
    await h.apply(shortStory.replaceAll('greeter', `greeter-${n}`).replaceAll('short-model', `short-model-${n}`));
    await reach(h, await start(h, `greeter-${n}`), 'SUCCEEDED');
  }
  for (const [name, { query, most }] of Object.entries(operations)) {
    const many = await leastCost(query);
    expect.soft(many, `${name}: grew from ${few[name]}`).toBeLessThanOrEqual(few[name] ?? 0);
    expect.soft(many, name).toBeLessThanOrEqual(most);
  }
});

test('starting a run costs four statements at most', async () => {
  const mutation =
    'mutation { startExecution(input: { agent: { name: "greeter" }, input: "x" }) { ... on AgentRun { id phase } } }';
  const worker = await h.countStatements(() => h.graphql(mutation));
  const own = worker.statements.filter((text) => /^\s*with made|from "resource"/.test(text));
  expect(own.length).toBeLessThanOrEqual(4);
});
