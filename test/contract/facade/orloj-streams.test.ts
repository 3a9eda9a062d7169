import { expect, test } from 'vitest';
import { reach, start } from '../../support/runs.ts';
import { approvalStory } from '../../support/story.ts';
import { type OrlojFrame, openOrloj, orlojClient } from './orloj-client.ts';

const client = orlojClient();
const { send, platform } = client;

function agent(name: string, more: object = {}) {
  return { metadata: { name, ...more }, spec: { model_ref: 'a' } };
}

const named = (name: string) => (frame: OrlojFrame) => frame.data.name === name;

test('a watch of agents begins with those that are there and goes on with every change', async () => {
  for (const name of ['w-b', 'w-a']) await send('POST', '/v1/agents', agent(name, { namespace: 'watched' }));
  const stream = await openOrloj(client, '/v1/agents/watch?namespace=watched');
  expect(stream.status).toBe(200);
  expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(stream.headers.get('cache-control')).toContain('no-cache');
  const listed = await stream.until(named('w-b'));
  expect(listed.map(({ event, data }) => [event, data.type, data.action, data.kind, data.name])).toEqual([
    ['resource', 'added', 'created', 'Agent', 'w-a'],
    ['resource', 'added', 'created', 'Agent', 'w-b'],
  ]);
  expect(listed[0]?.data.resource).toEqual((await send('GET', '/v1/agents/w-a?namespace=watched')).json);
  await send('POST', '/v1/agents', agent('elsewhere'));
  const { json } = await send('POST', '/v1/agents', agent('w-c', { namespace: 'watched' }));
  await send('PUT', '/v1/agents/w-c?namespace=watched', { ...json, spec: { model_ref: 'b' } });
  const status = { metadata: { resourceVersion: '2' }, status: { phase: 'Running' } };
  expect((await send('PUT', '/v1/agents/w-c/status?namespace=watched', status)).status).toBe(200);
  await send('DELETE', '/v1/agents/w-c?namespace=watched');
  const changes = await stream.until(({ data }) => data.type === 'deleted');
  expect(changes.map(({ data }) => [data.type, data.action, data.name])).toEqual([
    ['added', 'created', 'w-c'],
    ['updated', 'updated', 'w-c'],
    ['updated', 'updated', 'w-c'],
    ['deleted', 'deleted', 'w-c'],
  ]);
  expect(changes[2]?.data.resource.status.phase).toBe('Running');
  expect(changes.at(-1)?.data.resource).toEqual({ metadata: { name: 'w-c', namespace: 'watched' } });
  expect(stream.text()).not.toMatch(/\r|^id:|^retry:/m);
  stream.leave();
});

test('a watch of one agent is of no other, and versions that are known are left out of its beginning', async () => {
  const first = await send('POST', '/v1/agents', agent('known'));
  await send('POST', '/v1/agents', agent('stranger'));
  const version = first.json.metadata.resourceVersion;
  const stream = await openOrloj(client, `/v1/agents/watch?name=known&resourceVersion=${version}`);
  await send('PUT', '/v1/agents/known', { ...first.json, spec: { model_ref: 'b' } });
  const frames = await stream.until(named('known'));
  expect(frames.map(({ data }) => [data.type, data.name])).toEqual([['updated', 'known']]);
  stream.leave();
});

test('a namespace can be watched, and its events read, before anything is in it', async () => {
  const watch = await openOrloj(client, '/v1/agents/watch?namespace=unborn');
  const events = await openOrloj(client, '/v1/events/watch?namespace=unborn');
  await send('POST', '/v1/agents', agent('outside'));
  await send('POST', '/v1/agents', agent('inside', { namespace: 'unborn' }));
  for (const stream of [watch, events]) {
    expect((await stream.until(named('inside'))).map(({ data }) => data.name)).toEqual(['inside']);
    stream.leave();
  }
});

test('a stream that nothing happens on answers at once', async () => {
  const stream = await openOrloj(client, '/v1/events/watch?name=nothing-has-this-name');
  expect(stream.status).toBe(200);
  stream.leave();
});

test('the event bus shows a run from its start to its result, and what it asked and called, in order', async () => {
  await platform().apply(approvalStory);
  const id = await start(platform(), 'payer');
  await reach(platform(), id, 'WAITING');
  const { data } = await platform().graphql<{ execution: { name: string; approvals: { name: string }[] } }>(
    'query ($id: ID!) { execution(id: $id) { name approvals { name } } }',
    { id },
  );
  const { name, approvals } = data.execution;
  await send('POST', `/v1/tool-approvals/${approvals[0]?.name}/approve`, { decided_by: 'ada' });
  await reach(platform(), id, 'SUCCEEDED');
  const stream = await openOrloj(client, '/v1/events/watch');
  const frames = await stream.until((frame) => frame.data.name === name && frame.data.type === 'task.succeeded');
  for (const { event, data: said } of frames) {
    expect(event).toBe('event');
    expect(said).toMatchObject({
      id: expect.any(String),
      timestamp: expect.stringMatching(/^\d{4}-/),
      source: expect.any(String),
      type: expect.any(String),
      kind: expect.any(String),
      namespace: expect.any(String),
      action: expect.any(String),
      message: expect.any(String),
    });
  }
  const ofRun = frames.filter(({ data: said }) => said.name === name || said.kind === 'ToolApproval');
  const journal = await platform().graphql<{ events: { edges: { node: { type: string } }[] } }>(
    'query ($id: ID!) { events(filter: { execution: $id }, first: 100) { edges { node { ... on JournalEvent { type } } } } }',
    { id },
  );
  expect(ofRun.length).toBe(journal.data.events.edges.length);
  expect(ofRun.map(({ data: said }) => `${said.kind} ${said.type} ${said.action}`)).toMatchInlineSnapshot(`
    [
      "Task resource.created created",
      "Task task.running running",
      "Task task.trace model_call",
      "Task task.trace model_output",
      "Task task.trace tool_call_requested",
      "Task task.trace tool_call",
      "Task task.trace tool_output",
      "Task task.trace model_call",
      "Task task.trace model_output",
      "Task task.trace tool_call_requested",
      "ToolApproval resource.created created",
      "Task task.waiting_approval waiting_approval",
      "ToolApproval resource.approved approved",
      "Task task.claimed claimed",
      "Task task.running running",
      "Task task.trace tool_call",
      "Task task.trace tool_output",
      "Task task.trace model_call",
      "Task task.trace model_output",
      "Task task.succeeded succeeded",
    ]
  `);
  expect(frames.at(-1)?.data.data).toMatchObject({ phase: 'Succeeded', output: { result: 'Paid {"value":"22"}' } });
  const decided = ofRun.find(({ data: said }) => said.action === 'approved');
  expect(decided?.data).toMatchObject({
    source: 'apiserver',
    type: 'resource.approved',
    name: approvals[0]?.name,
    data: { kind: 'ToolApproval', status: { phase: 'Approved', decided_by: 'ada' } },
  });
  stream.leave();
});

test('the event bus goes on after an id, and shows only what is asked for', async () => {
  for (const name of ['b-1', 'b-2'])
    await send('POST', '/v1/tools', { metadata: { name }, spec: { endpoint: 'https://a.test' } });
  await send('DELETE', '/v1/tools/b-1');
  const all = await openOrloj(client, '/v1/events/watch?kind=tool&source=apiserver');
  const frames = await all.until(({ data }) => data.type === 'resource.deleted' && data.name === 'b-1');
  expect(frames.map(({ data }) => data.kind)).toEqual(frames.map(() => 'Tool'));
  const ofTool = frames.filter(({ data }) => data.name.startsWith('b-'));
  expect(ofTool.map(({ data }) => `${data.type} ${data.name}`)).toEqual([
    'resource.created b-1',
    'resource.created b-2',
    'resource.deleted b-1',
  ]);
  const since = encodeURIComponent(ofTool[0]?.data.id);
  const rest = await openOrloj(client, `/v1/events/watch?kind=Tool&since=${since}`);
  expect((await rest.until(({ data }) => data.type === 'resource.deleted')).map(({ data }) => data)).toEqual(
    ofTool.slice(1).map(({ data }) => data),
  );
  const deleted = await openOrloj(client, '/v1/events/watch?type=resource.deleted&name=b-1');
  const [first] = await deleted.until(() => true);
  expect(first?.data).toMatchObject({ type: 'resource.deleted', name: 'b-1', data: { metadata: { name: 'b-1' } } });
  for (const stream of [all, rest, deleted]) stream.leave();
});

test('the values of secrets are in no event', async () => {
  await send('POST', '/v1/secrets', { metadata: { name: 'told' }, spec: { stringData: { value: 'hush-hush' } } });
  const stream = await openOrloj(client, '/v1/events/watch?kind=Secret');
  const frames = await stream.until(named('told'));
  expect(frames.at(-1)?.data.data.spec).toEqual({ data: { value: '***' } });
  expect(stream.text()).not.toMatch(/hush|aHVz/);
  stream.leave();
});

test('an agent has its log, of itself and of its runs, as lines of text', async () => {
  await platform().apply(approvalStory);
  const id = await start(platform(), 'payer');
  await reach(platform(), id, 'WAITING');
  const { status, json } = await send('GET', '/v1/agents/payer/logs');
  expect([status, Object.keys(json), json.name]).toEqual([200, ['name', 'logs'], 'payer']);
  expect(json.logs.length).toBeGreaterThan(3);
  for (const line of json.logs) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S/);
  expect((await send('GET', '/v1/agents/nobody/logs')).text).toBe('agent "nobody" not found\n');
});

test('capabilities and namespaces are listed', async () => {
  const { json } = await send('GET', '/v1/capabilities');
  expect(Object.keys(json)).toEqual(['generated_at', 'capabilities']);
  expect(json.generated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const ids = json.capabilities.map(({ id }: { id: string }) => id);
  for (const id of [
    'core.api.crud',
    'core.runtime.sequential',
    'core.runtime.message_driven',
    'core.governance.agent_roles',
    'core.ui.baseline',
    'core.self_host',
  ])
    expect(ids).toContain(id);
  for (const one of json.capabilities) expect(one).toMatchObject({ enabled: expect.any(Boolean) });
  const { namespaces } = (await send('GET', '/v1/namespaces')).json;
  expect(namespaces).toContain('default');
  expect(namespaces).toEqual([...namespaces].sort());
});
