import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach } from '../../support/runs.ts';
import { startWork, workflowStory } from '../../support/workflows.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(workflowStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const telling = { workflow: { name: 'telling' }, input: 'Ada' };

/** What `field` did with an execution. */
async function steer(field: string, id: string): Promise<{ __typename: string; phase?: string }> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const { data } = await h.graphql<Record<string, { __typename: string }>>(
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on Execution { phase } ... on Failure { message } } }`,
    { input: { id } },
  );
  return data[field] as { __typename: string };
}

test('a workflow runs its nodes one after the other, each on what the one before gave', async () => {
  const started = await startWork(h, telling);
  expect(started).toMatchObject({ __typename: 'WorkflowRun', phase: 'QUEUED' });
  expect(started.name).toMatch(/^telling-/);
  const run = await reach(h, started.id, 'SUCCEEDED', 'FAILED');
  expect(run).toMatchObject({ phase: 'SUCCEEDED', output: 'Echo Echo Ada', usage: { modelCalls: 2 } });
  const { data } = await h.graphql<{ execution: object }>(
    'query ($id: ID!) { execution(id: $id) { __typename definitionName definition { kind name } agentId conversation } }',
    { id: started.id },
  );
  expect(data.execution).toEqual({
    __typename: 'WorkflowRun',
    definitionName: 'telling',
    definition: { kind: 'WORKFLOW', name: 'telling' },
    agentId: null,
    conversation: null,
  });
});

test('a workflow that maps over another gives what came of each item, in order', async () => {
  const { id } = await startWork(h, { workflow: { name: 'nested' }, input: ['a', 'b', 'c'] });
  const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
  expect(run.output).toEqual(['Echo Echo a', 'Echo Echo b', 'Echo Echo c']);
});

test('a run that is held back does nothing until somebody resumes it, and can be cancelled before', async () => {
  const held = await startWork(h, { ...telling, hold: true });
  expect(held).toMatchObject({ __typename: 'WorkflowRun', phase: 'PENDING' });
  expect(await steer('resumeExecution', held.id)).toEqual({ __typename: 'WorkflowRun', phase: 'QUEUED' });
  expect((await reach(h, held.id, 'SUCCEEDED')).output).toBe('Echo Echo Ada');
  const other = await startWork(h, { ...telling, hold: true, asPipeline: true });
  expect(await steer('cancelExecution', other.id)).toEqual({ __typename: 'PipelineRun', phase: 'CANCELLED' });
  expect(await steer('resumeExecution', other.id)).toMatchObject({ __typename: 'ExecutionStateConflict' });
});

test('what is declared is checked with every fault, and what is not given has its default', async () => {
  const start = (input: unknown) => startWork(h, { workflow: { name: 'declared' }, input, dryRun: true });
  expect(await start({ digits: 'two', more: 1 })).toMatchObject({
    __typename: 'InputInvalid',
    message:
      'input.digits must be of the type number; input.expression is required; input.more is not declared; there are digits, expression.',
  });
  expect(await start('1+1')).toMatchObject({ message: 'input must be an object with digits, expression.' });
  expect(await start({ expression: '1+1' })).toMatchObject({
    __typename: 'ExecutionPlan',
    kind: 'WORKFLOW_RUN',
    input: { expression: '1+1', digits: 2 },
  });
});

test('a plan tells the whole graph, with each agent as it is now', async () => {
  const plan = await startWork(h, { ...telling, dryRun: true });
  expect(plan).toMatchObject({
    agentId: null,
    maxSteps: 7,
    graph: {
      isRecorded: true,
      edges: [{ from: 'first', to: 'second' }],
      nodes: {
        first: { kind: 'model', model: { namespace: 'default', name: 'echo-model' } },
        second: { kind: 'agent', prompt: 'Tell.', agent: { name: 'narrator' } },
      },
    },
  });
});

test('workflows that run each other are refused with the way they do', async () => {
  const calling = (name: string, other: string) => `
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: ${name} }
spec: { nodes: { go: { workflow: { ref: ${other} } } } }
`;
  await h.apply([calling('ping', 'pong'), calling('pong', 'pang'), calling('pang', 'pong')].join('---'));
  expect(await startWork(h, { workflow: { name: 'ping' }, input: {} })).toMatchObject({
    __typename: 'InputInvalid',
    message: 'Workflow default/pong runs itself: default/pong → default/pang → default/pong.',
  });
});

test('what a workflow names must be there, and its policies must let it start', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: homeless }
spec: { nodes: { go: { tool: { ref: nowhere } } } }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: demanding }
spec: { nodes: { go: { agent: { ref: narrator }, requires: [provider.audio.transcribe] } } }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: barred }
spec: { prompt: "No.", model: echo-model, policies: [bar] }
---
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: bar }
spec: { rules: [{ name: never, expression: 'action == "execution.start"', effect: DENY, reason: Not this one. }] }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: forbidden }
spec: { nodes: { go: { agent: { ref: barred } } } }
`);
  const of = (name: string) => startWork(h, { workflow: { name }, input: {} });
  expect(await of('homeless')).toMatchObject({
    __typename: 'ResourceNotFound',
    message: 'There is no Tool default/nowhere.',
  });
  expect(await of('demanding')).toMatchObject({
    __typename: 'InputInvalid',
    message: 'The field modality does not fit: AUDIO cannot be asked of a model yet.',
  });
  expect(await of('forbidden')).toMatchObject({ __typename: 'PolicyDenied', message: 'Not this one.' });
});

test('one thing is run: several names, what is only for agents, and what no run can be of are refused', async () => {
  for (const [input, message] of [
    [{ ...telling, agent: { name: 'narrator' } }, 'Name one thing to run, not agent and workflow.'],
    [
      { ...telling, conversation: 'cnv_1' },
      'The field conversation is only for runs of an agent, not for those of a Workflow.',
    ],
    [
      { agent: { name: 'narrator' }, input: 'x', asPipeline: true },
      'The field asPipeline is only for runs of a workflow, not for those of a Agent.',
    ],
  ] as const) {
    expect(await startWork(h, input)).toMatchObject({ __typename: 'InputInvalid', message });
  }
  expect(await startWork(h, { ...telling, organization: 'org_other' })).toMatchObject({
    __typename: 'ResourceNotFound',
  });
});

test('fifty equal starts at once are one run, and another request with the key is refused', async () => {
  const input = { ...telling, idempotencyKey: 'fifty' };
  const all = await Promise.all(Array.from({ length: 50 }, () => startWork(h, input)));
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
  expect(await startWork(h, { ...input, input: 'Grace' })).toMatchObject({ __typename: 'IdempotencyConflict' });
  const { data } = await h.graphql<{ executions: { edges: { node: { id: string } }[] } }>(
    'query ($id: ID!) { executions(filter: { definition: $id, kinds: [WORKFLOW_RUN] }, first: 100) { edges { node { id definitionName } } } }',
    { id: await idOf('telling') },
  );
  expect(data.executions.edges.filter(({ node }) => node.id === all[0]?.id)).toHaveLength(1);
});

async function idOf(name: string): Promise<string> {
  const { data } = await h.graphql<{ workflow: { id: string } }>(
    'query ($name: String!) { workflow(name: $name) { id } }',
    {
      name,
    },
  );
  return data.workflow.id;
}

test('a run ends when it has used what its workflow allows', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: frugal }
spec:
  budget: { modelCalls: 1 }
  nodes:
    first: { model: { ref: echo-model } }
    second: { model: { ref: echo-model }, dependsOn: [first] }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: poor }
spec:
  budget: { maxCost: "0.000001" }
  nodes:
    first: { model: { ref: echo-model } }
    second: { model: { ref: echo-model }, dependsOn: [first] }
`);
  for (const [name, message] of [
    ['frugal', /^The run made 1 model calls; its budget is 1\.$/],
    ['poor', /^The run cost .*; its budget is 0.000001\.$/],
  ] as const) {
    const { id } = await startWork(h, { definition: await idOf(name), input: 'x' });
    const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
    expect(run.failure).toEqual({ code: 'BUDGET_EXCEEDED', message: expect.stringMatching(message) });
  }
});

test('a run of a workflow is replayed from its recording, as a run of the same workflow', async () => {
  const { id } = await startWork(h, telling);
  await reach(h, id, 'SUCCEEDED');
  const { data } = await h.graphql<{ replayExecution: { __typename: string; id: string; definitionName: string } }>(
    `mutation ($id: ID!) { replayExecution(input: { id: $id, mode: RECORDED }) {
      __typename ... on Execution { id definitionName } ... on Failure { message } } }`,
    { id },
  );
  expect(data.replayExecution).toMatchObject({ __typename: 'WorkflowRun', definitionName: 'telling' });
  expect(await reach(h, data.replayExecution.id, 'SUCCEEDED', 'FAILED')).toMatchObject({
    output: 'Echo Echo Ada',
    usage: { modelCalls: 0 },
  });
});
