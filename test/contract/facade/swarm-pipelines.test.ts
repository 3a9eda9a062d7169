import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Harness, harness } from '../../support/harness.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(readFileSync(new URL('../../../examples/pipelines/fast-prototype.yaml', import.meta.url), 'utf8'));
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: ledger }
spec: { type: builtin, builtin: calculator, sideEffect: FINANCIAL }
---
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: ask }
spec: { applyMode: global, rules: [{ name: ask, effect: REQUIRE_APPROVAL, when: { tool.name: ledger } }] }
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: booking-model }
spec: { provider: mock, model: booking, script: [{ toolCalls: [{ name: ledger, arguments: { expression: "1 + 1" } }] }, { text: Booked. }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: booker }
spec: { model: booking-model, prompt: Book., tools: [ledger] }
---
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: booking }
spec:
  inputs: { problem_statement: { type: string, required: true }, dataset_path: { type: string } }
  nodes:
    book: { stage: booking, agent: { ref: booker } }
    tell: { stage: telling, agent: { ref: reporter }, dependsOn: [book] }
`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Pipeline {
  run_id: string;
  state: string;
  template: string;
  compliance_profile: string;
  phase: string | null;
  phases: { name: string; state: string }[];
  active_agent: string | null;
  output: unknown;
  gates: string[];
}

async function swarm<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
  const response = await fetch(new URL(`/api/v1/${path}`, h.url), {
    method,
    headers: { authorization: `Bearer ${h.adminToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

async function started(more: object = {}): Promise<string> {
  const made = await swarm<Pipeline>('POST', 'pipelines', { problem_statement: 'What comes back?', ...more });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.run_id;
}

async function reached(id: string, state: string): Promise<Pipeline> {
  let found: Pipeline | undefined;
  const isThere = async () => {
    found = (await swarm<Pipeline>('GET', `pipelines/${id}`)).body;
    return found.state === state;
  };
  await vi.waitUntil(isThere, { timeout: 10_000 });
  if (!found) throw new Error('No pipeline was read.');
  return found;
}

test('a template of five agents is run in its three phases, and what they made is pinned by its bytes', async () => {
  const id = await started({ dataset_path: 'orders.csv', compliance_profile: 'hipaa' });
  const run = await reached(id, 'completed');
  expect(run).toMatchObject({
    template: 'fast_prototype',
    compliance_profile: 'hipaa',
    phase: 'reporting',
    active_agent: null,
    phases: [
      { name: 'data', state: 'completed', agents: ['profile', 'features'] },
      { name: 'modelling', state: 'completed', agents: ['train', 'evaluate'] },
      { name: 'reporting', state: 'completed', agents: ['report'] },
    ],
  });
  const { body: made } = await swarm<{ name: string; sha256: string; content: string }[]>(
    'GET',
    `pipelines/${id}/artifacts`,
  );
  expect(made.map(({ name }) => name)).toEqual(
    ['profile', 'features', 'train', 'evaluate', 'report'].map((node) => `reports/${node}.md`),
  );
  for (const { sha256, content } of made) expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  expect(made.at(-1)?.content).toBe(run.output);
});

test('the phase and the agent that the work has come to are told while it waits at a gate', async () => {
  const id = await started({ template: 'booking' });
  const waiting = await reached(id, 'awaiting_approval');
  expect(waiting).toMatchObject({
    phase: 'booking',
    active_agent: 'booker',
    phases: [
      { name: 'booking', state: 'running' },
      { name: 'telling', state: 'pending' },
    ],
  });
  expect((await swarm('POST', `approvals/${waiting.gates[0]}/approve`, { comment: 'Yes.' })).status).toBe(200);
  expect(await reached(id, 'completed')).toMatchObject({ phase: 'telling' });
});

test('the journal of a run is paged, and its stream tells the same from the beginning, then what follows', async () => {
  const id = await started({ template: 'booking' });
  const { gates } = await reached(id, 'awaiting_approval');
  const rows: { seq: string; kind: string; run_id: string }[] = [];
  for (let after = ''; ; after = rows.at(-1)?.seq ?? '') {
    const { body } = await swarm<typeof rows>('GET', `pipelines/${id}/events?limit=2&after=${after}`);
    rows.push(...body);
    if (body.length < 2) break;
  }
  expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['execution_created', 'approval_requested']));
  expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
  const url = new URL(`/api/v1/pipelines/${id}/stream?token=${h.adminToken}`, h.url);
  const socket = new WebSocket(url.href.replace('http', 'ws'));
  const told: typeof rows = [];
  socket.on('message', (data) => told.push(JSON.parse(String(data))));
  await once(socket, 'open');
  await vi.waitUntil(() => told.length >= rows.length, { timeout: 10_000 });
  expect(told.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq));
  await swarm('POST', `approvals/${gates[0]}/approve`, {});
  await vi.waitUntil(() => told.at(-1)?.kind === 'execution_finished', { timeout: 10_000 });
  socket.terminate();
  expect(told.every(({ run_id }) => run_id === id)).toBe(true);
});

test('runs are listed by state, template and compliance profile, and a run that was stopped stays stopped', async () => {
  const id = await started({ template: 'booking', compliance_profile: 'eu_ai_act_high_risk' });
  await reached(id, 'awaiting_approval');
  const found = (query: string) => swarm<Pipeline[]>('GET', `pipelines?${query}`);
  const wanted = 'state=awaiting_approval&template=booking&compliance=eu_ai_act_high_risk';
  expect((await found(wanted)).body.map(({ run_id }) => run_id)).toEqual([id]);
  expect((await found('template=booking&compliance=rbi_free_ai')).body).toEqual([]);
  expect((await swarm('POST', `pipelines/${id}/cancel`, { reason: 'Enough.' })).body).toMatchObject({
    state: 'cancelled',
  });
  expect((await swarm('POST', `pipelines/${id}/cancel`)).status).toBe(200);
  expect((await swarm('POST', `pipelines/${id}/resume`)).status).toBe(409);
  expect((await found(wanted)).body).toEqual([]);
});

test('the same key starts one run, a template that is not there is not found, and neither is an agent run', async () => {
  const post = (body: object) =>
    fetch(new URL('/api/v1/pipelines', h.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${h.adminToken}`,
        'content-type': 'application/json',
        'idempotency-key': 'once',
      },
      body: JSON.stringify(body),
    });
  const same = { problem_statement: 'Once.', template: 'booking' };
  const [one, two] = await Promise.all([post(same), post(same)]);
  expect(((await one.json()) as Pipeline).run_id).toBe(((await two.json()) as Pipeline).run_id);
  expect((await post({ ...same, problem_statement: 'Twice.' })).status).toBe(422);
  expect((await swarm('POST', 'pipelines', { problem_statement: 'x', template: 'nowhere' })).status).toBe(404);
  expect((await swarm('POST', 'pipelines', { problem_statement: 7 })).status).toBe(400);
  const { body } = await swarm<{ run_id: string }>('POST', 'agents/reporter/invoke', { input: 'x' });
  expect((await swarm('GET', `pipelines/${body.run_id}`)).status).toBe(404);
});
