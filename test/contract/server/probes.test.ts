import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { ask, graphql, library } from './harness.ts';

test('the probes say whether the server is alive, ready and how it is', async () => {
  const server = await library();
  const get = (at: string) => ask(server, { method: 'GET', path: at });
  expect((await get('/healthz')).status).toBe(200);
  expect(JSON.parse((await get('/readyz')).text)).toEqual({ status: 'ready', checks: { database: 'ok' } });
  server.health.ready = false;
  const unready = await get('/readyz');
  expect([unready.status, JSON.parse(unready.text)]).toEqual([
    503,
    { status: 'not ready', checks: { database: 'no answer' } },
  ]);
  expect((await get('/healthz')).status).toBe(200);
  expect(JSON.parse((await get('/livez')).text)).toEqual({ version: 'test' });
});

test('the metrics count requests by route pattern and never repeat what a user wrote', async () => {
  const server = await library({ routes: ({ fastify }) => fastify.get('/things/:name', () => ({})) });
  await ask(server, { method: 'GET', path: '/things/secret-thing' });
  await graphql(server, '{ hello }', { headers: { authorization: 'Bearer reader-1' } });
  await ask(server, { method: 'GET', path: '/secret-path' });
  const { text } = await ask(server, { method: 'GET', path: '/metrics' });
  expect(text).toContain('orrery_http_requests_total{method="POST",route="/graphql",status="200"} 1');
  expect(text).toContain('orrery_http_requests_total{method="GET",route="other",status="404"} 1');
  expect(text).toContain('orrery_http_requests_total{method="GET",route="/things/:name",status="200"} 1');
  expect(text).toMatch(/orrery_http_request_seconds_bucket\{le="10",route="\/graphql"\} 1/);
  expect(text).toMatch(/orrery_http_request_seconds_bucket\{le="\+Inf",route="\/graphql"\} 1/);
  expect(text).toMatch(/orrery_http_request_seconds_count\{route="\/graphql"\} 1/);
  expect(text).toContain('orrery_stream_cohorts 0');
  expect(text).not.toMatch(/secret-|prn_1|reader-1/);
});

test('a connection that was opened ahead of need does not hold up the end', async () => {
  const { server, url } = await library({ timing: { drainMs: 60_000 } });
  const { hostname, port } = new URL(url);
  const connection = connect(Number(port), hostname);
  await once(connection, 'connect');
  // The server knows of the connection when it has answered one that came after it.
  await fetch(new URL('/healthz', url), { headers: { connection: 'close' } });
  const cut = once(connection, 'close');
  await server.close();
  await cut;
});

test('the metrics come as OpenMetrics to who accepts that, and the other form stays as it was', async () => {
  const server = await library();
  const read = (accept: string) => ask(server, { method: 'GET', path: '/metrics', headers: { accept } });
  await read('*/*');
  const open = await read('application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2');
  expect(open.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
  expect(open.text).toContain('# TYPE orrery_http_requests counter\norrery_http_requests_total{');
  expect(open.text).not.toContain('\n\n');
  expect(open.text.endsWith('\n# EOF\n')).toBe(true);
  const plain = await read('text/plain');
  expect(plain.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(plain.text).toContain('# TYPE orrery_http_requests_total counter');
});

test('a probe is there with a slash after it too', async () => {
  const server = await library();
  for (const path of ['/healthz/', '/readyz/', '/livez/', '/metrics/'])
    expect((await ask(server, { method: 'GET', path })).status, path).toBe(200);
});
