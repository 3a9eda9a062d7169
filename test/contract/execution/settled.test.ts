import pg from 'pg';
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
  await h.apply(`
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: slow-model }
spec: { provider: mock, model: slow, script: [{ text: "late", delayMs: 60000 }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: slow }
spec: { model: slow-model }`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Settled {
  phase: string;
  output: unknown;
  approvals: { id: string; phase: string }[];
  steps: { edges: { node: { key: string; phase: string } }[] };
}

const settledFields = 'phase output approvals { id phase } steps { edges { node { key phase } } }';

async function settled(id: string, within?: string): Promise<Settled> {
  const { data, errors } = await h.graphql<{ execution: { settled: Settled } }>(
    `query ($id: ID!, $within: Duration! = "30s") { execution(id: $id) { phase steps { edges { node { phase } } } settled(within: $within) { ${settledFields} } } }`,
    { id, ...(within === undefined ? {} : { within }) },
  );
  expect(errors, JSON.stringify(errors)).toBeUndefined();
  return data.execution.settled;
}

test('a start answers with the finished run, its steps as they ended, though they were read before', async () => {
  const { data } = await h.graphql<{ startExecution: { phase: string; settled: Settled } }>(
    `mutation { startExecution(input: { agent: { name: "greeter" }, input: "you" }) { ... on AgentRun {
      phase steps { edges { node { phase } } } settled { ${settledFields} } } } }`,
  );
  expect(data.startExecution.phase).toBe('QUEUED');
  expect(data.startExecution.settled).toMatchObject({
    phase: 'SUCCEEDED',
    output: 'Hello you',
    steps: { edges: [{ node: { key: 'agent/model:1', phase: 'SUCCEEDED' } }] },
  });
});

test('no start is missed, however many wait at once and however soon their runs end', async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => start(h, 'greeter', `${n}`)));
  const outputs = await Promise.all(ids.map(async (id) => (await settled(id)).output));
  expect(outputs).toEqual(ids.map((_, n) => `Hello ${n}`));
});

test('a run settles when it waits for a person, and again when that person has decided', async () => {
  const id = await start(h, 'payer');
  const waiting = await settled(id);
  expect(waiting).toMatchObject({ phase: 'WAITING', approvals: [{ phase: 'PENDING' }] });
  await decide(h, waiting.approvals[0]?.id ?? '');
  expect(await settled(id)).toMatchObject({ phase: 'SUCCEEDED', approvals: [{ phase: 'APPROVED' }] });
});

test('a run that is paused or cancelled while somebody waits for it settles as that', async () => {
  for (const [verb, phase] of [
    ['pause', 'PAUSED'],
    ['cancel', 'CANCELLED'],
  ]) {
    const id = await start(h, 'slow');
    await reach(h, id, 'RUNNING');
    const waited = settled(id, '10m');
    await h.graphql(`mutation ($id: ID!) { ${verb}Execution(input: { id: $id }) { __typename } }`, { id });
    expect((await waited).phase).toBe(phase);
  }
});

test('a run that goes on is given as it is when the time is over', async () => {
  const id = await start(h, 'slow');
  await reach(h, id, 'RUNNING');
  expect(await settled(id, '20ms')).toMatchObject({ phase: 'RUNNING', output: null });
  await h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
});

test('a transaction that is open elsewhere hides the event, and still the answer at the end of the time is the newest', async () => {
  const id = await start(h, 'slow');
  await reach(h, id, 'RUNNING');
  const other = new pg.Client({ connectionString: h.databaseUrl });
  await other.connect();
  await other.query('begin');
  await other.query('select pg_current_xact_id()');
  // The horizon is one for the whole server, other tests' databases included: not for long.
  const waited = settled(id, '200ms');
  await h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
  expect((await look(h, id)).phase).toBe('CANCELLED');
  expect((await waited).phase).toBe('CANCELLED');
  await other.query('rollback');
  await other.end();
});

test('nobody waits for longer than ten minutes', async () => {
  const id = await start(h, 'greeter');
  const { errors } = await h.graphql('query ($id: ID!) { execution(id: $id) { settled(within: "11m") { phase } } }', {
    id,
  });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'INPUT_INVALID' });
});

test('waiting for many costs one read of their rows, not one for each', async () => {
  await Promise.all(
    Array.from({ length: 12 }, (_, n) => start(h, 'greeter', `${n}`)).map(async (id) => settled(await id)),
  );
  const { statements } = await h.countStatements(() =>
    h.graphql('{ executions(first: 12, filter: { agentName: "greeter" }) { edges { node { settled { phase } } } } }'),
  );
  expect(statements.filter((text) => /^select .* from "execution"/.test(text)).length).toBeLessThanOrEqual(2);
});

test('a client that leaves ends the wait', async () => {
  const id = await start(h, 'slow');
  await reach(h, id, 'RUNNING');
  const { tailer } = h.platform.parts;
  const before = tailer.listeners;
  const leave = new AbortController();
  const gone = fetch(h.url, {
    method: 'POST',
    signal: leave.signal,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${h.adminToken}` },
    body: JSON.stringify({ query: `{ execution(id: "${id}") { settled(within: "10m") { phase } } }` }),
  }).catch((error: Error) => error.name);
  await expect.poll(() => tailer.listeners).toBe(before + 1);
  leave.abort();
  expect(await gone).toBe('AbortError');
  await expect.poll(() => tailer.listeners).toBe(before);
  await h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id });
});
