import { expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { approvalStory } from '../../support/story.ts';

const ns = '/v1/namespaces/shop';
const inShop = (manifests: string): string =>
  manifests.replaceAll('metadata: { name:', 'metadata: { namespace: shop, name:');
const joch = clientOf('joch', (h) => h.apply(inShop(approvalStory)).then(() => undefined));

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const call = (spec: object) => joch.post('/v1/tool-calls', { metadata: { namespace: 'shop' }, spec });
const sum = { toolRef: { name: 'sum' }, input: { expression: '1+2' } };

test('a tool call is shown as Joch documents it, exactly', async () => {
  const { status, json } = await call({ ...sum, agentRef: { name: 'payer' } });
  expect(status).toBe(201);
  expect(json).toEqual({
    apiVersion: 'runtime.joch.dev/v1alpha1',
    kind: 'ToolCall',
    id: expect.stringMatching(/^stp_/),
    metadata: {
      name: json.id,
      namespace: 'shop',
      labels: {},
      uid: json.id,
      generation: 1,
      creationTimestamp: time,
      resourceVersion: '2',
    },
    spec: {
      executionRef: { name: expect.any(String) },
      agentRef: { name: 'payer' },
      toolRef: { name: 'sum' },
      toolName: 'sum',
      input: { expression: '1+2' },
      sideEffects: { level: 'read_only', idempotencyKey: expect.any(String) },
      hookContext: { aosStepId: 'tool/tool:1.1' },
    },
    status: {
      phase: 'Succeeded',
      observedGeneration: 1,
      startedAt: time,
      completedAt: time,
      output: { value: '3' },
      isError: false,
      durationMs: expect.any(Number),
      attempt: 1,
      hookDecisions: [{ hook: 'steps/toolCallRequest', decision: 'allow', reason: expect.any(String) }],
    },
  });
  expect((await joch.ask(`/v1/tool-calls/${json.id}`)).json).toEqual(json);
});

test('an agent is named as plainly as a tool, and is looked for where the tool is', async () => {
  const { json } = await call({ toolRef: 'sum', agentRef: 'payer', input: { expression: '2+2' } });
  expect(json).toMatchObject({ spec: { agentRef: { name: 'payer' } }, status: { output: { value: '4' } } });
  expect(await call({ ...sum, agentRef: 'nobody' })).toMatchObject({
    status: 404,
    json: { error: { code: 'NotFound', message: 'There is no Agent shop/nobody.' } },
  });
});

test('a tool call is a resource of its namespace and of no other, under every spelling of its kind', async () => {
  const { json } = await call(sum);
  for (const kind of ['toolcalls', 'toolcall', 'ToolCall']) {
    expect((await joch.ask(`${ns}/${kind}/${json.id}`)).json).toEqual(json);
    expect((await joch.ask(`${ns}/${kind}?limit=1`)).json.items).toEqual([json]);
  }
  expect(await joch.ask(`/v1/namespaces/default/toolcalls/${json.id}`)).toMatchObject({
    status: 404,
    json: { error: { code: 'NotFound', message: `There is no tool call ${json.id} in default.` } },
  });
});

test('executions and approvals may be written in the singular and in camel case', async () => {
  const made = await call({ toolRef: 'pay', input: { expression: '1' } });
  expect(made.json.spec.approval).toEqual({ id: expect.any(String), required: true, status: 'Pending' });
  for (const [kind, plural] of [
    ['Execution', 'executions'],
    ['execution', 'executions'],
    ['Approval', 'approvals'],
    ['approval', 'approvals'],
  ]) {
    const { json } = await joch.ask(`${ns}/${plural}`);
    expect((await joch.ask(`${ns}/${kind}`)).json.items).toHaveLength(json.items.length);
    const [first] = json.items;
    expect((await joch.ask(`${ns}/${kind}/${first.metadata.name}`)).json.metadata).toEqual(first.metadata);
  }
});

test('every list says from where to watch', async () => {
  for (const kind of ['executions', 'toolcalls', 'approvals', 'agents'])
    expect((await joch.ask(`${ns}/${kind}`)).json.metadata.resourceVersion, kind).toMatch(/^[\w-]+$/);
});

test('a decision may come as YAML and without a content type that says JSON', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const body of ['decision: reject\nrationale: Too dear.\n', '{"decision": "reject", "rationale": "Too dear."}']) {
    const made = await call({ toolRef: 'pay', input: { expression: '1' } });
    const at = `/v1/approvals/${made.json.spec.approval.id}/decide`;
    const { json } = await joch.ask(at, { method: 'POST', body, headers });
    expect(json.status).toMatchObject({ phase: 'Denied', rationale: 'Too dear.' });
  }
});

test('what a policy forbids an agent is the event PolicyDenied, which says whose it is', async () => {
  await joch.h().apply(`
apiVersion: joch.dev/v1alpha1
kind: Policy
metadata: { name: shut, namespace: shop }
spec:
  appliesTo: { agents: { selector: {} } }
  rules: [{ name: never, when: { tool.name: sum }, action: { deny: true, reason: "It stays shut." } }]
`);
  const { json } = await joch.post(`${ns}/executions`, { spec: { agentRef: 'payer', input: 'Pay.' } });
  const denied = (text: string) => /^event: PolicyDenied\n(?:id: .*\n)?data: (.*)\n/m.exec(text)?.[1];
  const at = `${ns}/executions/${json.metadata.name}/events`;
  const text = await joch.follow(at, (read) => denied(read) !== undefined, { accept: 'text/event-stream' });
  expect(JSON.parse(denied(text) ?? '')).toMatchObject({
    type: 'PolicyDenied',
    agentRef: { name: 'payer' },
    payload: { decision: 'deny', policyId: 'shut', policyVersion: 'v1', rule: 'never', reason: 'It stays shut.' },
  });
});
