import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, look, reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

async function mutate(field: string, input: object): Promise<{ __typename: string; [key: string]: unknown }> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const { data, errors } = await h.graphql<Record<string, { __typename: string }>>(
    `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on AgentRun { id phase reason } ... on Failure { code message fix } } }`,
    { input },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data[field] as { __typename: string };
}

test('a run calls its model and tools, waits for the approval without a worker, goes on with the edited arguments and finishes', async () => {
  const id = await start(h, 'payer');
  const waiting = await reach(h, id, 'WAITING');
  expect(waiting.reason).toBe('Waits for an approval.');
  expect(h.platform.parts.engine.running).toBe(0);
  const [approval] = waiting.approvals;
  const decided = await decide(h, approval?.id ?? '', {
    comment: 'fine',
    editedArguments: { expression: '40+2' },
    expectedVersion: 1,
  });
  expect(decided).toMatchObject({ __typename: 'Approval', phase: 'APPROVED', decision: { comment: 'fine' } });
  const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
  expect(run).toMatchObject({
    phase: 'SUCCEEDED',
    output: 'Paid {"value":"42"}',
    usage: { modelCalls: 3, toolCalls: 2 },
  });
  expect(run.steps.edges.map(({ node }) => [node.key, node.phase, node.attempt])).toEqual([
    ['agent/model:1', 'SUCCEEDED', 1],
    ['agent/tool:1.1', 'SUCCEEDED', 1],
    ['agent/model:2', 'SUCCEEDED', 1],
    ['agent/tool:2.1', 'SUCCEEDED', 1],
    ['agent/model:3', 'SUCCEEDED', 1],
  ]);
  expect(Number(run.usage.cost.amount)).toBeGreaterThan(0);
});

test('a denied call is told to the model with the comment, and the run goes on', async () => {
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  await decide(h, approvals[0]?.id ?? '', { decision: 'DENY', comment: 'too dear' });
  const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
  expect(run.output).toBe('Paid Error: A person denied the call. too dear');
  expect(run.steps.edges[3]?.node).toMatchObject({ phase: 'FAILED', error: { code: 'APPROVAL_DENIED' } });
});

test('edited arguments that do not fit the tool are refused and nothing is decided', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: pay }
spec: { type: builtin, builtin: calculator, sideEffect: FINANCIAL, inputSchema: { type: object, required: [expression], properties: { expression: { type: string } } } }`);
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  const refused = await decide(h, approvals[0]?.id ?? '', { editedArguments: { expression: 5 } });
  expect(refused).toMatchObject({ __typename: 'ToolInputInvalid' });
  expect((await look(h, id)).approvals).toEqual(approvals);
  await mutate('cancelExecution', { id });
});

test('of two hundred simultaneous decisions one counts and the others are told so', async () => {
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  const approvalId = approvals[0]?.id ?? '';
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      decide(h, approvalId, { decision: n % 2 === 0 ? 'APPROVE' : 'DENY', comment: `decision ${n}` }),
    ),
  );
  const kinds = results.map((result) => result.__typename);
  expect(kinds.filter((kind) => kind === 'Approval')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'ApprovalConflict')).toHaveLength(199);
  const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
  expect(run.approvals[0]?.version).toBe(2);
  expect(run.steps.edges.filter(({ node }) => node.key === 'agent/tool:2.1')).toHaveLength(1);
  const decisions = async (): Promise<number> => {
    const { data } = await h.graphql<{ events: { edges: unknown[] } }>(
      'query ($id: ID!) { events(filter: { subject: $id, types: [APPROVAL_DECIDED] }) { edges { cursor } } }',
      { id: approvalId },
    );
    return data.events.edges.length;
  };
  await expect.poll(decisions).toBe(1);
});

test('cancelling settles the approvals in the same transaction, is safe to repeat, and leaves nothing to decide', async () => {
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  expect(await mutate('cancelExecution', { id, reason: 'changed my mind' })).toMatchObject({
    phase: 'CANCELLED',
    reason: 'changed my mind',
  });
  expect((await look(h, id)).approvals[0]?.phase).toBe('CANCELLED');
  expect(await mutate('cancelExecution', { id })).toMatchObject({ phase: 'CANCELLED', reason: 'changed my mind' });
  expect(await decide(h, approvals[0]?.id ?? '')).toMatchObject({ __typename: 'ApprovalConflict' });
});

test('a paused run stays where it is, keeps a decision made meanwhile, and goes on when it is resumed', async () => {
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  expect(await mutate('pauseExecution', { id })).toMatchObject({ phase: 'PAUSED' });
  expect(await mutate('pauseExecution', { id })).toMatchObject({ __typename: 'ExecutionStateConflict' });
  await decide(h, approvals[0]?.id ?? '');
  expect((await look(h, id)).phase).toBe('PAUSED');
  await mutate('resumeExecution', { id });
  expect((await reach(h, id, 'SUCCEEDED', 'FAILED')).output).toBe('Paid {"value":"22"}');
});

test('the same idempotency key and request give the first run; another request with it is refused', async () => {
  const more = { idempotencyKey: 'order-7' };
  const ids = await Promise.all(Array.from({ length: 20 }, () => start(h, 'greeter', 'you', more)));
  expect(new Set(ids).size).toBe(1);
  const { data } = await h.graphql<{ startExecution: unknown }>(
    'mutation ($input: StartExecutionInput!) { startExecution(input: $input) { __typename ... on Failure { code facts } } }',
    { input: { agent: { name: 'greeter' }, input: 'somebody else', ...more } },
  );
  expect(data.startExecution).toMatchObject({ __typename: 'IdempotencyConflict', facts: { executionId: ids[0] } });
});

test('a recorded replay gives the same output and calls nothing', async () => {
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  await decide(h, approvals[0]?.id ?? '');
  const original = await reach(h, id, 'SUCCEEDED');
  const replay = await mutate('replayExecution', { id });
  const run = await reach(h, String(replay['id']), 'SUCCEEDED', 'FAILED');
  expect(run.output).toBe(original.output);
  expect(run.usage).toMatchObject({ modelCalls: 0, toolCalls: 0, inputTokens: 0 });
  expect(run.steps.edges.map(({ node }) => node.recordedFrom)).toEqual(original.steps.edges.map(({ node }) => node.id));
});

test('a live replay calls models again but gives a side effect its recorded result; a fork asks for it anew', async () => {
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  await decide(h, approvals[0]?.id ?? '', { editedArguments: { expression: '20+2' } });
  const original = await reach(h, id, 'SUCCEEDED');
  const second = original.steps.edges[2]?.node.id;
  const replay = await mutate('replayExecution', { id, mode: 'LIVE', fromStep: second });
  const replayed = await reach(h, String(replay['id']), 'SUCCEEDED', 'FAILED', 'WAITING');
  expect(replayed).toMatchObject({
    phase: 'SUCCEEDED',
    output: original.output,
    usage: { modelCalls: 2, toolCalls: 0 },
  });
  const fork = await mutate('forkExecution', { step: second, input: 'again' });
  const forked = await reach(h, String(fork['id']), 'SUCCEEDED', 'FAILED', 'WAITING');
  expect(forked.phase).toBe('WAITING');
  expect(forked.steps.edges.slice(0, 2).every(({ node }) => node.recordedFrom !== null)).toBe(true);
});

test('the messages of a model call are what the model was given', async () => {
  const id = await start(h, 'payer', { message: 'please' });
  await reach(h, id, 'WAITING');
  const { data } = await h.graphql<{
    execution: { steps: { edges: { node: { messages?: { role: string; content: string }[] } }[] } };
  }>(
    'query ($id: ID!) { execution(id: $id) { steps { edges { node { ... on ModelCall { messages { role content toolCalls { name } } } } } } } }',
    { id },
  );
  expect(data.execution.steps.edges[2]?.node.messages).toMatchObject([
    { role: 'SYSTEM', content: 'Pay.' },
    { role: 'USER', content: 'please' },
    { role: 'ASSISTANT', toolCalls: [{ name: 'sum' }] },
    { role: 'TOOL', content: '{"value":"21"}' },
  ]);
  await mutate('cancelExecution', { id });
});

test('a model that fails for a while is asked again with backoff, and every attempt is in the journal', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: moody-model }
spec: { provider: mock, model: moody, script: [{ error: { status: 400, message: "no such thing" } }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: moody }
spec: { model: moody-model, fallbackModels: [short-model] }
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: down-model }
spec: { provider: mock, model: down, script: [{ error: { status: 503, message: "out of order" } }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: resilient }
spec: { model: down-model, fallbackModels: [short-model] }`);
  const refused = await reach(h, await start(h, 'moody'), 'SUCCEEDED', 'FAILED');
  expect(refused).toMatchObject({ phase: 'FAILED', failure: { code: 'MODEL_REFUSED' } });
  const rescued = await reach(h, await start(h, 'resilient', 'you'), 'SUCCEEDED', 'FAILED');
  expect(rescued).toMatchObject({ phase: 'SUCCEEDED', output: 'Hello you' });
  expect(rescued.steps.edges[0]?.node.attempt).toBe(5);
});

test('a run ends when its time is over, and says so', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: slow-model }
spec: { provider: mock, model: slow, script: [{ text: "late", delayMs: 60000 }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: slow }
spec: { model: slow-model, limits: { timeoutMs: 150 } }`);
  const run = await reach(h, await start(h, 'slow'), 'TIMED_OUT', 'FAILED', 'SUCCEEDED');
  expect(run).toMatchObject({ phase: 'TIMED_OUT', failure: { code: 'EXECUTION_TIMED_OUT' } });
  expect(run.steps.edges[0]?.node.phase).toBe('CANCELLED');
});

test('a run that is cancelled in the middle of a call ends at once and the call is broken off', async () => {
  const id = await start(h, 'slow', 'x', { model: { name: 'slow-model' } });
  await expect.poll(async () => (await look(h, id)).steps.edges.length).toBe(1);
  await mutate('cancelExecution', { id });
  await expect.poll(() => h.platform.parts.engine.running).toBe(0);
  expect((await look(h, id)).phase).toBe('CANCELLED');
});

test('what cannot be started is refused with the reason', async () => {
  const attempt = async (input: object): Promise<unknown> => {
    const { data } = await h.graphql<{ startExecution: unknown }>(
      'mutation ($input: StartExecutionInput!) { startExecution(input: $input) { __typename ... on Failure { message } } }',
      { input },
    );
    return data.startExecution;
  };
  expect(await attempt({ agent: { name: 'nobody' }, input: 'x' })).toMatchObject({ __typename: 'ResourceNotFound' });
  expect(await attempt({ agent: { name: 'greeter' }, input: 'x', model: { name: 'none' } })).toMatchObject({
    __typename: 'ResourceNotFound',
  });
  expect(await attempt({ agent: { name: 'greeter' }, input: 'x', name: 'not a name!' })).toMatchObject({
    __typename: 'InputInvalid',
  });
  expect(await attempt({ agent: { name: 'greeter' }, input: 'x'.repeat(600_000) })).toMatchObject({
    __typename: 'InputInvalid',
  });
  const name = 'taken-once';
  await start(h, 'greeter', 'x', { name });
  expect(await attempt({ agent: { name: 'greeter' }, input: 'x', name })).toMatchObject({ __typename: 'NameTaken' });
  expect(await attempt({ agent: { name: 'greeter' }, input: 'x', dryRun: true })).toMatchObject({
    __typename: 'ExecutionPlan',
  });
});

test('an approval that nobody decides expires with its default, and the run goes on with that', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: hurry }
spec:
  applyMode: scoped
  appliesTo: { agents: [hasty, trusting] }
  rules:
    - { name: soon, when: { tool.name: pay, agent.name: hasty }, effect: REQUIRE_APPROVAL, approval: { timeoutMs: 50, onTimeout: DENIED } }
    - { name: fine, when: { tool.name: pay, agent.name: trusting }, effect: REQUIRE_APPROVAL, approval: { timeoutMs: 50, onTimeout: APPROVED } }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: hasty }
spec: { model: story-model, tools: [sum, pay], policies: [hurry] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: trusting }
spec: { model: story-model, tools: [sum, pay], policies: [hurry] }`);
  const hasty = await reach(h, await start(h, 'hasty'), 'SUCCEEDED', 'FAILED');
  expect(hasty).toMatchObject({
    output: 'Paid Error: Nobody approved the call in time.',
    approvals: [{ phase: 'EXPIRED' }],
  });
  const trusting = await reach(h, await start(h, 'trusting'), 'SUCCEEDED', 'FAILED');
  expect(trusting).toMatchObject({ output: 'Paid {"value":"22"}', approvals: [{ phase: 'APPROVED' }] });
});

test('a policy denies a call, the model is told why, and the decision is in the journal with its rule', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: no-money }
spec: { applyMode: scoped, rules: [{ name: never, when: { tool.sideEffect: financial }, effect: DENY, reason: "No money today." }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: poor }
spec: { model: story-model, tools: [sum, pay], policies: [no-money] }`);
  const id = await start(h, 'poor');
  const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
  expect(run.output).toContain('No money today.');
  const decisions = async (): Promise<object[]> => {
    const { data } = await h.graphql<{ events: { edges: { node: { decision: object } }[] } }>(
      'query ($id: ID!) { events(filter: { execution: $id, types: [POLICY_DECIDED] }) { edges { node { ... on PolicyDecided { decision { effect policyName rule policyVersion } } } } } }',
      { id },
    );
    return data.events.edges.map(({ node }) => node.decision);
  };
  // The journal shows an event once no older transaction is open, which may be a moment after its own commit.
  await expect
    .poll(decisions)
    .toEqual([{ effect: 'DENY', policyName: 'no-money', rule: 'never', policyVersion: 'v1' }]);
});

test('nobody approves past a policy: edited arguments are judged as those of the model are', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: modest }
spec: { applyMode: scoped, rules: [{ name: no-thousands, expression: 'tool.arguments.expression == "1000"', effect: DENY, reason: "Too much." }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: modest }
spec: { model: story-model, tools: [sum, pay], policies: [modest] }`);
  const id = await start(h, 'modest');
  const { approvals } = await reach(h, id, 'WAITING');
  await decide(h, approvals[0]?.id ?? '', { editedArguments: { expression: '1000' } });
  const run = await reach(h, id, 'SUCCEEDED', 'FAILED');
  expect(run.output).toBe('Paid Error: Too much.');
  const requested = async (): Promise<number> => {
    const { data } = await h.graphql<{ events: { edges: { node: { tool: string } }[] } }>(
      'query ($id: ID!) { events(filter: { execution: $id, types: [TOOL_CALL_REQUESTED] }) { edges { node { ... on ToolCallRequested { tool } } } } }',
      { id },
    );
    return data.events.edges.filter(({ node }) => node.tool === 'pay').length;
  };
  await expect.poll(requested).toBe(1);
});
