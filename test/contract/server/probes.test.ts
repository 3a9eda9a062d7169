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
