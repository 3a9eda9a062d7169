import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunEvent, readRun } from '../support/fold.ts';
import { type Harness, harness } from '../support/harness.ts';
import { look, start } from '../support/runs.ts';
import { approvalStory, shortStory } from '../support/story.ts';
import { type FaceName, type Frame, type Run, type Watching, watchOn } from './faces.ts';

/** A decision of a policy is among the events as well. */
const policy = `
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: ask-first }
spec:
  applyMode: global
  rules: [{ name: payments, effect: REQUIRE_APPROVAL, expression: "tool.name == 'pay'", reason: Money leaves the shop. }]
`;

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const listen = ['joch', 'swarm', 'orloj', 'roboticus', 'fabric'].map((api) => `${api}=0`).join(',');
  h = await harness({ stopWith: (stop) => stops.push(stop), environment: { ORRERY_LISTEN: listen } });
  for (const manifests of [approvalStory, shortStory, policy]) await h.apply(manifests);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** Sends JSON to the port of an API, as the admin. */
async function send(api: string, path: string, body?: unknown) {
  const response = await fetch(`${h.platform.listeners[api]}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${h.adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  return { status: response.status, json: (await response.json()) as any };
}

/** The events of a run as they stand in the table of the journal. */
async function journalOf(id: string): Promise<RunEvent[]> {
  const client = new pg.Client({ connectionString: h.databaseUrl });
  await client.connect();
  try {
    return await readRun(client, id);
  } finally {
    await client.end();
  }
}

/** Where the journal ends now. */
async function now(): Promise<string> {
  const { data } = await h.graphql<{ events: { pageInfo: { endCursor: string } } }>(
    '{ events(first: 500) { pageInfo { endCursor } } }',
  );
  return data.events.pageInfo.endCursor;
}

/** What every face shows of the run up to one event. */
async function shownOn(faces: Map<FaceName, Watching>, run: Run, last: string): Promise<Map<FaceName, Frame[]>> {
  const shown = new Map<FaceName, Frame[]>();
  for (const [name, face] of faces) shown.set(name, await face.until(run, ({ cursor }) => cursor === last));
  return shown;
}

test('one run, started over Joch and approved over Swarm, is the same events in the same order on every face', async () => {
  const faces = new Map<FaceName, Watching>();
  const after = await now();
  for (const name of ['orloj', 'roboticus', 'fabric', 'graphql'] as const)
    faces.set(name, await watchOn(h, name, { after }));

  const spec = { agentRef: { name: 'payer' }, input: { content: [{ kind: 'text', text: 'Pay the bill.' }] } };
  const started = await send('joch', '/v1/namespaces/default/executions', { metadata: { name: 'sale' }, spec });
  expect(started.status).toBe(201);
  const run: Run = { id: started.json.metadata.uid, name: 'sale' };
  faces.set('joch', await watchOn(h, 'joch', { after, run }));
  // Somebody else's run goes on at the same time: its events lie between ours.
  await start(h, 'greeter');

  const eventOf = async (type: string): Promise<string> => {
    const frames = await faces.get('graphql')?.until(run, ({ word }) => word === type);
    return frames?.find(({ word }) => word === type)?.cursor ?? '';
  };
  await shownOn(faces, run, await eventOf('EXECUTION_WAITING'));
  const gates = await send('swarm', `/api/v1/approvals?run_id=${run.id}&state=pending`);
  expect(gates.json).toMatchObject([{ tool: 'pay', run: { name: 'sale', state: 'awaiting_approval', output: null } }]);
  const gate: string = gates.json[0].gate_id;
  const approved = await send('swarm', `/api/v1/approvals/${gate}/approve`, { comment: 'The bill is right.' });
  expect(approved).toMatchObject({ status: 200, json: { state: 'approved', approver: 'admin' } });

  const shown = await shownOn(faces, run, await eventOf('EXECUTION_FINISHED'));
  const journal = await journalOf(run.id);
  // Each face has a word for each event of a run, so none leaves anything out.
  const cursors = journal.map(({ cursor }) => cursor);
  for (const [name, frames] of shown) expect([name, frames.map(({ cursor }) => cursor)]).toEqual([name, cursors]);
  expect(shown.get('graphql')?.map(({ word }) => word)).toEqual(journal.map(({ type }) => type));
  const columns = (['joch', 'orloj', 'roboticus', 'fabric'] as const).map((name) => shown.get(name) ?? []);
  const words = cursors.map((_, at) =>
    columns
      .map((frames) => frames[at]?.word.padEnd(32))
      .join('')
      .trimEnd(),
  );
  expect(`\n${words.join('\n')}`).toMatchInlineSnapshot(`
    "
    ExecutionCreated                resource.created                agent_started                   workflow.run.created
    ExecutionStarted                task.running                    agent_working                   workflow.run.started
    ModelCallStarted                task.trace model_call           model_selection                 workflow.node.started
    ModelCallCompleted              task.trace model_output         stream_end                      workflow.node.completed
    ToolCallRequested               task.trace tool_call_requested  tool_requested                  workflow.node.ready
    ToolCallStarted                 task.trace tool_call            skill_activated                 workflow.node.started
    ToolCallCompleted               task.trace tool_output          tool_result                     workflow.node.completed
    ModelCallStarted                task.trace model_call           model_selection                 workflow.node.started
    ModelCallCompleted              task.trace model_output         stream_end                      workflow.node.completed
    ToolCallRequested               task.trace tool_call_requested  tool_requested                  workflow.node.ready
    HookDecision                    task.trace policy_decision      policy_decision                 policy.decided
    ApprovalRequested               resource.created                pending_approval                approval.requested
    ExecutionWaiting                task.waiting_approval           agent_waiting                   workflow.run.waiting
    ApprovalGranted                 resource.approved               approval_replay_started         approval.decided
    ExecutionScheduled              task.claimed                    agent_working                   workflow.run.queued
    ExecutionStarted                task.running                    agent_working                   workflow.run.started
    ToolCallStarted                 task.trace tool_call            skill_activated                 workflow.node.started
    ToolCallCompleted               task.trace tool_output          tool_result                     workflow.node.completed
    ModelCallStarted                task.trace model_call           model_selection                 workflow.node.started
    ModelCallCompleted              task.trace model_output         stream_end                      workflow.node.completed
    ExecutionSucceeded              task.succeeded                  agent.reply                     workflow.run.completed"
  `);

  const { output } = await look(h, run.id);
  expect(output).toBe('Paid {"value":"22"}');
  const end = (name: FaceName) => shown.get(name)?.at(-1)?.data;
  expect((await send('joch', '/v1/namespaces/default/executions/sale')).json.status).toMatchObject({
    phase: 'Succeeded',
    output,
  });
  expect((await send('swarm', `/api/v1/approvals?run_id=${run.id}`)).json).toMatchObject([
    { gate_id: gate, comment: 'The bill is right.', run: { state: 'completed', output } },
  ]);
  expect(end('orloj')).toMatchObject({ type: 'task.succeeded', name: 'sale', data: { output: { result: output } } });
  expect(end('roboticus')).toMatchObject({ type: 'agent.reply', run: 'sale', content: output });
  expect(end('fabric').data).toMatchObject({ kind: 'workflow.run.completed', run_id: run.id, payload: { output } });
  for (const face of faces.values()) face.leave();
});
