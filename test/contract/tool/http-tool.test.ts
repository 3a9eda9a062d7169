import { afterEach, expect, test } from 'vitest';
import type { McpPool } from '../../../src/modules/mcp/index.ts';
import { createToolGateway, type HttpToolTarget, type ToolInvocation } from '../../../src/modules/tool/index.ts';
import { createOutboundClient } from '../../../src/platform/http/index.ts';
import { startToolUpstream, type UpstreamAnswer } from '../../support/tool-upstream.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function setUp(answers?: UpstreamAnswer[], allow = ['127.0.0.1']) {
  const upstream = await startToolUpstream(answers && { answers });
  const outbound = createOutboundClient({ allow });
  cleanups.push(
    () => upstream.close(),
    () => outbound.close(),
  );
  const times = [0, 7];
  const clock = { now: () => new Date(times.shift() ?? 0) };
  const gateway = createToolGateway({ outbound, mcp: noPool, clock });
  const invoke = (
    args: Record<string, unknown>,
    target: Partial<HttpToolTarget> = {},
    rest: Partial<ToolInvocation> = {},
  ) =>
    gateway.invoke({
      name: 'refund',
      target: { type: 'http', url: upstream.url, method: 'POST', headers: {}, allowPrivate: false, ...target },
      arguments: args,
      idempotencyKey: 'run-1:step-2',
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      context: { executionId: 'run-1', namespace: 'default', agent: 'clerk', step: 'step-2', attempt: 1 },
      ...rest,
    });
  return { upstream, invoke };
}

const noPool: McpPool = {
  discover: () => Promise.reject(new Error('no MCP server is called here')),
  call: () => Promise.reject(new Error('no MCP server is called here')),
  close: async () => {},
};

test('the arguments are posted as JSON with the idempotency key, and the answer is the result', async () => {
  const { upstream, invoke } = await setUp([{ body: { refunded: '12.50' } }]);
  expect(await invoke({ order: 'A-1', lines: [1, 2] })).toEqual({
    result: { refunded: '12.50' },
    isError: false,
    latencyMs: 7,
  });
  expect(upstream.calls).toMatchObject([
    {
      method: 'POST',
      body: { order: 'A-1', lines: [1, 2] },
      headers: { 'content-type': 'application/json', 'idempotency-key': 'run-1:step-2' },
    },
  ]);
});

test('placeholders of the path are filled and left out of the body', async () => {
  const { upstream, invoke } = await setUp();
  await invoke({ order: 'a/b ?', amount: 5 }, { url: `${upstream.url}/orders/{order}/refunds?dry=1` });
  expect(upstream.calls).toMatchObject([{ url: '/orders/a%2Fb%20%3F/refunds?dry=1', body: { amount: 5 } }]);
});

test.each([{}, { order: '' }, { order: '..' }, { order: '.' }, { order: { id: 1 } }])(
  'a value that would change the address is refused before anything is sent: %o',
  async (args) => {
    const { upstream, invoke } = await setUp();
    await expect(invoke(args, { url: `${upstream.url}/orders/{order}/refunds` })).rejects.toMatchObject({
      code: 'TOOL_INPUT_INVALID',
    });
    expect(upstream.calls).toEqual([]);
  },
);

test('GET and DELETE carry the arguments in the query and no body', async () => {
  const { upstream, invoke } = await setUp();
  await invoke({ q: 'wool & silk', page: 2, tag: ['a', 'b'], none: null, box: { w: 1 } }, { method: 'get' });
  await invoke({ id: 7 }, { method: 'DELETE', url: `${upstream.url}/items?hard=true` });
  expect(upstream.calls.map(({ method, url, body }) => ({ method, url, body }))).toEqual([
    { method: 'GET', url: '/?q=wool+%26+silk&page=2&tag=a&tag=b&box=%7B%22w%22%3A1%7D', body: undefined },
    { method: 'DELETE', url: '/items?hard=true&id=7', body: undefined },
  ]);
});

test('each auth profile sends its header, and no other header can take its place', async () => {
  const { upstream, invoke } = await setUp();
  const headers = { Authorization: 'stale', 'Idempotency-Key': 'stale', 'X-Shop': 'north' };
  await invoke({}, { headers, auth: { profile: 'bearer', token: 'sesame' } });
  await invoke({}, { headers, auth: { profile: 'basic', token: 'ann:pass' } });
  await invoke({}, { auth: { profile: 'api_key_header', header: 'X-Key', token: 'sesame' } });
  expect(
    upstream.calls.map((call) => [
      call.headers.authorization,
      call.headers['x-key'],
      call.headers['x-shop'],
      call.headers['idempotency-key'],
    ]),
  ).toEqual([
    ['Bearer sesame', undefined, 'north', 'run-1:step-2'],
    [`Basic ${Buffer.from('ann:pass').toString('base64')}`, undefined, 'north', 'run-1:step-2'],
    [undefined, 'sesame', undefined, 'run-1:step-2'],
  ]);
});

test.each([
  ['JSON by its content type', { body: '"a text"', headers: { 'content-type': 'application/problem+json' } }, 'a text'],
  ['JSON by its look', { body: ' [1, 2]', headers: { 'content-type': 'text/plain' } }, [1, 2]],
  ['text', { body: '12.50 euros', headers: { 'content-type': 'text/plain' } }, '12.50 euros'],
  ['text that only begins like JSON', { body: '{oops', headers: { 'content-type': 'application/json' } }, '{oops'],
  ['nothing', { status: 204 }, null],
] as [string, UpstreamAnswer, unknown][])('an answer is read as %s', async (_name, answer, result) => {
  const { invoke } = await setUp([answer]);
  expect(await invoke({})).toMatchObject({ result, isError: false });
});

test.each([
  [400, 'TOOL_FAILED', false],
  [401, 'TOOL_FAILED', false],
  [403, 'TOOL_FAILED', false],
  [404, 'TOOL_FAILED', false],
  [429, 'TOOL_UNAVAILABLE', true],
  [500, 'TOOL_UNAVAILABLE', true],
  [503, 'TOOL_UNAVAILABLE', true],
])('HTTP %i is %s, retryable: %s', async (status, code, retryable) => {
  const { invoke } = await setUp([{ status, body: { error: 'no such order' }, headers: { 'retry-after': '2' } }]);
  const said = status === 401 || status === 403 ? 'refused the credentials' : 'no such order';
  const failure = { code, retryable, message: expect.stringContaining(said), facts: { status, retryAfterMs: 2_000 } };
  await expect(invoke({})).rejects.toMatchObject(failure);
});

test('a redirect of a POST is not followed, and says where the tool went', async () => {
  const { upstream, invoke } = await setUp([{ status: 307, headers: { location: '/elsewhere' } }]);
  await expect(invoke({})).rejects.toMatchObject({
    code: 'TOOL_FAILED',
    facts: { status: 307, location: '/elsewhere' },
  });
  expect(upstream.calls).toHaveLength(1);
});

test('an endpoint that echoes its credentials does not bring them into the message', async () => {
  const echo = `wrong: sesame, ${Buffer.from('sesame').toString('base64')}`;
  const { invoke } = await setUp([{ status: 400, body: echo }]);
  await expect(invoke({}, { auth: { profile: 'bearer', token: 'sesame' } })).rejects.toMatchObject({
    message: 'The tool refund answered with HTTP 400: wrong: [secret], [secret]',
  });
});

test('the version 1 envelope is unwrapped', async () => {
  const envelope = (rest: object) => ({ body: { tool_contract_version: 'v1', request_id: 'r', ...rest } });
  const { invoke } = await setUp([
    envelope({ status: 'ok', output: { result: { done: true } } }),
    envelope({
      status: 'denied',
      error: { code: 'permission_denied', reason: 'tool_permission_denied', message: 'not yours' },
    }),
    envelope({ status: 'error', error: { code: 'execution_failed', message: 'out of paper', retryable: false } }),
    envelope({ status: 'error', error: { code: 'execution_failed', message: 'busy', retryable: true } }),
    { body: { status: 'ok', output: { result: 1 } } },
  ]);
  expect(await invoke({})).toMatchObject({ result: { done: true }, isError: false });
  expect(await invoke({})).toMatchObject({
    result: { code: 'permission_denied', message: 'not yours' },
    isError: true,
  });
  expect(await invoke({})).toMatchObject({ result: { message: 'out of paper' }, isError: true });
  await expect(invoke({})).rejects.toMatchObject({
    code: 'TOOL_UNAVAILABLE',
    message: expect.stringContaining('busy'),
  });
  expect(await invoke({})).toMatchObject({ result: { status: 'ok', output: { result: 1 } } });
});

test('a broken connection and a closed port are retryable, a slow answer is a timeout', async () => {
  const { upstream, invoke } = await setUp([{ breaks: true }, { hangs: true }]);
  await expect(invoke({})).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE', retryable: true });
  await expect(invoke({}, {}, { timeoutMs: 50 })).rejects.toMatchObject({
    code: 'TOOL_TIMED_OUT',
    facts: { timeoutMs: 50 },
  });
  await upstream.close();
  await expect(invoke({})).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE', retryable: true });
});

test('an abort is thrown as its reason', async () => {
  const { upstream, invoke } = await setUp([{ hangs: true }]);
  const controller = new AbortController();
  const call = invoke({}, {}, { signal: controller.signal });
  call.catch(() => {});
  await upstream.waitForCalls(1);
  const reason = new Error('the run was cancelled');
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
});

test('an answer above 4 MiB and an address that is not allowed are refused', async () => {
  const { invoke } = await setUp([{ body: 'x'.repeat(4 * 1024 * 1024 + 1) }]);
  await expect(invoke({})).rejects.toMatchObject({ code: 'OUTBOUND_TOO_LARGE' });
  const guarded = await setUp([], []);
  await expect(guarded.invoke({})).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
  expect(guarded.upstream.calls).toEqual([]);
});

test('arguments that do not fit the schema never reach the tool', async () => {
  const { upstream, invoke } = await setUp();
  const inputSchema = { type: 'object', properties: { amount: { type: 'number' } }, required: ['order'] };
  await expect(invoke({ amount: 'much' }, {}, { inputSchema })).rejects.toMatchObject({
    code: 'TOOL_INPUT_INVALID',
    message: 'The input does not fit the tool: /order is missing; /amount must be number.',
  });
  expect(upstream.calls).toEqual([]);
});
