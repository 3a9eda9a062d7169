import { connect } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';
import { drain, type Got, open, openSocket, type Reader } from './readers.ts';
import { serve, written } from './serve.ts';

let site: Harness;

beforeAll(async () => {
  site = await serve(afterAll);
  await site.apply(shortStory);
});

/** A run that has ended. */
async function finished(): Promise<string> {
  const id = await start(site, 'greeter');
  await reach(site, id, 'SUCCEEDED');
  return id;
}

/** The frames that carry events of a run. */
const framesOf = (all: Got[]): Got[] => all.filter(({ data }) => data?.type !== undefined && data.object === undefined);

const overHttp = (wire: 'SSE' | 'NDJSON') => (path: string) => open(site, path, { wire });
const ways: [string, (path: string) => Promise<Reader>][] = [
  ['SSE', overHttp('SSE')],
  ['NDJSON', overHttp('NDJSON')],
  ['WS', (path) => openSocket(site, path)],
];

test.each(ways)('%s tells a run from its beginning to its end, and goes on from every cursor', async (_wire, way) => {
  const id = await finished();
  const all = framesOf(await drain(await way(`/v1/runs/${id}/events`)));
  expect(all.at(0)?.data.type).toBe('EXECUTION_CREATED');
  expect(all.at(-1)?.data.type).toBe('EXECUTION_FINISHED');
  for (const [at, { data }] of all.slice(0, -1).entries()) {
    for (const name of ['after', 'last_event_id', 'lastEventId']) {
      const rest = framesOf(await drain(await way(`/v1/runs/${id}/events?${name}=${data.cursor}`)));
      expect(rest, `${name} of ${at}`).toEqual(all.slice(at + 1));
    }
  }
});

test('server-sent events are named, carry their cursor, and end with the last words of the API', async () => {
  const id = await finished();
  const stream = await open(site, `/v1/runs/${id}/events`);
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('x-plain')).toBe('yes');
  const all = await drain(stream);
  for (const { event, id: cursor, data } of framesOf(all)) {
    expect(event).toBe(data.type);
    expect(cursor).toBe(data.cursor);
  }
  expect(all.at(-1)).toEqual({ event: 'done', data: '[DONE]' });
});

test('EventSource goes on from its last event id though its URL still names an older cursor', async () => {
  const id = await finished();
  const all = framesOf(await drain(await open(site, `/v1/runs/${id}/events`)));
  const headers = { 'last-event-id': all[2]?.id ?? '' };
  const rest = await drain(await open(site, `/v1/runs/${id}/events?after=${all[0]?.id}`, { headers }));
  expect(framesOf(rest)).toEqual(all.slice(3));
});

test('the headers of a silent stream come at once, and what happens then is delivered', async () => {
  const stream = await open(site, '/v1/ends');
  expect(stream.status).toBe(200);
  await finished();
  for (let got = await stream.next(); ; got = await stream.next()) {
    expect(got).toBeDefined();
    if (got?.data === undefined) continue;
    expect(got).toMatchObject({
      event: 'EXECUTION_FINISHED',
      id: expect.any(String),
      data: { type: 'EXECUTION_FINISHED' },
    });
    break;
  }
  stream.leave();
});

test('a cursor that is wrong or too old, a missing thing and a stranger are statuses in the form of the API', async () => {
  const id = await finished();
  const { rows } = await sql<{ epoch: string }>`select epoch from journal_state`.execute(
    site.platform.store.database.db,
  );
  const old = Buffer.from(`${rows[0]?.epoch === '00000000' ? '00000001' : '00000000'}.1.1`).toString('base64url');
  for (const [path, status, code] of [
    [`/v1/runs/${id}/events?after=nonsense`, 400, 'CURSOR_INVALID'],
    [`/v1/runs/${id}/events?after=${old}`, 410, 'CURSOR_EXPIRED'],
    ['/v1/ends?after=', 400, 'CURSOR_INVALID'],
    ['/v1/runs/exe_none/events', 404, 'EXECUTION_NOT_FOUND'],
    ['/v1/changes?watch=1&timeoutSeconds=soon', 400, 'INPUT_INVALID'],
  ] as const) {
    const refused = await open(site, path, { wire: path.includes('changes') ? 'WATCH' : 'SSE' });
    expect([path, refused.status]).toEqual([path, status]);
    expect((await refused.next())?.data).toMatchObject({ error: { code } });
  }
  expect((await open(site, '/v1/ends', { headers: { 'last-event-id': 'nonsense' } })).status).toBe(400);
  expect((await open(site, '/v1/ends', { token: null })).status).toBe(401);
  expect((await openSocket(site, `/v1/runs/${id}/events?after=${old}`)).status).toBe(410);
  expect((await openSocket(site, '/v1/ends', { token: null })).status).toBe(401);
});

test('readers of equal streams share one execution, and each frame is made once', async () => {
  const before = site.platform.server?.subscriptions.cohorts ?? 0;
  const readers = await Promise.all([open(site, '/v1/ends'), open(site, '/v1/ends'), openSocket(site, '/v1/ends')]);
  expect(site.platform.server?.subscriptions.cohorts).toBe(before + 1);
  written.count = 0;
  await finished();
  for (const reader of readers) {
    let got = await reader.next();
    while (got?.data?.type === undefined || got.data.object !== undefined) got = await reader.next();
    expect(got.data).toEqual({ type: 'EXECUTION_FINISHED' });
    reader.leave();
  }
  expect(written.count).toBe(1);
});

test('where a frame says who reads it, each reader is told of itself', async () => {
  const id = await finished();
  const [one, two] = await Promise.all([open(site, `/f/runs/${id}`), open(site, `/f/runs/${id}`)]);
  const firsts = await Promise.all([one, two].map(async (reader) => (await drain(reader))[1]?.data));
  expect(firsts[0].data).toEqual(firsts[1].data);
  expect(firsts[0].meta.requestId).not.toBe(firsts[1].meta.requestId);
});

test('a watch tells changes as frames, goes on from a cursor, and ends cleanly in its time', async () => {
  const stream = await open(site, '/v1/changes?watch=1&timeoutSeconds=1', { wire: 'WATCH' });
  expect(stream.headers.get('content-type')).toBe('application/json; charset=utf-8');
  await site.apply(shortStory.replace('Greet.', 'Greet kindly.'));
  const all = await drain(stream);
  expect(all.map(({ data }) => data)).toContainEqual({ type: 'ADDED', object: expect.any(String) });
  expect(all.every(({ data }) => data.type === 'ADDED')).toBe(true);
});

test('WATCH is served literally over a bare socket, also after another request', async () => {
  const { hostname, port } = new URL(site.url);
  const socket = connect(Number(port), hostname).setNoDelay();
  let heard = '';
  let wake: () => void = () => undefined;
  socket.on('data', (bytes) => {
    heard += bytes;
    wake();
  });
  const until = async (word: string): Promise<void> => {
    while (!heard.includes(word)) await new Promise<void>((resolve) => (wake = resolve));
  };
  const message = (method: string, path: string): string =>
    `${method} ${path} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer ${site.adminToken}\r\n\r\n`;
  socket.write(message('GET', '/healthz'));
  await until('200 OK');
  await until('}');
  heard = '';
  socket.write(message('WATCH', '/v1/changes'));
  await until('200 OK');
  await site.apply(shortStory.replace('Greet.', 'Greet at once.'));
  await until('"type":"ADDED"');
  socket.destroy();
});

test('a WebSocket says hello, answers as its API does, and takes the token as a subprotocol', async () => {
  const reader = await openSocket(site, '/v1/ends', { protocols: ['bearer', site.adminToken], token: null });
  expect(reader.status).toBe(101);
  expect(reader.socket.protocol).toBe('bearer');
  expect((await reader.next())?.data).toEqual({ hello: expect.stringMatching(/^req_/) });
  reader.socket.send('quiet');
  reader.socket.send('hello');
  expect((await reader.next())?.data).toEqual({ ack: 5 });
  reader.socket.send('x'.repeat(65));
  expect(await reader.next()).toEqual({ event: 'close', data: 1009 });
});

test('a WebSocket is closed with 1000 when its run has ended, and with 1003 when its client sends bytes', async () => {
  const id = await finished();
  const all = await drain(await openSocket(site, `/v1/runs/${id}/events`));
  expect(all.at(-2)).toEqual({ data: '[DONE]' });
  expect(all.at(-1)).toEqual({ event: 'close', data: 1000 });
  const reader = await openSocket(site, '/v1/ends');
  await reader.next();
  reader.socket.send(Buffer.from('x'));
  expect(await reader.next()).toEqual({ event: 'close', data: 1003 });
});
