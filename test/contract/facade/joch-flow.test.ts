import { expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { approvalStory, shortStory } from '../../support/story.ts';

// What a client of Joch does from beginning to end, with nothing but Joch's own routes.

const ns = '/v1/namespaces/shop';
const joch = clientOf('joch', async (h) => {
  await h.apply(approvalStory);
  await h.apply(shortStory);
});

const manifests = `
apiVersion: model.joch.dev/v1alpha1
kind: Model
metadata: { name: till-model, namespace: shop }
spec:
  provider: mock
  model: till
  script:
    - toolCalls: [{ name: pay, arguments: { expression: "20+2" } }]
    - text: "Paid {{result}}"
---
apiVersion: tools.joch.dev/v1alpha1
kind: Tool
metadata: { name: pay, namespace: shop }
spec: { type: builtin, builtin: calculator, sideEffects: { level: financial } }
---
apiVersion: joch.dev/v1alpha1
kind: Agent
metadata: { name: till, namespace: shop, labels: { team: shop } }
spec: { modelPolicy: { allowed: [till-model] }, tools: [{ name: pay }] }
`;

interface Frame {
  event: string;
  id: string;
  data: { type: string; executionId: string; payload: Record<string, unknown> };
}

function framesOf(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter((part) => part.includes('event: '))
    .map((part) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1] ?? '';
      return { event: field('event'), id: field('id'), data: JSON.parse(field('data')) };
    });
}

/** The events of an execution up to the first of this name. */
async function until(name: string, event: string): Promise<Frame[]> {
  const has = (text: string) => text.slice(0, text.lastIndexOf('\n\n') + 1).includes(`event: ${event}\n`);
  return framesOf(await joch.follow(`${ns}/executions/${name}/events`, has, { accept: 'text/event-stream' }));
}

test('a client applies, lists, starts, sees what waits, decides and reads the result', async () => {
  const applied = await joch.ask('/v1/resources/apply', { method: 'POST', body: manifests });
  expect(applied.json).toMatchObject({ kind: 'List', dryRun: false });
  expect(applied.json.items.map((item: { kind: string }) => item.kind)).toEqual(['Model', 'Tool', 'Agent']);
  const listed = await joch.ask(`${ns}/agents?labelSelector=team%3Dshop`);
  expect(listed.json.items).toMatchObject([
    { kind: 'Agent', metadata: { name: 'till' }, status: { phase: 'Pending' } },
  ]);

  const started = await joch.post(`${ns}/executions`, {
    metadata: { name: 'sale', labels: { till: '1' } },
    spec: { agentRef: { name: 'till' }, input: { content: [{ kind: 'text', text: 'Sell it.' }] } },
  });
  expect(started.status).toBe(201);
  expect(started.json).toMatchObject({ kind: 'Execution', metadata: { name: 'sale', labels: { till: '1' } } });

  const asked = (await until('sale', 'ApprovalRequested')).at(-1);
  const waiting = await joch.ask(`${ns}/approvals?phase=Pending`);
  expect(waiting.json.items).toMatchObject([{ id: asked?.data.payload['approvalId'], status: { phase: 'Pending' } }]);
  const { id } = waiting.json.items[0];
  const decided = await joch.post(`/v1/approvals/${id}/decide`, {
    decision: 'edit',
    rationale: 'Half of it.',
    editedRequest: { expression: '11' },
  });
  expect(decided.json.status).toMatchObject({ phase: 'Approved', decision: 'edit', rationale: 'Half of it.' });
  expect(decided.json.status.editedRequest).toEqual({ expression: '11' });

  const frames = await until('sale', 'ExecutionSucceeded');
  expect(frames.map(({ event }) => event)).toEqual([
    'ExecutionCreated',
    'ExecutionStarted',
    'ModelCallStarted',
    'ModelCallCompleted',
    'ToolCallRequested',
    'ApprovalRequested',
    'ExecutionWaiting',
    'ApprovalGranted',
    'ExecutionScheduled',
    'ExecutionStarted',
    'ToolCallStarted',
    'ToolCallCompleted',
    'ModelCallStarted',
    'ModelCallCompleted',
    'ExecutionSucceeded',
  ]);
  expect(new Set(frames.map(({ id: cursor }) => cursor)).size).toBe(frames.length);
  const read = await joch.ask(`${ns}/executions/sale`);
  expect(read.json.status).toMatchObject({ phase: 'Succeeded', modelCalls: 2, toolCalls: 1, approvals: [id] });
  expect(read.json.status.output).toBe('Paid {"value":"11"}');
});

test('the same events come as lines to who asks for them, and each line says where to go on', async () => {
  const linesAfter = async (cursor = ''): Promise<{ type: string; cursor: string }[]> => {
    const path = `${ns}/executions/sale/events?after=${cursor}`;
    const answer = await joch.ask(path, { headers: { accept: 'application/x-ndjson' } });
    expect(answer.contentType).toContain('application/x-ndjson');
    return answer.text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };
  const lines = await linesAfter();
  expect(lines.map(({ cursor }) => cursor)).toEqual((await until('sale', 'ExecutionSucceeded')).map(({ id }) => id));
  expect([lines[0]?.type, lines.at(-1)?.type]).toEqual(['ExecutionCreated', 'ExecutionSucceeded']);
  expect(await linesAfter(lines[4]?.cursor)).toEqual(lines.slice(5));
});

test("an execution can be started on another model than the agent's own", async () => {
  const spec = { agentRef: 'payer', input: 'Ada', modelRouteOverride: { routeRef: { name: 'short-model' } } };
  const started = await joch.post('/v1/namespaces/default/executions', { spec });
  expect(started.status).toBe(201);
  const at = `/v1/namespaces/default/executions/${started.json.metadata.name}`;
  await expect
    .poll(async () => (await joch.ask(at)).json.status, { timeout: 15_000 })
    .toMatchObject({ phase: 'Succeeded', output: 'Hello Ada', modelCalls: 1 });
  const routeRef = { name: 'no-such-model' };
  const refused = await joch.post('/v1/namespaces/default/executions', {
    spec: { ...spec, modelRouteOverride: { routeRef } },
  });
  expect(refused).toMatchObject({ status: 404, json: { error: { code: 'NotFound' } } });
});

test('a finished execution is replayed, and one that still runs is not', async () => {
  for (const body of [undefined, { mode: 'recorded' }, { mode: 'RECORDED' }]) {
    const replayed = await joch.post(`${ns}/executions/sale/replay`, body);
    expect(replayed).toMatchObject({ status: 201, json: { spec: { trigger: { type: 'replay' } } } });
  }
  const unknown = await joch.post(`${ns}/executions/sale/replay`, { mode: 'backwards' });
  expect(unknown.json.error.message).toBe('mode must be one of recorded, live, live_with_side_effects.');
  const started = await joch.post(`${ns}/executions`, { spec: { agentRef: 'till', input: 'Sell it.' } });
  const { name } = started.json.metadata;
  const refused = await joch.post(`${ns}/executions/${name}/replay`);
  expect(refused).toMatchObject({ status: 409, json: { error: { code: 'Conflict' } } });
  const cancelled = await joch.post(`${ns}/executions/${name}/cancel`, { reason: 'Shop closed.' });
  expect(cancelled.json.status).toMatchObject({ phase: 'Cancelled' });
});

test('a tool call that needs a person waits, is approved and makes the call', async () => {
  const call = { namespace: 'shop', spec: { toolRef: { name: 'pay' }, input: { expression: '1+2' } } };
  const made = await joch.post('/v1/tool-calls', call);
  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({ kind: 'ToolCall', status: { phase: 'AwaitingApproval' } });
  const approved = await joch.post(`/v1/tool-calls/${made.json.id}/approve`, { rationale: 'Fine.' });
  expect(approved.json.spec.approval).toMatchObject({ status: 'Approved', approvedBy: 'admin' });
  await expect
    .poll(async () => (await joch.ask(`/v1/tool-calls/${made.json.id}`)).json.status, { timeout: 15_000 })
    .toMatchObject({ phase: 'Succeeded', output: { value: '3' } });
});

test('a tool call that a person refuses is denied, not failed', async () => {
  const call = { namespace: 'shop', spec: { toolRef: { name: 'pay' }, input: { expression: '1+3' } } };
  const made = await joch.post('/v1/tool-calls', call);
  const { id } = made.json.spec.approval;
  await joch.post(`/v1/approvals/${id}/decide`, { decision: 'reject', rationale: 'Too dear.' });
  await expect
    .poll(async () => (await joch.ask(`/v1/tool-calls/${made.json.id}`)).json.status.phase, { timeout: 15_000 })
    .toBe('Denied');
});

test('the same idempotency key gives the same tool call, from the header or from the body', async () => {
  const spec = { toolRef: { name: 'sum' }, input: { expression: '2+2' } };
  const first = await joch.post('/v1/tool-calls', { spec }, { headers: { 'idempotency-key': '"once"' } });
  const again = await joch.post('/v1/tool-calls', { spec: { ...spec, sideEffects: { idempotencyKey: 'once' } } });
  expect(again.json.id).toBe(first.json.id);
  const other = await joch.post('/v1/tool-calls', {
    spec: { ...spec, input: { expression: '1' }, sideEffects: { idempotencyKey: 'once' } },
  });
  expect(other).toMatchObject({ status: 422, json: { error: { code: 'Conflict' } } });
});

test('a tool call that a policy forbids says which policy, version and rule', async () => {
  await joch.h().apply(`
apiVersion: tools.joch.dev/v1alpha1
kind: Tool
metadata: { name: safe }
spec: { type: builtin, builtin: calculator, sideEffects: { level: read_only } }
---
apiVersion: joch.dev/v1alpha1
kind: Policy
metadata: { name: keep-shut }
spec:
  appliesTo: { agents: { selector: {} } }
  rules: [{ name: never, when: { tool.name: safe }, action: { deny: true, reason: "It stays shut." } }]
`);
  const denied = await joch.post('/v1/tool-calls', { spec: { toolRef: { name: 'safe' }, input: { expression: '1' } } });
  expect(denied.status).toBe(403);
  expect(denied.json.error).toMatchObject({
    code: 'PolicyDenied',
    message: 'It stays shut.',
    details: { policyId: 'keep-shut', policyVersion: 'v1', rule: 'never' },
  });
});
