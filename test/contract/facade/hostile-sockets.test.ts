import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { apiNames } from '../../../rest-compat/runtime/route.ts';
import { nastyBodies, nastyTexts } from '../../support/facade/fuzz/nasty.ts';
import { send, sendBytes } from '../../support/facade/fuzz/wire.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { shortStory } from '../../support/story.ts';

// Bytes that no well-meaning client sends, on the ports of the APIs: what comes of them is an answer or the end of the
// connection, and soon.

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: apiNames.map((api) => `${api}=0`).join(',') },
  });
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function port(api: string): string {
  const origin = h.platform.listeners[api];
  if (origin === undefined) throw new Error(`${api} has no port`);
  return origin;
}

/** The head of a request by the admin. */
function head(line: string, ...headers: string[]): string {
  const own = ['host: x', `authorization: Bearer ${h.adminToken}`, ...headers];
  return `${line} HTTP/1.1\r\n${own.map((header) => `${header}\r\n`).join('')}\r\n`;
}

const start = 'POST /v1/namespaces/default/executions';
const json = 'content-type: application/json';
const tool = '{"apiVersion":"joch.dev/v1alpha1","kind":"Tool","metadata":{"name":"t"},"spec":{"type":"function"}}';

/** What a connection gave: the statuses on it. */
function statuses(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

test.each([
  ['no request at all', () => 'hello\r\n\r\n', 400],
  ['a TLS hello', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ['headers beyond their limit', () => head('GET /v1/resources', `x-long: ${'x'.repeat(20_000)}`), 431],
  ['a URL beyond the limit of headers', () => head(`GET /v1/resources?a=${'x'.repeat(20_000)}`), 431],
  ['a null character in a header', () => head('GET /v1/resources', 'x-null: a\0b'), 400],
  ['a length and chunks', () => head(start, json, 'content-length: 2', 'transfer-encoding: chunked'), 400],
  ['two lengths', () => head(start, json, 'content-length: 2', 'content-length: 3'), 400],
  ['a length below nothing', () => head(start, json, 'content-length: -1'), 400],
  ['a length beyond all numbers', () => head(start, json, `content-length: ${'9'.repeat(40)}`), 400],
  ['a length of more than may be sent', () => head(start, json, 'content-length: 99999999999'), 413],
  ['a chunk without a size', () => `${head(start, json, 'transfer-encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`, 400],
  ['another transfer-encoding', () => head(start, json, 'transfer-encoding: gzip'), 400],
])('%s is refused and the connection ended', async (_what, bytes, expected) => {
  const text = await sendBytes(port('joch'), Buffer.from(bytes(), 'latin1'));
  expect(statuses(text), text).toEqual([expected]);
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({
    error: { code: expect.any(String), message: expect.any(String) },
  });
});

test('a client that waits to be asked for its body is asked, unless it is refused before', async () => {
  const lines = [json, `content-length: ${tool.length}`, 'expect: 100-continue', 'connection: close'];
  const whole = `${head('POST /v1/resources/validate', ...lines)}${tool}`;
  expect(statuses(await sendBytes(port('joch'), whole))).toEqual([100, 200]);
});

test('an expectation that nobody knows is passed over', async () => {
  const text = await sendBytes(port('joch'), head('GET /v1/resources', 'expect: miracles', 'connection: close'));
  expect(statuses(text)).toEqual([200]);
});

test('a path that cannot be decoded is refused in the words of every other refusal', async () => {
  const { status, text } = await send(h.platform.url ?? '', { method: 'GET', target: '/%', headers: {} });
  expect(status).toBe(400);
  expect(JSON.parse(text)).toEqual({
    error: {
      code: 'REQUEST_INVALID',
      message: 'The path is no valid URL: /%.',
      retryable: false,
      requestId: expect.any(String),
    },
  });
});

test('a wrong cursor of a stream is told in the words of the parameter', async () => {
  const headers = { authorization: `Bearer ${h.adminToken}` };
  const target = `/v1/events/watch?since=${'x'.repeat(3_000)}`;
  const { status, text } = await send(port('orloj'), { method: 'GET', target, headers });
  expect([status, text]).toEqual([400, expect.stringMatching(/^since: A Cursor is text/)]);
});

test('a client that closes its own half is taken for one that has left, and its connection is ended', async () => {
  const lines = [json, `content-length: ${tool.length}`];
  const whole = `${head('POST /v1/resources/validate', ...lines)}${tool}`;
  expect([[], [200]]).toContainEqual(statuses(await sendBytes(port('joch'), whole, { end: true })));
});

test('a client that leaves in the middle of its body is left alone, and nothing comes of the half', async () => {
  for (const headers of [['content-length: 500'], ['transfer-encoding: chunked']]) {
    const text = await sendBytes(port('joch'), `${head('POST /v1/resources/apply', json, ...headers)}`, { end: true });
    expect(statuses(text).every((status) => status >= 400 && status < 500)).toBe(true);
  }
  const path = '/v1/namespaces/default/tools/t';
  const headers = { authorization: `Bearer ${h.adminToken}` };
  expect((await send(port('joch'), { method: 'GET', target: path, headers })).status).toBe(404);
});

test('what follows a refused body is not read as a request', async () => {
  const smuggled = head('DELETE /v1/namespaces/default/agents/greeter');
  const body = `{"filler":"${'x'.repeat(5 * 1024 * 1024)}"}`;
  const text = await sendBytes(
    port('joch'),
    `${head(start, json, `content-length: ${body.length}`)}${body}${smuggled}`,
  );
  expect(statuses(text).length).toBeLessThanOrEqual(1);
  const { data } = await h.graphql<{ agent: object | null }>('{ agent(name: "greeter") { id } }');
  expect(data.agent).not.toBeNull();
});

test('requests that come at once are answered in their order', async () => {
  const gets = ['/v1/namespaces/default/agents/greeter', '/nothing', '/v1/resources'];
  const text = await sendBytes(
    port('joch'),
    gets.map((path, index) => head(`GET ${path}`, ...(index === 2 ? ['connection: close'] : []))).join(''),
  );
  expect(statuses(text)).toEqual([200, 404, 200]);
});

const sockets = [
  { api: 'roboticus', path: '/ws' },
  { api: 'fabric', path: '/v1/events/ws' },
];

describe.each(sockets)('the WebSocket of $api', ({ api, path }) => {
  const key = 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==';
  const version = 'sec-websocket-version: 13';
  const ask = ['connection: Upgrade', 'upgrade: websocket'];

  test.each([
    ['no key', [version]],
    ['a short key', [version, 'sec-websocket-key: x']],
    ['two keys', [version, key, key]],
    ['no version', [key]],
    ['a version that is not', [key, 'sec-websocket-version: 99']],
    ['protocols that are none', [version, key, 'sec-websocket-protocol: ,,,']],
    ['extensions that are none', [version, key, 'sec-websocket-extensions: ;;=']],
    ['an origin that may not', [version, key, 'origin: https://evil.example']],
  ])('an upgrade with %s is answered with a status', async (_what, headers) => {
    const isEnough = (text: string) => text.includes('\r\n\r\n');
    const text = await sendBytes(port(api), head(`GET ${path}`, ...ask, ...headers), { isEnough });
    const [status = 0] = statuses(text);
    expect(status, text).toBeGreaterThanOrEqual(101);
    expect(status, text).toBeLessThan(500);
  });

  test('a wrong token and a wrong cursor are refused in the form of the API', async () => {
    const plain = [...ask, version, key];
    for (const [target, expected] of [
      [`${path}?after=nonsense`, 400],
      [`${path}?after=${encodeURIComponent('\0')}`, 400],
      [`${path}?after=%zz`, 400],
      [`/nothing${path}`, 404],
    ] as const) {
      const text = await sendBytes(port(api), head(`GET ${target}`, ...plain));
      expect(statuses(text), `${target} ${text}`).toEqual([expected]);
      expect(text).not.toMatch(/Variable "\$|\.ts:/);
    }
    const text = await sendBytes(
      port(api),
      `GET ${path} HTTP/1.1\r\nhost: x\r\n${plain.join('\r\n')}\r\nauthorization: Bearer wrong\r\n\r\n`,
    );
    expect(statuses(text)).toEqual([401]);
  });

  test('whatever a client says, the socket answers or ends with a code, and the next client is served', async () => {
    const said = [...nastyTexts, ...nastyBodies].map((text) => Buffer.from(text));
    for (const isBinary of [false, true]) {
      const socket = await open(api, path);
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      for (const message of said) socket.send(message, { binary: isBinary });
      socket.close(1000);
      expect([1000, 1003, 1005, 1007, 1009]).toContain(await closed);
    }
    const next = await open(api, path);
    next.terminate();
  });

  test('bytes that are no frames end the socket', async () => {
    const upgrade = head(`GET ${path}`, ...ask, version, key);
    for (const frame of [
      '\x81\x05hello',
      '\xff\xff\xff\xff',
      '\x88\xfe\xff\xff',
      '\x89\x80\x00\x00\x00\x00\x0f',
      '\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff',
    ]) {
      const bytes = Buffer.concat([Buffer.from(upgrade), Buffer.from(`${frame}${'\0'.repeat(8)}`, 'latin1')]);
      expect(statuses(await sendBytes(port(api), bytes, { end: true }))).toEqual([101]);
    }
  });

  async function open(name: string, at: string): Promise<WebSocket> {
    const socket = new WebSocket(`${port(name).replace('http', 'ws')}${at}`, {
      headers: { authorization: `Bearer ${h.adminToken}` },
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => undefined);
    return socket;
  }
});

test('the platform is well after all of it', async () => {
  expect((await send(h.platform.url ?? '', { method: 'GET', target: '/readyz', headers: {} })).status).toBe(200);
});
