import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { deltaChannel } from '../../../src/engine/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { startModelUpstream } from '../../support/model-upstream.ts';
import { decide, look, reach } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';
import { apply, type Place } from './client.ts';
import { subscribe } from './subscribe.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

interface Update {
  __typename: string;
  key?: string;
  text?: string | null;
  restarts?: boolean;
  execution?: { id: string; phase: string; output: unknown };
  approvals?: { id: string }[];
  code?: string;
}

const query = `subscription ($input: StartExecutionInput!) { runAgent(input: $input) { __typename
  ... on RunStarted { execution { id phase } }
  ... on ModelToken { key text restarts }
  ... on RunWaiting { execution { id phase } approvals { id } }
  ... on RunEnded { execution { id phase output } }
  ... on Failure { code } } }`;

function updates(input: object, transport: 'websocket' | 'sse' = 'sse'): AsyncGenerator<Update> {
  const stream = subscribe<{ runAgent: Update }>(place(), transport, { query, variables: { input } });
  return (async function* () {
    for await (const { runAgent } of stream) yield runAgent;
  })();
}

function place(): Place {
  return { url: h.url.replace(/\/graphql$/, ''), token: h.adminToken };
}

async function all(stream: AsyncGenerator<Update>): Promise<Update[]> {
  const found: Update[] = [];
  for await (const update of stream) found.push(update);
  return found;
}

function textOf(found: Update[], key = 'agent/model:1'): string {
  return found.reduce((text, one) => (one.key === key ? (one.restarts ? '' : text) + (one.text ?? '') : text), '');
}

const reply = Array.from({ length: 200 }, (_, index) => `Wort ${index}, schön: ja.`).join('\n');

async function poet(): Promise<void> {
  const upstream = await startModelUpstream({ replies: [{ text: reply }] });
  onTestFinished(() => upstream.close());
  await apply(
    place(),
    `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: muse }
spec: { provider: openai, model: muse-1, baseUrl: "${upstream.baseUrl}" }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: poet }
spec: { model: muse }`,
  );
}

test.each(['websocket', 'sse'] as const)(
  'a run is told from its start to its end over %s, its words exactly once',
  async (transport) => {
    await poet();
    const found = await all(updates({ agent: { name: 'poet' }, input: 'poem' }, transport));
    expect(found[0]).toMatchObject({ __typename: 'RunStarted', execution: { phase: 'QUEUED' } });
    expect(found.at(-1)).toMatchObject({ __typename: 'RunEnded', execution: { phase: 'SUCCEEDED', output: reply } });
    expect(found.length).toBeGreaterThan(50);
    expect(textOf(found)).toBe(reply);
  },
);

test('words that the bus loses are made good from the reply', async () => {
  await poet();
  const { bus } = h.platform.parts.services;
  const publish = bus.publish.bind(bus);
  onTestFinished(() => void Object.assign(bus, { publish }));
  let heard = 0;
  bus.publish = (channel, message) => {
    if (channel.startsWith(deltaChannel('')) && heard++ % 7 === 3) return;
    publish(channel, message);
  };
  const found = await all(updates({ agent: { name: 'poet' }, input: 'poem' }));
  expect(heard).toBeGreaterThan(50);
  expect(textOf(found)).toBe(reply);
  expect(found.some(({ restarts }) => restarts)).toBe(false);
});

test('a run that waits says for whom, goes on when it was decided, and tells each of its model calls in order', async () => {
  const found: Update[] = [];
  for await (const update of updates({ agent: { name: 'payer' }, input: 'x' })) {
    found.push(update);
    if (update.__typename === 'RunWaiting') await decide(h, update.approvals?.[0]?.id ?? '');
  }
  expect(found.filter(({ __typename }) => __typename !== 'ModelToken').map(({ __typename }) => __typename)).toEqual([
    'RunStarted',
    'RunWaiting',
    'RunEnded',
  ]);
  expect(textOf(found, 'agent/model:3')).toBe('Paid {"value":"22"}');
});

test('equal requests start a run each; an idempotency key gives one run to all, each with all its words', async () => {
  const input = { agent: { name: 'greeter' }, input: 'you' };
  const own = await Promise.all([1, 2, 3].map(() => all(updates(input))));
  expect(new Set(own.map(([first]) => first?.execution?.id)).size).toBe(3);
  const shared = await Promise.all([1, 2, 3].map(() => all(updates({ ...input, idempotencyKey: 'one' }))));
  expect(new Set(shared.map(([first]) => first?.execution?.id)).size).toBe(1);
  for (const found of [...own, ...shared]) {
    expect(textOf(found)).toBe('Hello you');
    expect(found.at(-1)?.__typename).toBe('RunEnded');
  }
});

test('a run that cannot be started is one failure and nothing else', async () => {
  expect(await all(updates({ agent: { name: 'nobody' }, input: 'x' }))).toEqual([
    { __typename: 'ResourceNotFound', code: 'RESOURCE_NOT_FOUND' },
  ]);
  expect(await all(updates({ agent: { name: 'greeter' }, input: 'x', dryRun: true }))).toMatchObject([
    { code: 'INPUT_INVALID' },
  ]);
});

test('who leaves does not stop the run, and leaves no listener behind', async () => {
  const { tailer } = h.platform.parts;
  const before = tailer.listeners;
  let id = '';
  for await (const update of updates({ agent: { name: 'payer' }, input: 'x' })) {
    id = update.execution?.id ?? '';
    break;
  }
  const waiting = await reach(h, id, 'WAITING');
  await decide(h, waiting.approvals[0]?.id ?? '');
  expect((await reach(h, id, 'SUCCEEDED')).output).toBe('Paid {"value":"22"}');
  await expect.poll(() => tailer.listeners).toBe(before);
  expect((await look(h, id)).phase).toBe('SUCCEEDED');
});
