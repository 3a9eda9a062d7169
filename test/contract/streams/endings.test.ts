import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Route, Wire } from '../../../rest-compat/runtime/route.ts';
import { Streams } from '../../../rest-compat/runtime/streams/index.ts';
import { defaultLimits, type OrreryServer, RequestRefused } from '../../../src/server/index.ts';
import { type Library, library } from '../server/harness.ts';
import { drain, open, openSocket } from './readers.ts';
import { runEvents } from './routes.ts';
import { problemOf, served } from './serve.ts';

const documents: Record<string, string> = {
  '/ticks': 'subscription ticks { root: ticks { type: text } }',
  '/breaks': 'subscription breaks { root: breaks { type: n } }',
  '/forbidden': 'subscription forbidden { root: forbidden { type: n } }',
};

/** A small server with one route for each of its subscriptions. */
async function serve(more: Parameters<typeof library>[0] = {}): Promise<Library & { adminToken: string }> {
  const site = await library({ ...more, routes: mount });
  return { ...site, url: `${site.url}/graphql`, adminToken: 'boss' };
}

function mount(server: OrreryServer): void {
  const streams = new Streams({ server, problemOfError: problemOf });
  const routes = Object.entries(documents).map(([path, document]): [string, Route] => [
    path,
    { ...runEvents, id: path, path, document, rootKey: 'root' },
  ]);
  const all = new Map(routes.map(([path, route]) => [path, served(route, server, path.slice(1))]));
  const asked = (url: string) => ({
    requestId: 'req_1',
    traceId: '0',
    method: 'GET',
    url,
    caller: null,
    status: 200,
    now: new Date(),
    headers: {},
    query: new URLSearchParams(),
    actor: { principalId: 'prn_3', role: 'admin' },
  });
  server.onRequest((exchange) => {
    const one = all.get(exchange.path);
    if (!one) return false;
    const wire: Exclude<Wire, 'WS'> = exchange.request.headers.accept?.includes('ndjson') ? 'NDJSON' : 'SSE';
    streams
      .open({ served: one, asked: asked(exchange.path), variables: {}, to: { wire, exchange } })
      .catch((error: unknown) =>
        exchange.response.writeHead(error instanceof RequestRefused ? error.status : 500).end('{}'),
      );
    return true;
  });
  server.onUpgrade((upgrade) => {
    const one = all.get(upgrade.request.url ?? '');
    if (!one) return false;
    void streams.open({
      served: one,
      asked: asked(one.route.path),
      variables: {},
      to: { wire: 'WS', upgrade },
    });
    return true;
  });
}

test('what the caller may not follow is refused with 403', async () => {
  expect((await open(await serve(), '/forbidden')).status).toBe(403);
});

test('a source that fails is told as a failure of the API, after which the stream ends', async () => {
  const site = await serve();
  const all = await drain(await open(site, '/breaks'));
  expect(all.slice(-2)).toEqual([
    { event: '1', data: { type: 1 } },
    { event: 'Error', data: { error: 'INTERNAL' } },
  ]);
  const lines = await drain(await open(site, '/breaks', { wire: 'NDJSON' }));
  expect(lines.map(({ data }) => data)).toEqual([{ type: 1 }, { error: 'INTERNAL' }]);
  const messages = await drain(await openSocket(site, '/breaks'));
  expect(messages.slice(-2)).toEqual([{ data: { error: 'INTERNAL' } }, { event: 'close', data: 1011 }]);
});

test('a server that closes ends streams so that their readers come back', async () => {
  const site = await serve();
  const [events, socket] = await Promise.all([open(site, '/ticks'), openSocket(site, '/ticks')]);
  await Promise.all([
    site.server.close(),
    drain(events).then((all) => expect(all.some(({ event }) => event === 'done')).toBe(false)),
    drain(socket).then((all) => expect(all.at(-1)).toEqual({ event: 'close', data: 1012 })),
  ]);
});

test('a silent stream of events is kept alive by comments, one of lines by nothing', async () => {
  const site = await serve({ timing: { heartbeatMs: 20 } });
  const events = await open(site, '/ticks');
  for (let beat = 0; beat < 3; beat++) expect(await events.next()).toEqual({});
  const lines = await open(site, '/ticks', { wire: 'NDJSON' });
  const first = lines.next();
  for (let beat = 0; beat < 3; beat++) expect(await events.next()).toEqual({});
  site.topic.publish({ cursor: 'c1', n: 1, text: 'after silence' });
  expect((await first)?.data).toEqual({ type: 'after silence' });
  events.leave();
  lines.leave();
});

test('a reader that is too slow is told so and cut, and holds up nobody', async () => {
  const site = await serve({ limits: { ...defaultLimits, bufferedBytes: 64 * 1024 }, timing: { goodbyeMs: 10_000 } });
  const { hostname, port } = new URL(site.url);
  const stuck = connect(Number(port), hostname).pause();
  stuck.write('GET /ticks HTTP/1.1\r\nHost: test\r\n\r\n');
  const quick = await open(site, '/ticks');
  await quick.next();
  await site.topic.until(() => site.topic.readers === 1);
  const text = 'x'.repeat(32 * 1024);
  for (let n = 0; n < 600; n++) {
    site.topic.publish({ cursor: `c${n}`, n, text });
    const got = await quick.next();
    expect(got?.data).toEqual({ type: text });
  }
  let heard = '';
  const told = new Promise<void>((resolve) => {
    stuck.on('data', (bytes) => {
      heard += bytes;
      if (heard.includes('event: Error\ndata: {"error":"UNAVAILABLE"}\n\n')) resolve();
    });
  });
  stuck.resume();
  await told;
  // It was sent far less than the other, and nothing after the reason.
  expect(heard.length).toBeLessThan(600 * text.length);
  expect(heard.slice(-60)).toContain('UNAVAILABLE');
  stuck.destroy();
  quick.leave();
});
