import { connect } from 'node:net';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import type { OrreryServer } from '../../../src/server/index.ts';
import { ask, graphql, library } from './harness.ts';

test('wrong credentials are turned down at once, none are nobody', async () => {
  const server = await library();
  const all: Record<string, string>[] = [
    { authorization: 'Bearer wrong' },
    { authorization: 'Basic cmVhZGVyLTE6' },
    { 'x-api-key': 'wrong' },
    { cookie: 'a=b; orrery_session=wrong' },
  ];
  for (const headers of all) {
    const reply = await graphql(server, '{ hello }', { headers });
    expect(reply.status).toBe(401);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
    expect(reply.json().errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false });
    expect(reply.text).not.toContain('wrong"');
  }
  const nobody = (await graphql(server, '{ viewer }')).json();
  expect(nobody.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
});

test('a token counts as bearer, as api key and as session cookie', async () => {
  const server = await library();
  const all: Record<string, string>[] = [
    { authorization: 'Bearer reader-1' },
    { authorization: 'bearer  reader-1' },
    { 'x-api-key': 'reader-1' },
    { cookie: 'theme=dark; orrery_session=reader-1' },
  ];
  for (const headers of all) {
    expect((await graphql(server, '{ viewer }', { headers })).json()).toEqual({ data: { viewer: 'prn_1' } });
  }
});

test('each request is logged in one line without secrets', async () => {
  const server = await library();
  const headers = { authorization: 'Bearer reader-1', 'x-request-id': 'trace-7' };
  await graphql(server, 'query ($v: JSON) { echo(value: $v) }', { variables: { v: 'private' }, headers });
  await ask(server, { method: 'GET', path: '/healthz?token=private' });
  await graphql(server, '{ nothing }');
  const requests = server.lines.filter((line) => line.message === 'request').map((line) => line.facts);
  expect(requests).toHaveLength(3);
  expect(requests[0]).toEqual({
    method: 'POST',
    path: '/graphql',
    status: 200,
    ms: expect.any(Number),
    requestId: 'trace-7',
    principal: 'prn_1',
  });
  expect(requests[1]).toMatchObject({ method: 'GET', path: '/healthz', status: 200, principal: undefined });
  expect(JSON.stringify(server.lines)).not.toMatch(/private|reader-1|nothing/);
});

test('a sane request id is kept, another is replaced', async () => {
  const server = await library();
  const idOf = async (id: string) =>
    (await graphql(server, '{ hello }', { headers: { 'x-request-id': id } })).headers['x-request-id'];
  expect(await idOf('4bf92f-3577:b34')).toBe('4bf92f-3577:b34');
  expect(await idOf('a b')).toMatch(/^req_/);
  expect(await idOf('x'.repeat(200))).toMatch(/^req_/);
});

test('every answer has the security headers', async () => {
  const server = await library();
  const requests = [
    { body: { query: '{ hello }' } },
    { method: 'GET', path: '/healthz' },
    { method: 'GET', path: '/nowhere' },
    { method: 'GET', headers: { accept: 'text/html' } },
    { body: { query: '{ hello ... @defer { slowly } }' }, headers: { accept: 'multipart/mixed' } },
    { body: { query: '{ hello }' }, headers: { accept: 'text/event-stream' } },
  ];
  for (const request of requests) {
    const { headers } = await ask(server, request);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(headers['x-request-id']).toMatch(/^req_/);
  }
});

test('only pages of configured origins may read answers', async () => {
  const server = await library({ config: { corsOrigins: ['https://ui.example'] } });
  const preflight = (origin: string) =>
    ask(server, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const known = await preflight('https://ui.example');
  expect(known.status).toBe(204);
  expect(known.headers).toMatchObject({
    'access-control-allow-origin': 'https://ui.example',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': 'authorization,content-type',
  });
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  const answer = (origin: string) => graphql(server, '{ hello }', { headers: { origin } });
  expect((await answer('https://ui.example')).headers['access-control-allow-origin']).toBe('https://ui.example');
  expect((await answer('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});

test('what a web page can send without asking is refused', async () => {
  const server = await library();
  const body = '{"query":"mutation { addShelf(shelf: { name: \\"x\\" }) }"}';
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'TEXT/PLAIN;charset=utf-8',
  ]) {
    expect((await ask(server, { body, headers: { 'content-type': type } })).status).toBe(415);
    expect(
      (await ask(server, { method: 'GET', path: '/graphql?query={hello}', headers: { 'content-type': type } })).status,
    ).toBe(415);
  }
});

test('methods, media types and batches have the statuses of the specification', async () => {
  const server = await library();
  const search = (query: string) => ({ method: 'GET', path: `/graphql?${new URLSearchParams({ query })}` });
  const statusOf = async (request: Parameters<typeof ask>[1]) => (await ask(server, request)).status;
  expect(await statusOf(search('{ hello }'))).toBe(200);
  const mutation = await ask(server, search('mutation { addShelf(shelf: { name: "x" }) }'));
  expect(mutation.status).toBe(405);
  expect(mutation.headers.allow).toBe('POST');
  const put = await ask(server, { method: 'PUT', body: { query: '{ hello }' } });
  expect(put.status).toBe(405);
  expect(put.headers.allow).toBe('GET, POST');
  expect(await statusOf({ body: '{ hello }', headers: { 'content-type': 'application/xml' } })).toBe(415);
  expect(await statusOf({ body: '{ hello }' })).toBe(415);
  expect(await statusOf({ body: { query: '{ hello }' }, headers: { accept: 'image/png' } })).toBe(406);
  expect(await statusOf({ body: { query: 'subscription { ticks { n } }' } })).toBe(406);
  expect(await statusOf({ body: '{ hello }', headers: { 'content-type': 'application/graphql' } })).toBe(200);
  const batch = await ask(server, {
    body: [{ query: '{ hello }' }, { query: '{ nothing }' }, { query: '{ matrix }' }],
  });
  expect(batch.status).toBe(200);
  expect(JSON.parse(batch.text)).toMatchObject([
    { data: { hello: 'world' } },
    { errors: [{}] },
    { data: { matrix: [[1, null, 3], [], [4]] } },
  ]);
});

test('a read is given up when its client has left, a change is made all the same', async () => {
  const { server, url, topic } = await library();
  const leaveRead = await rawRequest(url, { query: '{ waits }' });
  await topic.until(() => topic.noticed('waiting') === 1);
  leaveRead();
  await topic.until(() => topic.noticed('aborted') === 1);
  const leaveChange = await rawRequest(url, { query: 'mutation { finish }' });
  await topic.until(() => topic.noticed('started') === 1);
  leaveChange();
  while ((await connectionsOf(server)) > 0) await new Promise(setImmediate);
  topic.notice('may finish');
  await topic.until(() => topic.noticed('finished') + topic.noticed('gave up') === 1);
  expect(topic.noticed('finished')).toBe(1);
});

test('@defer sends what is slow later to those who can take parts, and at once to the others', async () => {
  const server = await library();
  const query = '{ hello ... @defer { slowly broken } }';
  const parts = await ask(server, { body: { query }, headers: { accept: 'multipart/mixed', 'x-request-id': 'r' } });
  expect(parts.headers['content-type']).toContain('multipart/mixed');
  const payloads = parts.text
    .split('---')
    .flatMap((part) => /\{.*\}/s.exec(part) ?? [])
    .map((json) => JSON.parse(json));
  expect(payloads[0]).toMatchObject({ data: { hello: 'world' }, hasNext: true });
  expect(JSON.stringify(payloads.slice(1))).toContain('at last');
  expect(parts.text).toContain('Something went wrong on our side.');
  expect(parts.text).not.toContain('hunter2');
  expect((await graphql(server, query)).json()).toMatchObject({ data: { hello: 'world', slowly: 'at last' } });
});

test('introspection gives the whole schema', async () => {
  const server = await library();
  const { data } = (await graphql(server, getIntrospectionQuery())).json();
  expect(buildClientSchema(data as never).getType('Book')).toBeDefined();
});

test('GraphiQL is there for developers and not in production', async () => {
  const page = { method: 'GET', headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
  const development = await ask(await library({ renderGraphiql: () => '<title>own page</title>' }), page);
  expect(development.headers['content-type']).toContain('text/html');
  expect(development.text).toBe('<title>own page</title>');
  const production = await ask(await library({ config: { isProduction: true } }), page);
  expect(production.status).toBe(400);
  expect(production.text).not.toContain('<html');
});

test('a fault in a route of another part is masked and logged', async () => {
  const server = await library({
    routes: ({ fastify }) => {
      fastify.get('/fails', () => {
        throw new Error('hunter2');
      });
      fastify.post('/takes-json', () => ({}));
    },
  });
  const failed = await ask(server, { method: 'GET', path: '/fails', headers: { 'x-request-id': 'r-1' } });
  expect(failed.status).toBe(500);
  expect(JSON.parse(failed.text)).toEqual({
    error: { code: 'INTERNAL', message: 'Something went wrong on our side.', retryable: true, requestId: 'r-1' },
  });
  expect(server.lines.find(({ level }) => level === 'error')?.facts).toMatchObject({
    requestId: 'r-1',
    err: { message: 'hunter2' },
  });
  const malformed = await ask(server, {
    path: '/takes-json',
    body: '{',
    headers: { 'content-type': 'application/json' },
  });
  expect([malformed.status, JSON.parse(malformed.text).error.code]).toEqual([400, 'REQUEST_INVALID']);
  const large = await ask(server, { path: '/takes-json', body: { x: 'x'.repeat(1024 * 1024) } });
  expect([large.status, JSON.parse(large.text).error.code]).toEqual([413, 'BODY_TOO_LARGE']);
  const nowhere = await ask(server, { method: 'GET', path: '/nowhere' });
  expect([nowhere.status, JSON.parse(nowhere.text).error.code]).toEqual([404, 'REQUEST_INVALID']);
});

function connectionsOf({ fastify }: OrreryServer): Promise<number> {
  return new Promise((resolve, reject) => {
    fastify.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** Sends a request and gives the function that hangs up. */
function rawRequest(url: string, body: object): Promise<() => void> {
  const json = JSON.stringify(body);
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n`;
      socket.write(head + json, () => resolve(() => socket.destroy()));
    });
  });
}
