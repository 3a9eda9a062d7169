import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { defaultLimits } from '../../../src/server/index.ts';
import { type Library, library } from './harness.ts';

/** A client that says exactly what it is told, and keeps what it hears. */
class Wire {
  readonly heard: { type: string; id?: string; payload?: unknown }[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly socket: WebSocket;
  #wake: () => void = () => undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        this.#wake();
      });
    });
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(data.toString()));
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  static async open(
    { url }: Library,
    options: { protocol?: string; headers?: Record<string, string> } = {},
  ): Promise<Wire> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, options.protocol ?? 'graphql-transport-ws', {
      headers: options.headers,
    });
    const wire = new Wire(socket);
    await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => undefined);
    return wire;
  }

  static async ready(server: Library, payload?: object): Promise<Wire> {
    const wire = await Wire.open(server);
    wire.say({ type: 'connection_init', ...(payload && { payload }) });
    await wire.hear(1);
    return wire;
  }

  say(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Waits until `count` messages have come, and gives the last. */
  async hear(count: number): Promise<Wire['heard'][number] | undefined> {
    while (this.heard.length < count && this.socket.readyState === WebSocket.OPEN) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.heard[count - 1];
  }
}

function officialClient({ url }: Library, connectionParams?: Record<string, unknown>) {
  return createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(connectionParams && { connectionParams }),
  });
}

test('the official client queries, changes and subscribes over one socket', async () => {
  const server = await library();
  const client = officialClient(server, { Authorization: 'Bearer reader-1' });
  const one = async (query: string) => (await client.iterate({ query }).next()).value;
  expect(await one('{ viewer }')).toEqual({ data: { viewer: 'prn_1' } });
  expect(await one('mutation { addShelf(shelf: { name: "x" }) }')).toEqual({ data: { addShelf: expect.any(Number) } });
  const ticks = client.iterate({ query: 'subscription { ticks { n text } }' });
  const next = ticks.next();
  await server.topic.until(() => server.topic.readers === 1);
  for (const n of [1, 2]) server.topic.publish({ cursor: `c${n}`, n, text: 'ü' });
  expect((await next).value).toEqual({ data: { ticks: { n: 1, text: 'ü' } } });
  expect((await ticks.next()).value).toEqual({ data: { ticks: { n: 2, text: 'ü' } } });
  await ticks.return?.();
  await server.topic.until(() => server.topic.readers === 0);
  expect(server.server.subscriptions.cohorts).toBe(0);
  await client.dispose();
});

test('credentials come in the first message or with the upgrade request', async () => {
  const server = await library();
  const viewerOf = async (wire: Wire) => {
    wire.say({ type: 'connection_init' });
    await wire.hear(1);
    wire.say({ id: '1', type: 'subscribe', payload: { query: '{ viewer }' } });
    return (await wire.hear(2))?.payload;
  };
  const all: Record<string, string>[] = [
    { authorization: 'Bearer boss' },
    { 'x-api-key': 'boss' },
    { cookie: 'orrery_session=boss' },
  ];
  for (const headers of all) {
    expect(await viewerOf(await Wire.open(server, { headers }))).toEqual({ data: { viewer: 'prn_3' } });
  }
  for (const params of [
    { Authorization: 'Bearer boss' },
    { authorization: 'bearer boss' },
    { token: 'boss' },
    { 'x-api-key': 'boss' },
  ]) {
    const wire = await Wire.ready(server, params);
    wire.say({ id: '1', type: 'subscribe', payload: { query: '{ viewer }' } });
    expect((await wire.hear(2))?.payload).toEqual({ data: { viewer: 'prn_3' } });
  }
});

test('wrong credentials close the socket with 4403, or the upgrade with 401', async () => {
  const server = await library();
  for (const payload of [{ token: 'wrong' }, { Authorization: 7 }]) {
    const wire = await Wire.open(server);
    wire.say({ type: 'connection_init', payload });
    expect(await wire.closed).toEqual({ code: 4403, reason: 'Forbidden' });
  }
  expect(await upgradeStatus(server, { authorization: 'Bearer wrong' })).toBe(401);
});

test('pages of other origins open no sockets', async () => {
  const server = await library({ config: { corsOrigins: ['https://ui.example'] } });
  expect(await upgradeStatus(server, { origin: 'https://evil.example' })).toBe(403);
  expect(await upgradeStatus(server, { origin: 'null' })).toBe(403);
  expect(await upgradeStatus(server, { origin: 'https://ui.example' })).toBe(101);
  expect(await upgradeStatus(server, { origin: server.url })).toBe(101);
  expect(await upgradeStatus(server, {})).toBe(101);
});

const faults: Record<
  string,
  { say: (object | string)[]; code: number; reason: string | RegExp; initialised?: boolean }
> = {
  'text that is not JSON': { say: ['{'], code: 4400, reason: /JSON/ },
  'JSON that is not an object': { say: ['[]'], code: 4400, reason: /object/ },
  'a message without a type': { say: [{ id: '1' }], code: 4400, reason: /type/ },
  'a type that clients do not send': { say: [{ type: 'next', id: '1', payload: {} }], code: 4400, reason: /next/ },
  'a payload that is not an object': {
    say: [{ type: 'connection_init', payload: 'x' }],
    code: 4400,
    reason: /payload/,
  },
  'subscribing without an id': {
    say: [{ type: 'subscribe', payload: { query: '{ hello }' } }],
    code: 4400,
    reason: /id/,
    initialised: true,
  },
  'subscribing without a payload': {
    say: [{ type: 'subscribe', id: '1' }],
    code: 4400,
    reason: /payload/,
    initialised: true,
  },
  'subscribing before the acknowledgement': {
    say: [{ type: 'subscribe', id: '1', payload: { query: '{ hello }' } }],
    code: 4401,
    reason: 'Unauthorized',
  },
  'initialising twice': {
    say: [{ type: 'connection_init' }],
    code: 4429,
    reason: 'Too many initialisation requests',
    initialised: true,
  },
  'an id that is in use': {
    say: [1, 2].map(() => ({ type: 'subscribe', id: 'same', payload: { query: 'subscription { ticks { n } }' } })),
    code: 4409,
    reason: 'Subscriber for same already exists',
    initialised: true,
  },
};

for (const [name, { say, code, reason, initialised }] of Object.entries(faults)) {
  test(`${name} closes the socket with ${code}`, async () => {
    const server = await library();
    const wire = initialised ? await Wire.ready(server) : await Wire.open(server);
    for (const message of say) wire.say(message);
    const closed = await wire.closed;
    expect(closed.code).toBe(code);
    expect(closed.reason).toMatch(reason);
  });
}

test('binary messages, other protocols and silence are closed with their codes', async () => {
  const server = await library();
  const binary = await Wire.open(server);
  binary.socket.send(Buffer.from('{"type":"connection_init"}'));
  expect((await binary.closed).code).toBe(4400);
  const silent = await Wire.open(await library({ timing: { initTimeoutMs: 30 } }));
  expect(await silent.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  const old = await Wire.open(server, { protocol: 'graphql-ws' });
  expect((await old.closed).code).not.toBe(1000);
});

test('a message that is too large closes the socket', async () => {
  const wire = await Wire.ready(await library());
  wire.say({ id: '1', type: 'subscribe', payload: { query: `{ hello } # ${'x'.repeat(1024 * 1024)}` } });
  expect((await wire.closed).code).toBe(1009);
});

test('pings are answered with their payload', async () => {
  const wire = await Wire.open(await library());
  wire.say({ type: 'ping', payload: { at: 1 } });
  expect(await wire.hear(1)).toEqual({ type: 'pong', payload: { at: 1 } });
  wire.say({ type: 'pong' });
  wire.say({ type: 'ping' });
  expect(await wire.hear(2)).toEqual({ type: 'pong' });
});

test('an operation at fault ends alone, and its id is free again', async () => {
  const wire = await Wire.ready(await library());
  const queries = [
    '{ nothing }',
    '{',
    'subscription { nothing }',
    'subscription { forbidden { n } }',
    'query ($f: Int!) { books(first: $f) { id } }',
  ];
  for (const [i, query] of queries.entries()) {
    wire.say({ id: '1', type: 'subscribe', payload: { query } });
    expect(await wire.hear(2 + i)).toMatchObject({
      id: '1',
      type: 'error',
      payload: [{ message: expect.any(String) }],
    });
  }
  wire.say({ id: '1', type: 'subscribe', payload: { query: 7 } });
  expect(await wire.hear(7)).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'REQUEST_INVALID' } }] });
  wire.say({ id: '1', type: 'subscribe', payload: { query: '{ hello broken }' } });
  expect(await wire.hear(8)).toMatchObject({
    id: '1',
    type: 'next',
    payload: { data: { hello: 'world' }, errors: [{}] },
  });
  expect(await wire.hear(9)).toEqual({ id: '1', type: 'complete' });
});

test('a source that fails ends its subscription with a masked error', async () => {
  const wire = await Wire.ready(await library());
  wire.say({ id: '1', type: 'subscribe', payload: { query: 'subscription { breaks { n } }' } });
  expect(await wire.hear(2)).toEqual({ id: '1', type: 'next', payload: { data: { breaks: { n: 1 } } } });
  expect(await wire.hear(3)).toMatchObject({
    id: '1',
    type: 'error',
    payload: [{ message: 'Something went wrong on our side.' }],
  });
  expect(JSON.stringify(wire.heard)).not.toContain('hunter2');
});

test('a client that completes hears no more of that operation', async () => {
  const server = await library();
  const wire = await Wire.ready(server);
  wire.say({ id: '1', type: 'subscribe', payload: { query: '{ waits }' } });
  await server.topic.until(() => server.topic.noticed('waiting') === 1);
  wire.say({ id: '1', type: 'complete' });
  await server.topic.until(() => server.topic.noticed('aborted') === 1);
  wire.say({ type: 'ping' });
  expect(await wire.hear(2)).toEqual({ type: 'pong' });
});

test('a socket has a bounded number of operations', async () => {
  const server = await library({ limits: { ...defaultLimits, operationsPerSocket: 3 } });
  const wire = await Wire.ready(server);
  for (const id of ['1', '2', '3', '4'])
    wire.say({ id, type: 'subscribe', payload: { query: 'subscription { ticks { n } }' } });
  expect(await wire.hear(2)).toMatchObject({
    id: '4',
    type: 'error',
    payload: [{ message: expect.stringContaining('limit') }],
  });
  wire.say({ id: '1', type: 'complete' });
  wire.say({ id: '5', type: 'subscribe', payload: { query: '{ hello }' } });
  expect(await wire.hear(3)).toMatchObject({ id: '5', type: 'next' });
});

test('a peer that answers no ping is disconnected, one that does stays', async () => {
  const server = await library({ timing: { pingMs: 150 } });
  const alive = await Wire.ready(server);
  const dead = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    autoPong: false,
  });
  const wire = new Wire(dead);
  await once(dead, 'open');
  expect((await wire.closed).code).toBe(1006);
  alive.say({ type: 'ping' });
  expect(await alive.hear(2)).toEqual({ type: 'pong' });
});

test('closing the server sends clients away to come back, and ends the sources', async () => {
  const server = await library();
  const wire = await Wire.ready(server);
  wire.say({ id: '1', type: 'subscribe', payload: { query: 'subscription { ticks { n } }' } });
  await server.topic.until(() => server.topic.readers === 1);
  await server.server.close();
  expect((await wire.closed).code).toBe(1001);
  await server.topic.until(() => server.topic.readers === 0);
});

function upgradeStatus({ url }: Library, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
  });
}
