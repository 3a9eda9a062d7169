import { expect, test } from 'vitest';
import { serving } from './serving.ts';

const { ask, platform } = serving();

test('a route answers with what its shape says, its version as an entity tag', async () => {
  const { status, json, headers } = await ask('/v1/agents/payer');
  expect({ status, json }).toEqual({ status: 200, json: { name: 'payer', kind: 'Agent', labels: { team: 'shop' } } });
  expect(headers.get('etag')).toMatch(/^"\d+"$/);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(headers.get('x-request-id')).toMatch(/./);
});

test('the same is served on its other path and for HEAD, there without a body', async () => {
  expect((await ask('/v1/also/agents/payer')).json.name).toBe('payer');
  const head = await ask('/v1/agents/payer', { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
});

test('who has the version already is told so without a body', async () => {
  const { headers } = await ask('/v1/agents/payer');
  const tag = headers.get('etag') ?? '';
  for (const known of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const { status, text } = await ask('/v1/agents/payer', { headers: { 'if-none-match': known } });
    expect([known, status, text]).toEqual([known, 304, '']);
  }
  expect((await ask('/v1/agents/payer', { headers: { 'if-none-match': '"0"' } })).status).toBe(200);
});

test('the envelope of an API is around its answers and its failures', async () => {
  const { json, headers } = await ask('/fabric/me', {
    headers: { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
  });
  expect(json).toMatchObject({
    meta: { status: 200, trace: 'ab'.repeat(16), request_id: headers.get('x-request-id') },
    data: { role: 'ADMIN' },
    error: null,
  });
  expect(json.context.organizationId).toMatch(/./);
  expect(headers.get('x-envelope')).toBe('1.0');
  const refused = await ask('/fabric/me', { token: null });
  expect(refused.json).toMatchObject({ meta: { status: 401 }, data: null, error: { code: 'unauthorized' } });
});

test('a page has as many items as were asked for, and the cursor of the next one', async () => {
  const { json } = await ask('/v1/agents?limit=1&kind=agents');
  expect(json.items).toEqual([{ name: expect.any(String), kind: 'Agent' }]);
  expect('continue' in (await ask('/v1/agents')).json).toBe(false);
});

test('a flag in the query chooses the route that asks for it', async () => {
  expect((await ask('/v1/agents?count=true')).json).toEqual({ counted: true });
  expect((await ask('/v1/agents?count')).json).toEqual({ counted: true });
  expect((await ask('/v1/agents?count=false')).json.items).toBeInstanceOf(Array);
});

test('nobody gets in without a token or with a wrong one, before anything else is looked at', async () => {
  for (const token of [null, 'wrong']) {
    const { status, json, headers } = await ask('/v1/search', { method: 'POST', body: '{not json', token });
    expect([status, json.error.code, headers.get('www-authenticate')]).toEqual([401, 'Unauthorized', 'Bearer']);
  }
});

test('a public route is for everybody, whatever token they show, and says since when it is deprecated', async () => {
  const { status, text, headers } = await ask('/v1/hello', { token: 'wrong' });
  expect([status, text]).toEqual([200, 'Query']);
  expect(headers.get('deprecation')).toBe(`@${Date.UTC(2026, 10, 1) / 1_000}`);
  expect(headers.get('link')).toContain('rel="deprecation"');
});

test('what may not be done is 403 in the words of the API', async () => {
  const token = await platform().tokenFor('VIEWER');
  const { status, json } = await ask('/v1/agents/payer', { method: 'DELETE', token });
  expect([status, json.error.code]).toEqual([403, 'Forbidden']);
});

test('what is not there is 404 with the name that was asked for', async () => {
  const { status, json } = await ask('/v1/agents/nobody');
  expect([status, json.error]).toEqual([404, { code: 'NotFound', message: 'agent "nobody" not found', details: {} }]);
});

test('a failure of the operation has its own status and facts', async () => {
  const conflict = await ask('/v1/agents/payer', { method: 'DELETE', headers: { 'if-match': '"999"' } });
  expect([conflict.status, conflict.json.error.code]).toEqual([409, 'Conflict']);
  const invalid = await ask('/v1/apply', { method: 'POST', body: 'apiVersion: orrery.dev/v1\nkind: Nothing\n' });
  expect([invalid.status, invalid.json.error.code]).toEqual([400, 'Invalid']);
  expect(invalid.json.error.details.faults).toBeInstanceOf(Array);
});

test('a mutation answers with the status of its success', async () => {
  const body = 'apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: { name: made }\nspec: { prompt: hi, model: m }\n';
  const { status, json } = await ask('/v1/apply', { method: 'POST', body });
  expect(json).toEqual({ changes: expect.any(Array) });
  expect(status).toBe(201);
});

test('a method that a path does not have is refused with those that it has', async () => {
  const { status, headers, json } = await ask('/v1/agents/payer', { method: 'PATCH' });
  expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, DELETE']);
  expect(json.error.message).toContain('PATCH');
});

test('an unknown path below the prefix of an API has its form, any other that of the server', async () => {
  expect((await ask('/v1/nothing/here')).json.error).toMatchObject({ code: 'NotFound' });
  expect((await ask('/fabric/nothing')).json).toMatchObject({ meta: { status: 404 } });
  expect((await ask('/nothing')).json.error.code).toBe('REQUEST_INVALID');
  expect((await ask('/v1/agents/%E0%A4%A')).status).toBe(404);
});
