import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { speaker, taskClient } from '../../support/tasks.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ controllers: true, stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const { orloj, system, begin, reach } = taskClient(() => h);

test('a task of three agents in a row hands on from one to the next, and tells its messages, trace and output', async () => {
  await h.apply(speaker('planner', 'the plan') + speaker('writer', 'the draft') + speaker('editor', 'the text'));
  await system('pipeline', {
    agents: ['planner', 'writer', 'editor'],
    graph: { planner: { edges: [{ to: 'writer' }] }, writer: { next: 'editor' } },
  });
  await begin('report', { system: 'pipeline', input: { topic: 'tides' } });
  const { status, metadata } = await reach('report', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status).toMatchObject({ phase: 'Succeeded', attempts: 1 });
  expect(metadata.generation).toBe(1);
  expect(status.output).toMatchObject({
    system: 'pipeline',
    'runtime.mode': 'message-driven',
    'runtime.entry_agent': 'planner',
    result: 'executed',
    last_agent: 'editor',
    last_output: 'the text',
  });
  expect(status.messages?.map(({ message_id, phase, content }) => [message_id, phase, content])).toEqual([
    ['default/report/a001/h000/system/planner', 'Succeeded', 'tides'],
    ['default/report/a001/h001/planner/writer', 'Succeeded', 'the plan'],
    ['default/report/a001/h002/writer/editor', 'Succeeded', 'the draft'],
  ]);
  expect(status.history?.map(({ type }) => type)).toEqual(['claim', 'runtime_kickoff', 'succeeded']);
  expect(status.trace?.map(({ type, agent }) => (agent ? `${agent} ${type}` : type))).toEqual([
    'task_runtime_kickoff',
    ...['planner', 'writer', 'editor'].flatMap((agent) =>
      [
        'agent_message_received',
        'agent_inbox',
        'agent_worker_start',
        'model_call',
        'model_output',
        'agent_step',
        'agent_event',
        ...(agent === 'editor' ? [] : ['agent_message']),
        'agent_message_processed',
      ].map((type) => `${agent} ${type}`),
    ),
  ]);
});

test('messages are told by filter with the counts of each phase, and their metrics in all, by agent and by edge', async () => {
  const all = await orloj<{ total: number; messages: { type: string }[] }>('GET', '/v1/tasks/report/messages');
  expect(all.body).toMatchObject({
    name: 'report',
    namespace: 'default',
    total: 3,
    filtered_from: 3,
    lifecycle_counts: { deadletter: 0, queued: 0, retrypending: 0, running: 0, succeeded: 3 },
  });
  expect(all.body.messages.map(({ type }) => type)).toEqual(['task_start', 'task_handoff', 'task_handoff']);
  const filters: [string, number][] = [
    ['from_agent=PLANNER', 1],
    ['phase=succeeded,queued&to_agent=editor', 1],
    ['lifecycle=Dead-Letter', 0],
    ['trace_id=default/report/a001&limit=2', 2],
    ['limit=0', 0],
  ];
  for (const [query, total] of filters) {
    const { status, body } = await orloj('GET', `/v1/tasks/report/messages?${query}`);
    expect([query, status, body]).toMatchObject([query, 200, { total, filtered_from: 3 }]);
  }
  expect((await orloj('GET', '/v1/tasks/report/messages?phase=lost')).status).toBe(400);
  expect((await orloj('GET', '/v1/tasks/report/messages?limit=-1')).status).toBe(400);
  expect((await orloj('GET', '/v1/tasks/nobody/messages')).status).toBe(404);
  const metrics = await orloj('GET', '/v1/tasks/report/metrics');
  expect(metrics.body).toMatchObject({
    totals: { messages: 3, succeeded: 3, in_flight: 0, retry_count: 0, latency_sample_size: 3 },
    per_agent: [
      { agent: 'editor', inbound: 1, outbound: 0 },
      { agent: 'planner', inbound: 1, outbound: 1 },
      { agent: 'system', inbound: 0, outbound: 1 },
      { agent: 'writer', inbound: 1, outbound: 1 },
    ],
    per_edge: [
      { from_agent: 'planner', to_agent: 'writer', messages: 1 },
      { from_agent: 'system', to_agent: 'planner' },
      { from_agent: 'writer', to_agent: 'editor' },
    ],
    filters: { phase_filtered: false },
  });
  const logs = await orloj<{ name: string; logs: string[] }>('GET', '/v1/tasks/report/logs');
  expect(logs.body.logs[0]).toMatch(/^\d{4}-\d\d-\d\dT.*Z task_runtime_kickoff: The work begins with planner\.$/);
  expect(logs.body.logs.at(-1)).toContain('editor agent_message_processed');
});

test('an edge is taken when its condition is met, the default when none is, and a join waits for all that can come', async () => {
  await h.apply(
    speaker('sorter', '{"score": 7, "kind": "News"}') +
      speaker('low', 'low') +
      speaker('high', 'high') +
      speaker('news', 'news') +
      speaker('other', 'other') +
      speaker('last', 'joined'),
  );
  const edge = (to: string, condition?: object) => ({ to, ...(condition && { condition }) });
  await system('choice', {
    agents: ['sorter', 'low', 'high', 'news', 'other', 'last'],
    graph: {
      sorter: {
        edges: [
          edge('low', { output_json_path: '$.score', less_than: '5' }),
          edge('high', { output_json_path: '$.score', greater_than: '5' }),
          edge('news', { output_contains: 'news' }),
          edge('other', { default: true }),
        ],
      },
      ...Object.fromEntries(['low', 'high', 'news', 'other'].map((name) => [name, { edges: [edge('last')] }])),
    },
  });
  await begin('choose', { system: 'choice', input: { topic: 't' } });
  const { status } = await reach('choose', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status.phase).toBe('Succeeded');
  const ways = status.messages?.map(({ from_agent, to_agent, branch_id }) => `${from_agent}>${to_agent} ${branch_id}`);
  expect(ways?.sort()).toEqual([
    'high>last b001.001',
    'news>last b001.002',
    'sorter>high b001.001',
    'sorter>news b001.002',
    'system>sorter b001',
  ]);
  expect(status.join_states).toMatchObject([
    { node: 'last', sources: [{ from_agent: 'high' }, { from_agent: 'news' }] },
  ]);
});

test('agents go round a cycle as often as the task allows, and without that the task fails', async () => {
  await h.apply(speaker('author', 'v1', 'v2', 'v3') + speaker('critic', 'again', 'again', 'again'));
  await system('debate', {
    agents: ['author', 'critic'],
    graph: { author: { edges: [{ to: 'critic' }] }, critic: { edges: [{ to: 'author' }] } },
  });
  await begin('endless', { system: 'debate', input: { topic: 't' } });
  expect((await reach('endless', 'Failed')).status.lastError).toContain('no agent is where the work begins');
  await system('debate-entry', {
    agents: ['author', 'critic'],
    graph: {
      starter: { edges: [{ to: 'author' }] },
      author: { edges: [{ to: 'critic' }] },
      critic: { edges: [{ to: 'author' }] },
    },
  });
  await h.apply(speaker('starter', 'go'));
  await begin('unbounded', { system: 'debate-entry', input: { topic: 't' } });
  expect((await reach('unbounded', 'Failed')).status.lastError).toContain('max_turns');
  await begin('bounded', { system: 'debate-entry', input: { topic: 't' }, max_turns: 2 });
  const { status } = await reach('bounded', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status.messages?.map(({ from_agent, to_agent }) => `${from_agent}>${to_agent}`)).toEqual([
    'system>starter',
    'starter>author',
    'author>critic',
    'critic>author',
    'author>critic',
  ]);
});

test('a person sends an output back, the agent does it again with what was said, and approves the second', async () => {
  await h.apply(speaker('drafter', 'draft of {{input}}') + speaker('printer', 'printed'));
  await system('reviewed', {
    agents: ['drafter', 'printer'],
    graph: {
      drafter: { edges: [{ to: 'printer' }], review: { checkpoint_id: 'draft', ttl: '1h' } },
    },
  });
  await begin('with-review', { system: 'reviewed', input: { topic: 't' } });
  const waiting = await reach('with-review', 'WaitingApproval');
  expect(waiting.status.blocked_on).toMatchObject({ kind: 'TaskApproval', reason: 'output_review' });
  const name = waiting.status.blocked_on?.name ?? '';
  const approval = await orloj<{ spec: Record<string, unknown> }>('GET', `/v1/task-approvals/${name}`);
  expect(approval.body.spec).toMatchObject({ checkpoint_id: 'draft', output: 'draft of t', review_cycle: 1 });
  const sent = await orloj('POST', `/v1/task-approvals/${name}/request-changes`, { comment: 'shorter' });
  expect(sent.status).toBe(200);
  let next = '';
  await vi.waitUntil(
    async () => {
      const { status } = await reach('with-review', 'WaitingApproval', 'Failed');
      next = status.blocked_on?.name ?? '';
      return next !== name && next !== '';
    },
    { timeout: 10_000 },
  );
  const second = await orloj<{ spec: Record<string, unknown> }>('GET', `/v1/task-approvals/${next}`);
  expect(second.body.spec).toMatchObject({ review_cycle: 2, supersedes: name });
  const output = String(second.body.spec['output']);
  expect(output).toContain('- review.feedback: shorter');
  expect(output).toContain('- review.previous_output: draft of t');
  expect((await orloj('POST', `/v1/task-approvals/${next}/approve`, {})).status).toBe(200);
  const { status } = await reach('with-review', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status.output).toMatchObject({ last_agent: 'printer' });
  expect(status.messages?.find(({ to_agent }) => to_agent === 'printer')?.content).toBe(output);
});

test('a task whose system is missing fails and says so; one that is a template never runs', async () => {
  await begin('homeless', { system: 'nowhere', input: {} });
  expect((await reach('homeless', 'Failed')).status.lastError).toContain('AgentSystem');
  await begin('model-task', { system: 'pipeline', mode: 'template', input: { topic: 'x' } });
  expect((await reach('model-task', 'Pending')).status.messages).toBeUndefined();
});

test('reporting a task as failed cancels its run', async () => {
  await h.apply(speaker('slowpoke', 'done'));
  await system('slow', {
    agents: ['slowpoke'],
    graph: { slowpoke: { review: { checkpoint_id: 'wait', ttl: '1h' } } },
  });
  await begin('stopped', { system: 'slow', input: { topic: 't' } });
  const { metadata } = await reach('stopped', 'WaitingApproval');
  const put = await orloj('PUT', '/v1/tasks/stopped/status', {
    metadata: { resourceVersion: metadata.resourceVersion },
    status: { phase: 'Failed', lastError: 'cancelled by user' },
  });
  expect(put.status).toBe(200);
  const runs = `{ executions(filter: { kinds: [TASK_RUN] }, first: 50) { edges { node { definitionName phase } } } }`;
  await vi.waitUntil(
    async () => {
      const { data } = await h.graphql<{
        executions: { edges: { node: { definitionName: string; phase: string } }[] };
      }>(runs);
      return data.executions.edges.some(({ node }) => node.definitionName === 'stopped' && node.phase === 'CANCELLED');
    },
    { timeout: 10_000 },
  );
  expect((await reach('stopped', 'Failed')).status.lastError).toBe('cancelled by user');
});

test('a deleted task takes its run with it', async () => {
  await begin('dropped', { system: 'slow', input: { topic: 't' } });
  await reach('dropped', 'WaitingApproval');
  expect((await orloj('DELETE', '/v1/tasks/dropped')).status).toBe(200);
  const query =
    '{ executions(filter: { kinds: [TASK_RUN] }, first: 50) { edges { node { definitionName phase reason } } } }';
  await vi.waitUntil(
    async () => {
      const { data } = await h.graphql<{ executions: { edges: { node: object }[] } }>(query);
      const run = { definitionName: 'dropped', phase: 'CANCELLED', reason: 'Its task was deleted.' };
      return data.executions.edges.some(({ node }) => JSON.stringify(node) === JSON.stringify(run));
    },
    { timeout: 10_000 },
  );
});

test('an agent that fails is tried again as its task says; when that is used up, message and task are dead letters', async () => {
  await h.apply(
    `${speaker('wobbly', 'fine').replace('script: [{ text: "fine" }]', 'script: [{ error: { status: 503 } }]')}`,
  );
  await system('shaky', { agents: ['wobbly'], graph: { wobbly: {} } });
  await begin('retried', {
    system: 'shaky',
    input: { topic: 't' },
    message_retry: { max_attempts: 2, backoff: '10ms' },
  });
  const { status } = await reach('retried', 'Succeeded', 'Failed', 'DeadLetter');
  expect(status.phase).toBe('DeadLetter');
  expect(status.messages).toMatchObject([{ phase: 'DeadLetter', attempts: 2, max_attempts: 2 }]);
});
