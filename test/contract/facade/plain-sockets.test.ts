import { once } from 'node:events';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Crossing, openCrossing } from '../../support/crossing.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';

let h: Harness;
let crossing: Crossing;
const patient = { timeout: 10_000 };
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(shortStory);
  crossing = await openCrossing(h.platform.url ?? '');
});
afterAll(async () => {
  crossing.close();
  await Promise.all(stops.map((stop) => stop()));
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Message = any;

/** A plain WebSocket and what it has heard. */
async function listen(path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${crossing.url.replace('http', 'ws')}${path}`, { headers });
  onTestFinished(() => socket.terminate());
  const heard: Message[] = [];
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return { socket, heard };
}

async function ticket(): Promise<string> {
  const answer = await fetch(`${crossing.url}/api/ws-ticket`, {
    method: 'POST',
    headers: { authorization: `Bearer ${h.adminToken}` },
  });
  const { ticket: shown, expires_in: seconds } = (await answer.json()) as { ticket: string; expires_in: number };
  expect([shown, seconds]).toEqual([expect.stringMatching(/^wst_[0-9a-f]{64}$/), 30]);
  return shown;
}

async function finished(): Promise<string> {
  const id = await start(h, 'greeter');
  await reach(h, id, 'SUCCEEDED');
  return id;
}

const authorized = (): Record<string, string> => ({ authorization: `Bearer ${h.adminToken}` });

test('a plain client enters /ws of Roboticus with a ticket, is greeted, answered and told of a run', async () => {
  const shown = await ticket();
  const { socket, heard } = await listen(`/ws?ticket=${shown}`);
  await vi.waitUntil(() => heard.length === 1, patient);
  expect(heard[0]).toEqual({ type: 'connected', version: expect.any(String), timestamp: expect.any(String) });
  socket.send('hello');
  await vi.waitUntil(() => heard.length === 2, patient);
  expect(heard[1]).toEqual({ type: 'ack' });
  const id = await finished();
  await vi.waitUntil(() => heard.at(-1)?.type === 'agent.reply', { timeout: 10_000 });
  const told = heard.filter(({ run_id: run }) => run === id);
  expect(told.map(({ type }) => type)).toEqual([
    'agent_started',
    'agent_working',
    'model_selection',
    'stream_end',
    'agent.reply',
  ]);
  const again = new WebSocket(`${crossing.url.replace('http', 'ws')}/ws?ticket=${shown}`);
  again.on('error', () => undefined);
  const [, answer] = await once(again, 'unexpected-response');
  expect(answer.statusCode).toBe(401);
});

test('a plain client whose line to Roboticus broke comes back with a new ticket and misses nothing', async () => {
  const first = await listen(`/ws?ticket=${await ticket()}`);
  const before = await finished();
  await vi.waitUntil(() => first.heard.at(-1)?.type === 'agent.reply', { timeout: 10_000 });
  crossing.cut();
  await once(first.socket, 'close');
  const missed = await finished();
  const { cursor } = first.heard.at(-1);
  const second = await listen(`/ws?ticket=${await ticket()}&after=${cursor}`);
  await vi.waitUntil(() => second.heard.at(-1)?.type === 'agent.reply', { timeout: 10_000 });
  const runs = [...first.heard, ...second.heard].flatMap(({ run_id: run }) => run ?? []);
  expect(runs).toEqual([...Array(5).fill(before), ...Array(5).fill(missed)]);
});

test("a plain client reads Fabric's events over a WebSocket, each in its envelope, and goes on after a broken line", async () => {
  const first = await listen('/v1/events/ws', authorized());
  const before = await finished();
  await vi.waitUntil(() => first.heard.length === 5, { timeout: 10_000 });
  crossing.cut();
  await once(first.socket, 'close');
  const missed = await finished();
  const second = await listen(`/v1/events/ws?after=${first.heard[2].data.cursor}`, authorized());
  await vi.waitUntil(() => second.heard.length === 7, { timeout: 10_000 });
  const all = [...first.heard.slice(0, 3), ...second.heard];
  const kinds = ['run.created', 'run.started', 'node.started', 'node.completed', 'run.completed'];
  expect(all.map(({ data }) => `${data.run_id} ${data.kind}`)).toEqual(
    [before, missed].flatMap((id) => kinds.map((kind) => `${id} workflow.${kind}`)),
  );
  for (const message of all) {
    expect(Object.keys(message)).toEqual(['meta', 'context', 'data', 'error', 'links']);
    expect(message).toMatchObject({ meta: { status: 200, version: '1.0' }, error: null });
  }
});
