import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../../src/server/index.ts';
import { type Ask, ask, graphql, library, type Reply } from './harness.ts';

const strict = { accept: 'application/graphql-response+json' };

async function refused(request: Ask): Promise<Reply & { code: unknown; message: string }> {
  const server = await library();
  const reply = await ask(server, { ...request, headers: { ...strict, ...request.headers } });
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  const [error] = reply.json().errors ?? [];
  expect(error?.message).toBeTruthy();
  expect(error?.extensions).toMatchObject({
    code: expect.any(String),
    retryable: false,
    requestId: reply.headers['x-request-id'],
  });
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]);
  // Whatever was sent, the server goes on.
  expect((await graphql(server, '{ hello }')).json()).toEqual({ data: { hello: 'world' } });
  return { ...reply, code: error?.extensions['code'], message: error?.message ?? '' };
}

const many = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');

const costly: Record<string, string> = {
  'ten thousand aliases': `{ ${many(10_000, (i) => `a${i}: hello`)} }`,
  'forty aliases': `{ books { ${many(40, (i) => `a${i}: id`)} } }`,
  'ten thousand fields': `{ ${many(10_000, () => 'hello')} }`,
  'two thousand fields': `{ ${many(2_000, () => 'hello')} }`,
  'deep nesting': `{ ${'books { author { '.repeat(600)} id ${'} }'.repeat(600)} }`,
  'nesting a little too deep': `{ ${'books { author { '.repeat(7)} id ${'} }'.repeat(7)} }`,
  'lists of lists of lists': '{ books(first: 400) { author { books { author { books { author { name } } } } } } }',
  'a list without end': '{ books(first: 1000000000) { id } }',
  'a directive a hundred times': `{ hello ${many(100, () => '@include(if: true)')} }`,
  'many root fields': `{ ${many(21, (i) => (i % 2 ? 'hello' : 'viewer'))} }`,
  'many root fields inside fragments': `{ ${many(7, () => '...F')} } fragment F on Query { hello viewer matrix }`,
  'a fragment bomb': `{ ...F0 } ${many(30, (i) => `fragment F${i} on Query { ${i < 29 ? `...F${i + 1} ...F${i + 1}` : 'hello viewer'} }`)}`,
  'ten thousand operations': many(10_000, (i) => `query Q${i} { hello }`),
};

for (const [name, query] of Object.entries(costly)) {
  test(`${name} is refused as too costly, and quickly`, async () => {
    const startedAt = performance.now();
    expect(await refused({ body: { query, operationName: null } })).toMatchObject({
      status: 400,
      code: 'QUERY_TOO_COSTLY',
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
}

test('a list size in a variable counts, for each request anew', async () => {
  const server = await library();
  const query = 'query ($first: Int) { books(first: $first) { author { books { title } } } }';
  const small = await graphql(server, query, { variables: { first: 2 } });
  expect(small.json().errors).toBeUndefined();
  const large = await graphql(server, query, { variables: { first: 50_000 } });
  expect(large.status).toBe(400);
  expect(large.json().errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COSTLY', limit: 50_000 });
});

const invalid: Record<string, Ask> = {
  'a fragment cycle': { body: { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' } },
  'deep introspection': {
    body: {
      query: '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    },
  },
  'several operations and no choice': { body: { query: many(50, (i) => `query Q${i} { hello }`) } },
  'a null character in the document': { body: { query: '{ hello\u0000 }' } },
  'a null character in a string of the document': { body: { query: '{ echo(value: "a\\u0000b") }' } },
  'a null character in a variable': {
    body: { query: 'query ($v: JSON) { echo(value: $v) }', variables: { v: [{ k: 'a\u0000' }] } },
  },
  'a null character in a key': {
    body: { query: 'query ($v: JSON) { echo(value: $v) }', variables: { v: { 'k\u0000': 1 } } },
  },
  'null bytes': { body: Buffer.alloc(100), headers: { 'content-type': 'application/json' } },
  'invalid UTF-8': {
    body: Buffer.from('7b227175657279223a22ff22 7d'.replace(' ', ''), 'hex'),
    headers: { 'content-type': 'application/json' },
  },
  'malformed JSON': { body: '{"query": "{ hello }"', headers: { 'content-type': 'application/json' } },
  'an empty body': { body: '', headers: { 'content-type': 'application/json' } },
  'JSON that is a string': { body: '"{ hello }"', headers: { 'content-type': 'application/json' } },
  'JSON that is null': { body: 'null', headers: { 'content-type': 'application/json' } },
  'very deep JSON': {
    body: `{"query":"{ hello }","variables":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    headers: { 'content-type': 'application/json' },
  },
  'a very deep variable': {
    body: `{"query":"query ($v: JSON) { echo(value: $v) }","variables":{"v":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
    headers: { 'content-type': 'application/json' },
  },
  'no query': { body: {} },
  'a number as query': { body: { query: 5 } },
  'an array as variables': { body: { query: '{ hello }', variables: [] } },
  'text as variables': { body: { query: '{ hello }', variables: '{}' } },
  'an object as operation name': { body: { query: '{ hello }', operationName: {} } },
  'a boolean as extensions': { body: { query: '{ hello }', extensions: true } },
  'a number as document id': { body: { documentId: 7 } },
  'an object as persisted hash': { body: { extensions: { persistedQuery: { sha256Hash: {} } } } },
  'a poisoned prototype': {
    body: '{"query":"{ hello }","variables":{"x":{"__proto__":{"admin":true}}}}',
    headers: { 'content-type': 'application/json' },
  },
  'a poisoned prototype in disguise': {
    body: '{"query":"{ hello }","variables":{"\\u005f_proto__":{"admin":true}}}',
    headers: { 'content-type': 'application/json' },
  },
  'a member called constructor for a document id': { body: { documentId: 'constructor' } },
  'an operation name from the prototype': { body: { query: 'query A { hello }', operationName: '__proto__' } },
  'an empty batch': { body: [] },
  'a batch of numbers': { body: [1, 2] },
  'a batch that is too long': { body: Array.from({ length: 11 }, () => ({ query: '{ hello }' })) },
  'variables in a URL that are not JSON': { method: 'GET', path: '/graphql?query={hello}&variables={' },
  'a URL that is not encoded well': { method: 'GET', path: '/graphql?query=%ff%fe' },
};

for (const [name, request] of Object.entries(invalid)) {
  test(`${name} is refused with a clear message`, async () => {
    const reply = await refused(request);
    expect(reply.status).toBe(400);
    expect(['REQUEST_INVALID', 'DOCUMENT_NOT_TRUSTED']).toContain(reply.code);
    expect(reply.message).not.toMatch(/undefined|\[object|at .*\.ts/);
  });
}

test('a body that says it is too large is refused before it is sent', async () => {
  const headers = { 'content-type': 'application/json', 'content-length': String(2 * 1024 * 1024) };
  const reply = await refused({ headers, body: Buffer.alloc(2 * 1024 * 1024, 0x20) });
  expect(reply).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
});

test('a body that turns out to be too large is refused while it is sent', async () => {
  const { url } = await library();
  const { port } = new URL(url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    for (let i = 0; i < 20; i++) socket.write(chunk);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
      if (text.includes('BODY_TOO_LARGE')) resolve(text);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer.toLowerCase()).toContain('connection: close');
});

test('a client that never finishes its headers is cut off', async () => {
  const { url } = await library({ timing: { headersMs: 50, requestMs: 100 } });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\n');
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('headers that are too large are refused', async () => {
  const server = await library();
  const reply = await ask(server, {
    method: 'GET',
    path: '/graphql?query={hello}',
    headers: { 'x-junk': 'x'.repeat(20_000) },
  });
  expect(reply.status).toBe(431);
});

test('the limits can be raised and lowered', async () => {
  const server = await library({ limits: { ...defaultLimits, aliases: 1 } });
  expect((await graphql(server, '{ a: hello b: hello }')).status).toBe(400);
  expect((await graphql(server, '{ a: hello }')).status).toBe(200);
});
