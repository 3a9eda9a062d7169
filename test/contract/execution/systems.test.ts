import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach } from '../../support/runs.ts';
import { speaker } from '../../support/tasks.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(`${speaker('scout', 'Rain on Monday.')}${speaker('scribe', 'The week begins wet.')}
apiVersion: orloj.dev/v1
kind: AgentSystem
metadata: { name: newsroom }
spec: { agents: [scout, scribe], graph: { scout: { edges: [{ to: scribe }] } } }
---
apiVersion: orloj.dev/v1
kind: AgentSystem
metadata: { name: nobody }
spec: { agents: [] }
`);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Started {
  __typename: string;
  id: string;
  definition?: { name: string };
  message?: string;
}

async function begin(name: string, input: unknown, more: object = {}): Promise<Started> {
  const { data } = await h.graphql<{ startExecution: Started }>(
    `mutation ($input: StartExecutionInput!) { startExecution(input: $input) {
      __typename ... on TaskRun { id } ... on Failure { message } } }`,
    { input: { agentSystem: { name }, input, ...more } },
  );
  return data.startExecution;
}

test('a system of agents is run by itself, without a task: each agent hands on to the next', async () => {
  const started = await begin('newsroom', { topic: 'The weather' });
  expect(started).toMatchObject({ __typename: 'TaskRun' });
  const run = await reach(h, started.id, 'SUCCEEDED', 'FAILED');
  expect(run).toMatchObject({ phase: 'SUCCEEDED', output: 'The week begins wet.' });
  const { data } = await h.graphql<{ execution: { messages: { nodes: object[] } } }>(
    `query ($id: ID!) { execution(id: $id) { ... on TaskRun { messages { nodes { from to content } } } } }`,
    { id: started.id },
  );
  expect(data.execution.messages.nodes).toEqual([
    { from: 'system', to: 'scout', content: '{"topic":"The weather"}' },
    { from: 'scout', to: 'scribe', content: 'Rain on Monday.' },
  ]);
});

test('the same key gives the run that was started first, and a system without agents is refused', async () => {
  const first = await begin('newsroom', 'Say it.', { idempotencyKey: 'k' });
  expect(await begin('newsroom', 'Say it.', { idempotencyKey: 'k' })).toEqual(first);
  expect(await begin('newsroom', 'Say more.', { idempotencyKey: 'k' })).toMatchObject({
    __typename: 'IdempotencyConflict',
  });
  expect(await begin('nobody', 'x')).toMatchObject({
    __typename: 'InputInvalid',
    message: 'AgentSystem nobody has no agents.',
  });
  expect(await begin('missing', 'x')).toMatchObject({ __typename: 'ResourceNotFound' });
});
