import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach } from '../../support/runs.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: dear }
spec:
  provider: mock
  model: dear
  pricing: { currency: USD, inputPerMillionTokens: "0", outputPerMillionTokens: "100" }
  limits: { maxOutputTokens: 4000 }
  script:
    - toolCalls: [{ name: pay, arguments: { expression: "20+2" } }]
      usage: { inputTokens: 10, outputTokens: 500 }
    - { text: "Paid {{result}}", usage: { inputTokens: 20, outputTokens: 500 } }
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: pay }
spec: { type: builtin, builtin: calculator, sideEffect: FINANCIAL }
`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** An agent that is expected to cost 0.2 USD without a history, and that costs 0.1 USD; it waits for a person in between. */
const clerk = (namespace: string, more = '') => `
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: clerk, namespace: ${namespace} }
spec: { prompt: "Pay.", model: { namespace: default, name: dear }, tools: [{ namespace: default, name: pay }] ${more} }
`;

const budget = (namespace: string, spec: string) => `---
apiVersion: orrery.dev/v1
kind: Budget
metadata: { name: purse, namespace: ${namespace} }
spec: ${spec}
`;

interface Started {
  __typename: string;
  id: string;
  code?: string;
  message?: string;
  facts?: Record<string, string>;
  reserved?: { cost: { amount: string }; tokens: number };
  costLimit?: { amount: string } | null;
}

const startMutation = `mutation ($input: StartExecutionInput!) { startExecution(input: $input) { __typename
  ... on AgentRun { id reserved { cost { amount } tokens } costLimit { amount } } ... on Failure { code message facts } } }`;

async function start(namespace: string, more: object = {}): Promise<Started> {
  const input = { agent: { namespace, name: 'clerk' }, input: 'go', ...more };
  const { data, errors } = await h.graphql<{ startExecution: Started }>(startMutation, { input });
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.startExecution;
}

interface Spending {
  daySpentUsd: string;
  monthSpentUsd: string;
  reservedUsd: string;
  limits: { owner: string; measure: string; limit: string; spent: string; reserved: string; left: string }[];
}

async function spending(namespace: string): Promise<Spending> {
  const { data, errors } = await h.graphql<{ budget: { spending: Spending } }>(
    `query ($namespace: String!) { budget(namespace: $namespace, name: "purse") { spending {
      daySpentUsd monthSpentUsd daySpentTokens reservedUsd reservedTokens
      limits { owner agentName measure period refuses limit spent reserved left } } } }`,
    { namespace },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.budget.spending;
}

async function pay(id: string): Promise<void> {
  const [approval] = (await reach(h, id, 'WAITING')).approvals;
  await decide(h, approval?.id ?? '');
}

test('of runs that start at once only as many pass as a budget has room for, and those refused leave nothing behind', async () => {
  await h.apply(clerk('together') + budget('together', '{ limits: { dailyUsd: "0.5" } }'));
  const started = await Promise.all(Array.from({ length: 6 }, () => start('together')));
  const runs = started.filter(({ __typename }) => __typename === 'AgentRun');
  expect(runs).toHaveLength(2);
  expect(runs[0]).toMatchObject({ reserved: { cost: { amount: '0.2' } } });
  const refused = started.filter(({ code }) => code === 'BUDGET_EXCEEDED');
  expect(refused).toHaveLength(4);
  expect(refused[0]?.facts).toMatchObject({
    budget: 'Budget together/purse',
    period: 'DAY',
    measure: 'USD',
    limit: '0.5',
    expected: '0.2',
  });
  expect(refused[0]?.message).toContain('Budget together/purse allows 0.5 USD a day');
  const { data } = await h.graphql<{ executions: { totalCount: number } }>(
    '{ executions(filter: { namespace: "together" }) { totalCount } }',
  );
  expect(data.executions.totalCount).toBe(2);
});

test('what a run keeps free is let go with its end, and what it has spent stays', async () => {
  await h.apply(clerk('one-by-one') + budget('one-by-one', '{ limits: { dailyUsd: "0.35" } }'));
  const first = await start('one-by-one');
  await reach(h, first.id, 'WAITING');
  // Half of what it is expected to cost is spent, the other half is still reserved.
  expect(await spending('one-by-one')).toMatchObject({ daySpentUsd: '0.05', reservedUsd: '0.15' });
  expect((await start('one-by-one')).code).toBe('BUDGET_EXCEEDED');
  await pay(first.id);
  await reach(h, first.id, 'SUCCEEDED');
  expect(await spending('one-by-one')).toMatchObject({
    daySpentUsd: '0.1',
    monthSpentUsd: '0.1',
    reservedUsd: '0',
    limits: [{ owner: 'Budget one-by-one/purse', limit: '0.35', spent: '0.1', reserved: '0', left: '0.25' }],
  });
  const second = await start('one-by-one');
  expect(second.__typename).toBe('AgentRun');
  await reach(h, second.id, 'WAITING');
  await h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id: second.id });
  expect(await spending('one-by-one')).toMatchObject({ daySpentUsd: '0.15', reservedUsd: '0' });
});

test('a repeat with the same key gives the run that was let through, though nothing is left', async () => {
  await h.apply(clerk('repeated') + budget('repeated', '{ limits: { monthlyUsd: "0.3" } }'));
  const first = await start('repeated', { idempotencyKey: 'k1' });
  expect((await start('repeated', { idempotencyKey: 'k2' })).code).toBe('BUDGET_EXCEEDED');
  expect((await start('repeated', { idempotencyKey: 'k1' })).id).toBe(first.id);
});

test('a dry run and a fork are refused like a start; a recorded replay costs nothing and is not', async () => {
  await h.apply(clerk('others') + budget('others', '{ limits: { dailyUsd: "0.25" } }'));
  const { id } = await start('others');
  await pay(id);
  await reach(h, id, 'SUCCEEDED');
  expect(await start('others', { dryRun: true })).toMatchObject({ code: 'BUDGET_EXCEEDED' });
  const { data } = await h.graphql<{ execution: { steps: { edges: { node: { id: string } }[] } } }>(
    'query ($id: ID!) { execution(id: $id) { steps { edges { node { id } } } } }',
    { id },
  );
  const step = data.execution.steps.edges[0]?.node.id;
  const { data: others } = await h.graphql<Record<string, { __typename: string }>>(
    `mutation ($id: ID!, $step: ID!) { forkExecution(input: { step: $step }) { __typename }
      live: replayExecution(input: { id: $id, mode: LIVE, fromStep: $step }) { __typename }
      replayExecution(input: { id: $id }) { __typename } }`,
    { id, step },
  );
  expect(others).toMatchObject({
    forkExecution: { __typename: 'BudgetExceeded' },
    live: { __typename: 'BudgetExceeded' },
    replayExecution: { __typename: 'AgentRun' },
  });
});

test('a run that reaches what one run may cost ends, and one that could not cost so little is refused', async () => {
  await h.apply(clerk('bounded') + budget('bounded', '{ limits: { perRunUsd: "0.04" } }'));
  const run = await start('bounded');
  expect(run).toMatchObject({ costLimit: { amount: '0.04' } });
  await pay(run.id);
  expect((await reach(h, run.id, 'FAILED')).failure).toEqual({
    code: 'BUDGET_EXCEEDED',
    message: 'The run cost 0.05 USD; a budget allows it 0.04 USD.',
  });
  await h.apply(budget('bounded', '{ limits: { perRunUsd: "0.00001" } }'));
  expect(await start('bounded')).toMatchObject({
    code: 'BUDGET_EXCEEDED',
    facts: { period: 'RUN', limit: '0.00001', budget: 'Budget bounded/purse' },
  });
});

test('a budget that only alerts, one of another namespace and one whose model costs do not count refuse nothing', async () => {
  await h.apply(
    clerk('free') + budget('free', '{ limits: { dailyUsd: "0.01" }, enforcement: { onHardLimit: alert } }'),
  );
  expect((await start('free')).__typename).toBe('AgentRun');
  expect(await spending('free')).toMatchObject({ limits: [{ left: '-0.19' }] });
  await h.apply(clerk('apart') + budget('apart', '{ limits: { dailyUsd: "0.01" }, attribution: { model: false } }'));
  expect((await start('apart')).__typename).toBe('AgentRun');
});

test('an agent bounds its own day, an allocation its part of a budget, and tokens are counted as well', async () => {
  await h.apply(clerk('own', ', budgets: { costUsdPerDay: "0.3" }'));
  expect((await start('own')).__typename).toBe('AgentRun');
  expect(await start('own')).toMatchObject({ code: 'BUDGET_EXCEEDED', facts: { budget: 'Agent own/clerk' } });
  await h.apply(clerk('part') + budget('part', '{ limits: { dailyUsd: "3" }, allocationByAgent: { clerk: 0.1 } }'));
  expect((await start('part')).__typename).toBe('AgentRun');
  expect(await start('part')).toMatchObject({ code: 'BUDGET_EXCEEDED', facts: { limit: '0.3' } });
  await h.apply(clerk('counted') + budget('counted', '{ limits: { tokenLimitDaily: 5000 } }'));
  expect((await start('counted')).__typename).toBe('AgentRun');
  expect(await start('counted')).toMatchObject({
    code: 'BUDGET_EXCEEDED',
    facts: { measure: 'TOKENS', limit: '5000', spent: expect.stringMatching(/^\d+$/) },
  });
});

test('a team is bounded in all namespaces that it owns', async () => {
  await h.apply(`${clerk('trips')}---
${clerk('hotels')}---
apiVersion: orrery.dev/v1
kind: Team
metadata: { name: travel }
spec: { namespaces: [trips, hotels] }
${budget('office', '{ scope: { teams: [travel] }, limits: { dailyUsd: "0.3" } }')}`);
  expect((await start('trips')).__typename).toBe('AgentRun');
  expect(await start('hotels')).toMatchObject({ code: 'BUDGET_EXCEEDED', facts: { budget: 'Budget office/purse' } });
});
