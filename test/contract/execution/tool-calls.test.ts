import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory } from '../../support/story.ts';
import { startToolUpstream } from '../../support/tool-upstream.ts';

let h: Harness;
let upstream: Awaited<ReturnType<typeof startToolUpstream>>;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  upstream = await startToolUpstream();
  stops.push(() => upstream.close());
  await h.apply(approvalStory);
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: notes }
spec: { type: http, url: "${upstream.url}/echo", sideEffect: LOCAL_WRITE }
---
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: thrifty }
spec:
  applyMode: scoped
  rules:
    - { name: never, expression: 'tool.arguments.expression == "1000"', effect: DENY, reason: "Too much." }
    - { name: asked, when: { agent.name: careful, tool.name: sum }, effect: REQUIRE_APPROVAL }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: careful, labels: { team: shop } }
spec: { model: story-model, tools: [sum], policies: [thrifty] }`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Called {
  __typename: string;
  id: string;
  phase: string;
  input: unknown;
  output: unknown;
  failure: { code: string; message: string } | null;
  tool: { name: string } | null;
  agent: { name: string } | null;
  toolCall: { id: string; arguments: unknown; result: unknown; idempotencyKey: string; phase: string } | null;
  approvals: { id: string; summary: string }[];
  settled: Called;
  code?: string;
  message?: string;
  facts?: object;
}

const runFields = `id phase input output failure { code message } ... on ToolRun { tool { name } agent { name }
  toolCall { id arguments result idempotencyKey phase } } approvals { id summary }`;

async function call(input: object): Promise<Called> {
  const { data, errors } = await h.graphql<{ callTool: Called }>(
    `mutation ($input: CallToolInput!) { callTool(input: $input) { __typename ... on ToolRun { ${runFields} settled { ${runFields} } }
      ... on Failure { code message facts } } }`,
    { input },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.callTool;
}

test('a tool is called by itself with exactly the given arguments, as a durable step with its own idempotency key', async () => {
  const given = { text: '{{input}}', deep: { list: [1, null, '{{input}}'] } };
  const run = await call({ tool: { name: 'notes' }, arguments: given });
  expect(run).toMatchObject({ __typename: 'ToolRun', input: given, tool: { name: 'notes' }, agent: null });
  expect(run.settled.phase, JSON.stringify(run.settled)).toBe('SUCCEEDED');
  expect(run.settled.toolCall).toMatchObject({
    arguments: given,
    phase: 'SUCCEEDED',
    idempotencyKey: `${run.id}:tool/tool:1.1`,
  });
  expect(run.settled.output).toEqual(run.settled.toolCall?.result);
  expect(upstream.calls.at(-1)).toMatchObject({
    body: given,
    headers: { 'idempotency-key': run.settled.toolCall?.idempotencyKey },
  });
});

test('a call that breaks ends its run with the code of the tool, and names the step', async () => {
  const run = await call({ tool: { name: 'sum' }, arguments: { expression: '1/0' } });
  expect(run.settled).toMatchObject({ phase: 'FAILED', failure: { code: expect.stringMatching(/^TOOL_/) } });
  expect(run.settled.failure?.message).not.toContain('Error:');
});

test('what cannot be called is refused at once with its code', async () => {
  expect(await call({ tool: { name: 'nothing' } })).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  expect(await call({ tool: { name: 'sum' }, agent: { name: 'nobody' } })).toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
  });
  expect(await call({ tool: { name: 'sum' }, namespace: 'nowhere', arguments: { expression: '1' } })).toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
  });
  expect(await call({ tool: { name: 'sum' }, arguments: { expression: 5 } })).toMatchObject({
    code: 'TOOL_INPUT_INVALID',
  });
  expect(await call({ tool: { name: 'sum' }, arguments: ['1'] })).toMatchObject({ code: 'INPUT_INVALID' });
});

test('the policies of the agent on whose behalf a tool is called count, and only theirs', async () => {
  const denied = { tool: { name: 'sum' }, arguments: { expression: '1000' } };
  expect(await call({ ...denied, agent: { name: 'careful' } })).toMatchObject({
    code: 'POLICY_DENIED',
    message: 'Too much.',
    facts: { rule: 'never' },
  });
  expect((await call(denied)).settled).toMatchObject({ phase: 'SUCCEEDED', output: { value: '1000' } });
  const asked = await call({ tool: { name: 'sum' }, arguments: { expression: '1+1' }, agent: { name: 'careful' } });
  expect(asked.settled).toMatchObject({ phase: 'WAITING', agent: { name: 'careful' }, toolCall: { phase: 'WAITING' } });
  expect(asked.settled.approvals[0]?.summary).toBe('careful wants to call sum (read only).');
  await decide(h, asked.settled.approvals[0]?.id ?? '');
  expect((await reach(h, asked.id, 'SUCCEEDED', 'FAILED')).output).toEqual({ value: '2' });
});

test('a denied call ends its run as denied', async () => {
  const run = await call({ tool: { name: 'pay' }, arguments: { expression: '1' } });
  await decide(h, run.settled.approvals[0]?.id ?? '', { decision: 'DENY', comment: 'no' });
  expect(await reach(h, run.id, 'FAILED')).toMatchObject({ failure: { code: 'APPROVAL_DENIED' } });
});

test('equal calls inside the window give the first, also at the same time; force and other arguments do not', async () => {
  const input = { tool: { name: 'notes' }, arguments: { a: 1, b: { c: 2 } }, repeatWindow: '1h' };
  const runs = await Promise.all(Array.from({ length: 12 }, () => call(input)));
  expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
  const sorted = await call({ ...input, arguments: { b: { c: 2 }, a: 1 } });
  expect(sorted).toMatchObject({ id: runs[0]?.id, settled: { output: runs[0]?.settled.output } });
  const others = [
    await call({ ...input, force: true }),
    await call({ ...input, arguments: { a: 2, b: { c: 2 } } }),
    await call({ ...input, agent: { name: 'careful' } }),
    await call({ ...input, repeatWindow: '0s' }),
    await call({ tool: input.tool, arguments: input.arguments }),
  ];
  expect(new Set([runs[0]?.id, ...others.map(({ id }) => id)]).size).toBe(6);
});

test('a failed call is no result to repeat', async () => {
  const input = { tool: { name: 'sum' }, arguments: { expression: '2/0' }, repeatWindow: '1h' };
  const first = await call(input);
  expect(first.settled.phase).toBe('FAILED');
  expect((await call(input)).id).not.toBe(first.id);
});

test('the same idempotency key and request give the first call; another request with it is refused', async () => {
  const input = { tool: { name: 'sum' }, arguments: { expression: '3' }, idempotencyKey: 'call-3' };
  const [first, second] = [await call(input), await call(input)];
  expect(second.id).toBe(first.id);
  expect(await call({ ...input, arguments: { expression: '4' } })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
});

test('a dry run checks everything and starts nothing', async () => {
  const plan = await h.graphql<{ callTool: { id: string } }>(
    'mutation { callTool(input: { tool: { name: "sum" }, arguments: { expression: "1" }, dryRun: true }) { ... on ToolRun { id phase name } } }',
  );
  const { data } = await h.graphql<{ execution: unknown }>('query ($id: ID!) { execution(id: $id) { id } }', {
    id: plan.data.callTool.id,
  });
  expect(data.execution).toBeNull();
});

test('a tool run is a node, is listed with the runs, is cancelled and replayed like them', async () => {
  const waiting = await call({ tool: { name: 'pay' }, arguments: { expression: '5' } });
  const { data } = await h.graphql<{ node: object; executions: object; cancelExecution: object }>(
    `query ($id: ID!) { node(id: $id) { __typename } executions(first: 1) { edges { node { __typename id } } } }`,
    { id: waiting.id },
  );
  expect(data).toEqual({
    node: { __typename: 'ToolRun' },
    executions: { edges: [{ node: { __typename: 'ToolRun', id: waiting.id } }] },
  });
  const done = await call({ tool: { name: 'sum' }, arguments: { expression: '6' } });
  const { data: changed } = await h.graphql<{ cancelExecution: object; replayExecution: { id: string } }>(
    `mutation ($id: ID!, $done: ID!) { cancelExecution(input: { id: $id }) { __typename ... on ToolRun { phase } }
      replayExecution(input: { id: $done }) { __typename ... on ToolRun { id } } }`,
    { id: waiting.id, done: done.id },
  );
  expect(changed.cancelExecution).toEqual({ __typename: 'ToolRun', phase: 'CANCELLED' });
  expect(await reach(h, changed.replayExecution.id, 'SUCCEEDED')).toMatchObject({
    output: { value: '6' },
    usage: { toolCalls: 0 },
  });
});

async function cancel(id: string, more: object = {}): Promise<Record<string, unknown>> {
  const { data, errors } = await h.graphql<{ cancelToolCall: Record<string, unknown> }>(
    `mutation ($input: CancelToolCallInput!) { cancelToolCall(input: $input) { __typename ... on ToolCall { phase execution { phase reason } approval { phase } }
      ... on Failure { code message fix } } }`,
    { input: { id, ...more } },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.cancelToolCall;
}

test("cancelling a tool run's call cancels its execution, and a second time there is nothing to end", async () => {
  const run = await call({ tool: { name: 'pay' }, arguments: { expression: '7' } });
  const id = run.settled.toolCall?.id ?? '';
  expect(await cancel(id, { dryRun: true })).toMatchObject({ phase: 'CANCELLED' });
  expect(await cancel(id, { reason: 'late' })).toMatchObject({
    phase: 'CANCELLED',
    execution: { phase: 'CANCELLED', reason: 'late' },
    approval: { phase: 'CANCELLED' },
  });
  expect(await cancel(id)).toMatchObject({ code: 'EXECUTION_STATE_CONFLICT' });
  expect(await cancel('stp_none')).toMatchObject({ code: 'STEP_NOT_FOUND' });
});

test("cancelling an agent's waiting call denies it, and the model is told the reason", async () => {
  const id = await start(h, 'payer');
  const waiting = await reach(h, id, 'WAITING');
  const pay = waiting.steps.edges.at(-1)?.node.id ?? '';
  const model = waiting.steps.edges[0]?.node.id ?? '';
  expect(await cancel(model)).toMatchObject({ code: 'STEP_NOT_FOUND' });
  expect(await cancel(pay, { reason: 'not today' })).toMatchObject({
    __typename: 'ToolCall',
    approval: { phase: 'DENIED' },
  });
  expect((await reach(h, id, 'SUCCEEDED')).output).toBe('Paid Error: A person denied the call. not today');
  expect(await cancel(pay)).toMatchObject({
    code: 'EXECUTION_STATE_CONFLICT',
    message: expect.stringContaining('FAILED'),
  });
});

test('tool calls are read by id and listed over all runs, by tool, run and phase, with cursors', async () => {
  const run = await call({ tool: { name: 'sum' }, arguments: { expression: '8' } });
  const list = async (args: string): Promise<{ ids: string[]; end: string }> => {
    const { data, errors } = await h.graphql<{
      toolCalls: { edges: { node: { id: string } }[]; pageInfo: { endCursor: string } };
    }>(`{ toolCalls(${args}) { edges { node { id } } pageInfo { endCursor } } }`);
    expect(errors, JSON.stringify(errors)).toBeUndefined();
    return { ids: data.toolCalls.edges.map(({ node }) => node.id), end: data.toolCalls.pageInfo.endCursor };
  };
  const id = run.settled.toolCall?.id;
  expect((await list(`filter: { execution: "${run.id}" }`)).ids).toEqual([id]);
  expect((await list('first: 1, filter: { tool: "sum", phases: [SUCCEEDED], namespace: "default" }')).ids).toEqual([
    id,
  ]);
  expect((await list('filter: { namespace: "nowhere" }')).ids).toEqual([]);
  const all = await list('first: 100');
  const first = await list('first: 2');
  const rest = await list(`first: 100, after: "${first.end}"`);
  expect([...first.ids, ...rest.ids]).toEqual(all.ids);
  const { data } = await h.graphql<{ toolCall: object; none: null }>(
    `{ toolCall(id: "${id}") { name execution { id } } none: toolCall(id: "stp_none") { id } }`,
  );
  expect(data).toEqual({ toolCall: { name: 'sum', execution: { id: run.id } }, none: null });
});

test('a viewer reads tool calls, and neither makes nor ends them', async () => {
  const token = await h.tokenFor('VIEWER');
  const read = await h.graphql('{ toolCalls(first: 1) { edges { node { id } } } }', {}, { token });
  expect(read.errors).toBeUndefined();
  const made = await h.graphql('mutation { callTool(input: { tool: { name: "sum" } }) { __typename } }', {}, { token });
  expect(made.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});
