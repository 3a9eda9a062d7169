import { beforeAll, expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';
import { makeWorld } from '../../support/facade/world.ts';

const swarm = clientOf('swarm');
let world: Awaited<ReturnType<typeof makeWorld>>;
beforeAll(async () => {
  world = await makeWorld(swarm.h());
});

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const problem = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  json: { type: 'about:blank', status, code, request_id: expect.stringMatching(/^req_/) },
});

test('an agent is shown with its definition, exactly', async () => {
  await swarm.h().apply(`
apiVersion: orrery.dev/v1
kind: Agent
metadata:
  name: profiler
  labels: { team: data, role: Data Engineer, model_tier: deep }
  annotations: { rules_path: rules/profiler.yaml }
spec: { description: Profiles data sets., prompt: "Profile.", model: short-model, tools: [sum] }
`);
  const { json } = await swarm.ask('/api/v1/agents/profiler');
  expect(json).toEqual({
    name: 'profiler',
    namespace: 'default',
    description: 'Profiles data sets.',
    team: 'data',
    role: 'Data Engineer',
    tools: ['sum'],
    rules_path: 'rules/profiler.yaml',
    model_tier: 'deep',
    model: 'short-model',
    source: 'built-in',
    ready: true,
    created_at: time,
    updated_at: time,
    prompt: 'Profile.',
  });
});

test('agents and their tools are listed a page at a time', async () => {
  const names = async (query: string) =>
    (await swarm.ask(`/api/v1/agents?${query}`)).json.map(({ name }: { name: string }) => name);
  const all = await names('limit=1000');
  expect(all).toEqual([...all].sort());
  expect([...(await names('limit=1')), ...(await names('limit=1000&offset=1'))]).toEqual(all);
  expect((await swarm.ask('/api/v1/agents/tools')).json).toContainEqual({
    name: 'pay',
    description: null,
    category: null,
    side_effect: 'financial',
    input_schema: null,
    requires_approval: true,
  });
  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'offset=-1'])
    expect(await swarm.ask(`/api/v1/agents?${query}`)).toMatchObject(problem(400, 'input_invalid'));
});

test('an agent that is invoked answers with its result', async () => {
  const { status, json } = await swarm.post('/api/v1/agents/greeter/invoke', { input: 'Ada' });
  expect(status).toBe(200);
  expect(json).toMatchObject({ agent: 'greeter', state: 'completed', output: 'Hello Ada', error: null, gates: [] });
});

test('an agent that needs a person shows its gate, and its result is read there once that is passed', async () => {
  const { json: run } = await swarm.post('/api/v1/agents/payer/invoke', { input: 'hi' });
  expect(run).toMatchObject({ state: 'awaiting_approval', output: null, gates: [expect.stringMatching(/^apr_/)] });
  const [gate] = run.gates;
  const gates = async (query = '') => (await swarm.ask(`/api/v1/approvals?run_id=${run.run_id}${query}`)).json;
  expect(await gates('&state=pending')).toEqual([
    {
      gate_id: gate,
      name: expect.any(String),
      gate_type: 'tool_call',
      state: 'pending',
      run_id: run.run_id,
      run: { id: run.run_id, name: run.name, state: 'awaiting_approval', output: null },
      agent: 'payer',
      tool: 'pay',
      arguments: { expression: '20+2' },
      summary: 'payer wants to call pay (financial).',
      risk: 'high',
      reason: null,
      approvers: [],
      requested_at: time,
      expires_at: time,
      approver: null,
      decided_at: null,
      comment: null,
    },
  ]);
  const approved = await swarm.post(`/api/v1/approvals/${gate}/approve`, { comment: 'Fine.' });
  expect(approved.json).toMatchObject({ state: 'approved', approver: 'admin', decided_at: time, comment: 'Fine.' });
  await expect
    .poll(async () => (await gates())[0].run, { timeout: 15_000 })
    .toMatchObject({ state: 'completed', output: 'Paid {"value":"22"}' });
  expect(await gates('&state=pending')).toEqual([]);
  expect(await gates('&state=approved,rejected')).toHaveLength(1);
});

test('a comment is optional and a reason is not; the first decision counts', async () => {
  const { approvalId } = await world.waitingRun();
  const at = `/api/v1/approvals/${approvalId}`;
  expect(await swarm.post(`${at}/reject`, {})).toMatchObject(problem(400, 'input_invalid'));
  expect((await swarm.post(`${at}/reject`, { reason: 'Too dear.' })).json).toMatchObject({
    state: 'rejected',
    comment: 'Too dear.',
  });
  expect(await swarm.ask(`${at}/approve`, { method: 'POST' })).toMatchObject(problem(409, 'approval_conflict'));
  const other = await world.waitingRun();
  expect(await swarm.ask(`/api/v1/approvals/${other.approvalId}/approve`, { method: 'POST' })).toMatchObject({
    status: 200,
  });
});

test('a gate says what it opens, also where whoever asked did not', async () => {
  const ask = 'mutation ($input: RequestApprovalInput!) { requestApproval(input: $input) { __typename } }';
  for (const [name, input] of Object.entries({
    promote: { category: 'PROMOTION' },
    approve_export: { category: 'CUSTOM', gate: 'approve_export' },
    custom: { category: 'CUSTOM' },
  }))
    await swarm.h().graphql(ask, { input: { ...input, name: `gate-${name}`, summary: 'May we?' } });
  const gates = (await swarm.ask('/api/v1/approvals?state=pending')).json as { name: string; gate_type: string }[];
  const typed = gates.filter(({ name }) => name.startsWith('gate-')).map(({ name, gate_type }) => [name, gate_type]);
  expect(Object.fromEntries(typed)).toEqual({
    'gate-promote': 'promote',
    'gate-approve_export': 'approve_export',
    'gate-custom': 'custom',
  });
});

test('gates are counted in a header', async () => {
  const { headers, json } = await swarm.ask('/api/v1/approvals?limit=1');
  expect(json).toHaveLength(1);
  expect(Number(headers.get('x-total-count'))).toBeGreaterThan(1);
});

test('problems are told as problem details', async () => {
  expect(await swarm.ask('/api/v1/agents/nobody')).toMatchObject({
    ...problem(404, 'resource_not_found'),
    json: { title: 'Not Found', detail: 'There is no agent nobody.', instance: '/api/v1/agents/nobody' },
  });
  expect(await swarm.ask('/api/v1/agents', { token: null })).toMatchObject(problem(401, 'unauthenticated'));
  expect(await swarm.ask('/api/v1/nowhere')).toMatchObject({ status: 404, contentType: 'application/problem+json' });
  const viewer = await swarm.h().tokenFor('VIEWER');
  const invoke = (json: unknown, token?: string) =>
    swarm.post('/api/v1/agents/greeter/invoke', json, token === undefined ? {} : { token });
  expect(await invoke({ input: 'hi' }, viewer)).toMatchObject(problem(403, 'forbidden'));
  expect(await invoke({})).toMatchObject(problem(400, 'input_invalid'));
  expect(await invoke({ input: 'x'.repeat(1024 * 1024) })).toMatchObject(problem(413, 'body_too_large'));
});

test('health, metrics and documentation are served on the port of Swarm', async () => {
  const open = (path: string) => swarm.ask(path, { token: null });
  expect(await open('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } });
  expect((await open('/livez')).json).toMatchObject({
    ready: true,
    checks: { database: 'ok', engine: 'ok' },
    disk: { totalBytes: expect.any(Number), freeBytes: expect.any(Number) },
  });
  const metrics = await open('/metrics');
  expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  for (const page of ['/docs', '/redoc', '/docs/', '/redoc/'])
    expect((await open(page)).contentType).toContain('text/html');
  const { json } = await open('/openapi.json');
  expect(json).toMatchObject({ openapi: '3.1.0', info: { title: 'Swarm' } });
  expect(Object.keys(json.paths)).toContain('/api/v1/agents/{name}/invoke');
});
