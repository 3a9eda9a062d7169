import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach } from '../../support/runs.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  // None is called but those of the mock provider: to choose among the others needs no answer of theirs.
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: dear }
spec:
  provider: mock
  model: dear
  pricing: { currency: USD, inputPerMillionTokens: "10", outputPerMillionTokens: "20" }
  script: [{ text: "Dear {{input}}" }]
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: cheap }
spec:
  provider: mock
  model: cheap
  pricing: { currency: USD, inputPerMillionTokens: "1", outputPerMillionTokens: "2" }
  script: [{ text: "Cheap {{input}}" }]
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: thinker }
spec:
  provider: openai
  model: thinker
  baseUrl: http://127.0.0.1:9
  capabilities: { reasoning: true }
  pricing: { currency: USD, inputPerMillionTokens: "100", outputPerMillionTokens: "200" }
`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface JobView {
  id: string;
  phase: string;
  modality: string;
  tier: string | null;
  endpoint: { name: string };
}

interface Answer {
  __typename: string;
  job: JobView;
  estimate: { model: string; high: { amount: string } };
  provider: string;
  message: string;
}

async function startJob(input: object): Promise<Answer> {
  const { data, errors } = await h.graphql<{ startJob: Answer }>(
    `mutation ($input: StartJobInput!) { startJob(input: $input) { __typename
      ... on JobStarted { job { id phase modality tier endpoint { name } } estimate { model high { amount } } }
      ... on ModelCostEstimate { provider model } ... on Failure { message } } }`,
    { input },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.startJob;
}

test('a job goes to the cheapest endpoint of the tier, says what it will take, and keeps the answer and its cost', async () => {
  const { job, estimate } = await startJob({ tier: 'BASIC', prompt: 'Ada', parameters: { maxOutputTokens: 100 } });
  expect(job).toMatchObject({ modality: 'TEXT', tier: 'BASIC', endpoint: { name: 'cheap' } });
  expect(estimate.model).toBe('cheap');
  expect(Number(estimate.high.amount)).toBeGreaterThan(0);
  const run = await reach(h, job.id, 'SUCCEEDED', 'FAILED');
  expect(run).toMatchObject({ output: 'Cheap Ada', usage: { modelCalls: 1, toolCalls: 0 } });
  expect(Number(run.usage.cost.amount)).toBeGreaterThan(0);
  expect(Number(run.usage.cost.amount)).toBeLessThanOrEqual(Number(estimate.high.amount));
});

test('the tier decides before the price, and a model that is named before the tier', async () => {
  expect(await startJob({ tier: 'PREMIUM', prompt: 'x', dryRun: true })).toMatchObject({ provider: 'openai' });
  const named = await startJob({ tier: 'PREMIUM', model: 'dear', prompt: 'x' });
  expect(named.job.endpoint.name).toBe('dear');
});

test('a conversation is told to the model as it was', async () => {
  const { job } = await startJob({
    model: 'cheap',
    messages: [
      { role: 'USER', content: 'one' },
      { role: 'ASSISTANT', content: 'two' },
      { role: 'USER', content: 'three' },
    ],
  });
  expect((await reach(h, job.id, 'SUCCEEDED')).output).toBe('Cheap three');
});

test('what no provider gives, no model, and another organization are refused in the words of a direct call', async () => {
  const direct = async (input: object) => {
    const { data } = await h.graphql<{ callModel: { message: string } }>(
      'mutation ($input: CallModelInput!) { callModel(input: $input) { ... on Failure { message } } }',
      { input },
    );
    return data.callModel.message;
  };
  for (const modality of ['IMAGE', 'AUDIO', 'VIDEO', 'EMBEDDING']) {
    const said = await startJob({ modality, prompt: 'x' });
    expect(said).toMatchObject({
      __typename: 'InputInvalid',
      message: await direct({ model: 'auto', modality, prompt: 'x' }),
    });
  }
  expect(await startJob({ model: 'nowhere', prompt: 'x' })).toMatchObject({ __typename: 'ModelNotFound' });
  expect(await startJob({ prompt: 'x', organization: 'org_other' })).toMatchObject({ __typename: 'ResourceNotFound' });
  expect(await startJob({})).toMatchObject({ __typename: 'InputInvalid' });
});

test('fifty equal jobs at once are one, and another request with the key is refused', async () => {
  const input = { prompt: 'once', model: 'cheap', idempotencyKey: 'fifty-jobs' };
  const all = await Promise.all(Array.from({ length: 50 }, () => startJob(input)));
  const [first] = all;
  expect(new Set(all.map(({ job }) => job.id))).toEqual(new Set([first?.job.id]));
  expect((await reach(h, first?.job.id ?? '', 'SUCCEEDED')).usage.modelCalls).toBe(1);
  expect((await startJob(input)).job).toMatchObject({ id: first?.job.id, phase: 'SUCCEEDED' });
  expect(await startJob({ ...input, prompt: 'twice' })).toMatchObject({ __typename: 'IdempotencyConflict' });
});

test('a job is found as one, and no other execution is', async () => {
  const { job } = await startJob({ model: 'cheap', prompt: 'x' });
  const find =
    'query ($id: ID!) { job(id: $id) { id } executions(filter: { kinds: [JOB] }) { edges { node { __typename } } } }';
  const { data } = await h.graphql<{ job: object | null; executions: { edges: { node: object }[] } }>(find, {
    id: job.id,
  });
  expect(data.job).toEqual({ id: job.id });
  expect(new Set(data.executions.edges.map(({ node }) => JSON.stringify(node)))).toEqual(
    new Set(['{"__typename":"Job"}']),
  );
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: plain }
spec: { prompt: "Hm.", model: cheap }
`);
  const started = await h.graphql<{ startExecution: { id: string } }>(
    'mutation { startExecution(input: { agent: { name: "plain" }, input: "x" }) { ... on AgentRun { id } } }',
  );
  const other = await h.graphql<{ job: object | null }>(find, { id: started.data.startExecution.id });
  expect(other.data.job).toBeNull();
});
