import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { defaultLimits } from '../../../src/server/index.ts';
import { ask, type Library, library } from './harness.ts';

const ticks = 'subscription ($after: String, $room: String) { ticks(after: $after, room: $room) { n text viewer } }';

interface Heard {
  type: string;
  id?: string;
  payload?: { data?: { ticks: { n: number; viewer: string | null } } };
}

/** Subscribes over a socket of its own and gathers what it hears. */
async function follow(
  server: Library,
  options: { token?: string; id?: string; variables?: object; query?: string } = {},
) {
  const { token, id = '1', variables, query = ticks } = options;
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const heard: Heard[] = [];
  let wake: () => void = () => undefined;
  const closed = once(socket, 'close').then(([code, reason]: unknown[]) => ({ code, reason: String(reason) }));
  socket.on('message', (data) => {
    heard.push(JSON.parse(data.toString()));
    wake();
  });
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { token } }));
  await until(() => heard.length === 1);
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, ...(variables && { variables }) } }));
  socket.send(JSON.stringify({ type: 'ping' }));
  // The answer to a ping says that the subscription before it has been taken up.
  await until(() => heard.some(({ type }) => type === 'pong'));
  const numbers = (): (number | undefined)[] =>
    heard.filter(({ type }) => type === 'next').map(({ payload }) => payload?.data?.ticks.n);
  return { socket, heard, numbers, until, closed };
}

async function gaugesOf(server: Library): Promise<Record<string, number>> {
  const { text } = await ask(server, { method: 'GET', path: '/metrics' });
  const rows = text.split('\n').filter((row) => row !== '' && !row.startsWith('#'));
  return Object.fromEntries(
    rows.map((row) => [row.slice(0, row.lastIndexOf(' ')), Number(row.slice(row.lastIndexOf(' ')))]),
  );
}

test('equal subscriptions with equal rights run once, whatever their ids and transports', async () => {
  const server = await library();
  const one = await follow(server, { token: 'reader-1', id: 'a' });
  const two = await follow(server, { token: 'reader-2', id: 'b-longer' });
  const sse = await openEventStream(server, { authorization: 'Bearer reader-1' });
  await server.topic.until(() => server.topic.readers > 0);
  expect(server.topic.opened).toBe(1);
  expect(await gaugesOf(server)).toMatchObject({
    orrery_stream_cohorts: 1,
    orrery_websockets: 2,
    'orrery_stream_subscribers{transport="websocket"}': 2,
    'orrery_stream_subscribers{transport="sse"}': 1,
  });
  for (const n of [1, 2, 3]) server.topic.publish({ cursor: `c${n}`, n, text: 'ü' });
  await one.until(() => one.numbers().length === 3);
  await two.until(() => two.numbers().length === 3);
  expect(one.numbers()).toEqual([1, 2, 3]);
  expect(two.numbers()).toEqual([1, 2, 3]);
  expect(one.heard.at(-1)).toMatchObject({ id: 'a', type: 'next' });
  expect(two.heard.at(-1)).toMatchObject({ id: 'b-longer', type: 'next' });
  await sse.until((text) => text.includes('"n":3'));
  expect(server.executed.ticks).toBe(3);
  sse.socket.destroy();
});

test('other rights, other variables and other documents run by themselves', async () => {
  const server = await library();
  const reader = await follow(server, { token: 'reader-1' });
  const boss = await follow(server, { token: 'boss' });
  const nobody = await follow(server);
  await follow(server, { token: 'reader-1', variables: { room: 'x' } });
  await follow(server, { token: 'reader-1', query: 'subscription { ticks { n } }' });
  await server.topic.until(() => server.topic.opened === 5);
  server.topic.publish({ cursor: 'c', n: 1, text: '' });
  for (const [follower, role] of [
    [reader, 'viewer'],
    [boss, 'admin'],
    [nobody, null],
  ] as const) {
    await follower.until(() => follower.numbers().length === 1);
    expect(follower.heard.at(-1)?.payload?.data?.ticks.viewer).toBe(role);
  }
});

test('a subscriber that starts at a place of its own shares with nobody and misses nothing', async () => {
  const server = await library();
  for (const n of [1, 2, 3]) server.topic.publish({ cursor: `c${n}`, n, text: '' });
  const live = await follow(server, { variables: { after: null } });
  const first = await follow(server, { variables: { after: 'c1' } });
  const second = await follow(server, { variables: { after: 'c1' } });
  const literal = await follow(server, { query: 'subscription { ticks(after: "c2") { n } }' });
  await server.topic.until(() => server.topic.opened === 4);
  server.topic.publish({ cursor: 'c4', n: 4, text: '' });
  for (const follower of [live, first, second, literal]) await follower.until(() => follower.numbers().at(-1) === 4);
  expect(live.numbers()).toEqual([4]);
  expect(first.numbers()).toEqual([2, 3, 4]);
  expect(second.numbers()).toEqual([2, 3, 4]);
  expect(literal.numbers()).toEqual([3, 4]);
});

test('who joins late gets what comes after, and the last to leave ends the source', async () => {
  const server = await library();
  const early = await follow(server);
  await server.topic.until(() => server.topic.readers === 1);
  server.topic.publish({ cursor: 'c1', n: 1, text: '' });
  await early.until(() => early.numbers().length === 1);
  const late = await follow(server);
  server.topic.publish({ cursor: 'c2', n: 2, text: '' });
  await late.until(() => late.numbers().length === 1);
  expect(late.numbers()).toEqual([2]);
  early.socket.close();
  await early.closed;
  server.topic.publish({ cursor: 'c3', n: 3, text: '' });
  await late.until(() => late.numbers().length === 2);
  late.socket.terminate();
  await server.topic.until(() => server.topic.readers === 0);
  expect(server.topic.opened).toBe(1);
  expect(server.server.subscriptions.cohorts).toBe(0);
  await follow(server);
  await server.topic.until(() => server.topic.opened === 2);
});

test('a reader that is stuck is cut, is told why, and holds up nobody', async () => {
  const limits = defaultLimits;
  const server = await library({ limits, timing: { goodbyeMs: 60_000 } });
  const good = await follow(server);
  const stuck = await follow(server);
  const sse = await openEventStream(server);
  await sse.until((text) => text.includes(':\n\n'));
  stuck.socket.pause();
  sse.socket.pause();
  const text = 'x'.repeat(512 * 1024);
  let published = 0;
  let most = 0;
  // Enough to fill what the operating system holds for the two that do not read.
  while (published < 200) {
    published += 1;
    server.topic.publish({ cursor: `c${published}`, n: published, text });
    const count = published;
    await good.until(() => good.numbers().length === count);
    const gauges = await gaugesOf(server);
    most = Math.max(most, gauges['orrery_stream_buffered_bytes'] ?? 0);
    if (
      gauges['orrery_stream_subscribers{transport="websocket"}'] === 1 &&
      gauges['orrery_stream_subscribers{transport="sse"}'] === 0
    )
      break;
  }
  expect(published).toBeLessThan(200);
  expect(most).toBeLessThan(2 * (limits.bufferedBytes + 2 * text.length));
  expect(good.numbers()).toEqual(Array.from({ length: published }, (_, i) => i + 1));
  stuck.socket.resume();
  expect(await stuck.closed).toEqual({ code: 4413, reason: expect.stringContaining('too slow') });
  sse.socket.resume();
  await sse.until((received) => received.includes('event: complete'));
  expect(sse.text()).toContain('too slow');
});

test('a reader that catches up from its own place is waited for, not cut', async () => {
  const server = await library({ limits: { ...defaultLimits, bufferedBytes: 64 * 1024 } });
  server.topic.publish({ cursor: 'c0', n: 0, text: '' });
  for (let n = 1; n <= 2_000; n++) server.topic.publish({ cursor: `c${n}`, n, text: 'x'.repeat(4_000) });
  const reader = await follow(server, { variables: { after: 'c0' } });
  await reader.until(() => reader.numbers().length === 2_000);
  expect(reader.numbers().at(-1)).toBe(2_000);
});

test('a reader that is waited for and takes nothing for long is disconnected', async () => {
  const server = await library({ timing: { heartbeatMs: 30 } });
  server.topic.publish({ cursor: 'c0', n: 0, text: '' });
  for (let n = 1; n <= 100; n++) server.topic.publish({ cursor: `c${n}`, n, text: 'x'.repeat(256 * 1024) });
  const sse = await openEventStream(server, {}, { after: 'c0' });
  sse.socket.pause();
  await server.topic.until(() => server.topic.readers === 1);
  await server.topic.until(() => server.topic.readers === 0);
  expect((await gaugesOf(server))['orrery_stream_buffered_bytes']).toBe(0);
  sse.socket.destroy();
});

/** An event stream on a bare socket, so that a test can stop reading. */
async function openEventStream({ url }: Library, headers: Record<string, string> = {}, variables: object = {}) {
  const body = JSON.stringify({ query: ticks, variables });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  let wake: () => void = () => undefined;
  socket.on('data', (data) => {
    text += data.toString();
    wake();
  });
  const lines = Object.entries({
    host: 'x',
    accept: 'text/event-stream',
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...headers,
  });
  socket.write(
    `POST /graphql HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
  const until = async (done: (text: string) => boolean): Promise<void> => {
    while (!done(text)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  await until((received) => received.includes(':\n\n'));
  return { socket, until, text: () => text };
}
