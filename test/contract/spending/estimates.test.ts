import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: small }
spec:
  provider: mock
  model: small
  pricing: { inputPerMillionTokens: "1", outputPerMillionTokens: "10" }
  limits: { maxOutputTokens: 400 }
  script: [{ text: Hello., usage: { inputTokens: 100, outputTokens: 30 } }]
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: large }
spec: { provider: mock, model: large, pricing: { inputPerMillionTokens: "10", outputPerMillionTokens: "100" }, script: [{ text: Hi. }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: greeter }
spec: { prompt: "Greet.", model: small }
`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Estimate {
  __typename: string;
  basis: string;
  sample: number;
  fits: boolean;
  outputTokens: { low: number; expected: number; high: number };
  cost: Record<'low' | 'expected' | 'high', { amount: string; currency: string }>;
  duration: { low: string; expected: string; high: string } | null;
  budgets: { owner: string; left: string }[];
}

async function estimate(more: object = {}): Promise<Estimate> {
  const { data, errors } = await h.graphql<{ estimateExecution: Estimate }>(
    `query ($input: StartExecutionInput!) { estimateExecution(input: $input) { __typename ... on Failure { code }
      ... on ExecutionEstimate { basis sample fits inputTokens { low expected high } outputTokens { low expected high }
        cost { low { amount currency } expected { amount currency } high { amount currency } } duration { low expected high }
        budgets { owner limit spent reserved left } } } }`,
    { input: { agent: { name: 'greeter' }, input: 'hello', ...more } },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.estimateExecution;
}

test('an estimate is made from prices first and from history once there are three runs; nothing is started by it', async () => {
  expect(await estimate()).toMatchObject({
    __typename: 'ExecutionEstimate',
    basis: 'PRICES',
    sample: 0,
    fits: true,
    outputTokens: { low: 1, expected: 100, high: 400 },
    duration: null,
    budgets: [],
  });
  for (let n = 0; n < 3; n++) await reach(h, await start(h, 'greeter'), 'SUCCEEDED');
  const found = await estimate();
  expect(found).toMatchObject({ basis: 'HISTORY', sample: 3, outputTokens: { low: 30, expected: 30, high: 30 } });
  expect(found.cost).toEqual({
    low: { amount: '0.0004', currency: 'USD' },
    expected: { amount: '0.0004', currency: 'USD' },
    high: { amount: '0.0004', currency: 'USD' },
  });
  expect(found.duration?.expected).toMatch(/s$/);
  const { data } = await h.graphql<{ executions: { totalCount: number } }>('{ executions { totalCount } }');
  expect(data.executions.totalCount).toBe(3);
});

test('another model is paid by its own prices, and its time is not known', async () => {
  const found = await estimate({ model: { name: 'large' } });
  expect(found).toMatchObject({ basis: 'HISTORY', cost: { expected: { amount: '0.004' } }, duration: null });
});

test('a run that no budget leaves room for is told so, and what cannot be started cannot be estimated', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Budget
metadata: { name: tiny }
spec: { limits: { dailyUsd: "0.0001" } }
`);
  expect(await estimate()).toMatchObject({
    fits: false,
    budgets: [{ owner: 'Budget default/tiny', limit: '0.0001', spent: '0.0012', left: '-0.0011' }],
  });
  expect(await estimate({ agent: { name: 'nobody' } })).toMatchObject({ __typename: 'ResourceNotFound' });
});

test('what a run has done of what such runs do shows as progress; without a history nothing is told', async () => {
  const progress = async (id: string) => {
    const { data, errors } = await h.graphql<{ execution: { progress: object } }>(
      'query ($id: ID!) { execution(id: $id) { progress { percent eta completedItems totalItems } } }',
      { id },
    );
    expect(errors, JSON.stringify(errors)).toBeUndefined();
    return data.execution.progress;
  };
  await h.apply(`${approvalStory}---
apiVersion: orrery.dev/v1
kind: Budget
metadata: { name: tiny }
spec: {}
`);
  const waiting = async (): Promise<string> => {
    const id = await start(h, 'payer');
    await reach(h, id, 'WAITING');
    return id;
  };
  const first = await waiting();
  expect(await progress(first)).toEqual({ percent: null, eta: null, completedItems: null, totalItems: null });
  for (const id of [first, await waiting(), await waiting()]) {
    const [approval] = (await reach(h, id, 'WAITING')).approvals;
    await decide(h, approval?.id ?? '');
    await reach(h, id, 'SUCCEEDED');
  }
  expect(await progress(first)).toMatchObject({ percent: 100, eta: null });
  // Three of the five calls that such runs make are done; when the person answers is not known.
  expect(await progress(await waiting())).toMatchObject({ percent: 60, eta: null });
});
