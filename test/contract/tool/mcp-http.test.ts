import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { createMcpPool, type McpCall } from '../../../src/modules/mcp/index.ts';
import { createToolGateway } from '../../../src/modules/tool/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { createOutboundClient } from '../../../src/platform/http/index.ts';
import { type HttpMcpServerOptions, startHttpMcpServer } from '../../support/mcp-http-server.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function setUp(options: HttpMcpServerOptions & { allow?: string[] } = {}) {
  const server = await startHttpMcpServer(options);
  const outbound = createOutboundClient({ allow: options.allow ?? ['127.0.0.1'] });
  const pool = createMcpPool({ outbound, log: pino({ level: 'silent' }) });
  cleanups.push(
    () => server.close(),
    () => outbound.close(),
    () => pool.close(),
  );
  const gateway = createToolGateway({ outbound, mcp: pool, clock: systemClock });
  return {
    server,
    pool,
    gateway,
    call: (tool: string, rest: Partial<McpCall> = {}) => pool.call(server.target, callOf(tool, rest)),
  };
}

function callOf(tool: string, rest: Partial<McpCall> = {}): McpCall {
  return {
    tool,
    arguments: {},
    idempotencyKey: 'run-1:step-1',
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...rest,
  };
}

test.each([{ isJson: false }, { isJson: true }])(
  'tools are discovered and called in one session, with answers as a stream or as JSON (%o)',
  async (options) => {
    const { server, pool, call } = await setUp(options);
    const texts = ['one', 'two', 'three', 'four'];
    const results = await Promise.all(texts.map((text) => call('echo', { arguments: { text }, idempotencyKey: text })));
    expect(results.map(({ content }) => content)).toEqual(texts);
    expect(server.calls.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual([...texts].sort());
    expect((await pool.discover(server.target, { timeoutMs: 10_000 })).tools).toHaveLength(11);
    expect(server.sessionCount()).toBe(1);
    expect(server.requests.map(({ method }) => method)).not.toContain('GET');
  },
);

test('the headers of the target go with every request, and refused credentials are not worth a retry', async () => {
  const { server, pool, call } = await setUp({ token: 'right' });
  await expect(call('echo')).rejects.toMatchObject({ code: 'TOOL_FAILED', facts: { status: 401 } });
  const target = { ...server.target, key: 'with token', headers: { Authorization: 'Bearer right' } };
  expect(await pool.call(target, callOf('echo', { arguments: { text: 'in' } }))).toEqual({
    content: 'in',
    isError: false,
  });
});

test('a server that forgot the session is asked once more in a new one, and the call runs once', async () => {
  const { server, call } = await setUp();
  await call('echo', { arguments: { text: 'before' } });
  server.forgetSessions();
  expect(await call('echo', { arguments: { text: 'after' } })).toEqual({ content: 'after', isError: false });
  expect(server.calls.map((made) => made.arguments['text'])).toEqual(['before', 'after']);
});

test('a call whose stream breaks is a retryable failure at once, and the session goes on', async () => {
  const { server, call } = await setUp();
  await call('echo', { arguments: { text: 'warm' } });
  await expect(call('crash')).rejects.toMatchObject({ code: 'MCP_SERVER_ERROR' });
  expect((await call('echo', { arguments: { text: 'again' } })).content).toBe('again');
  expect(server.sessionCount()).toBe(1);
});

test('a stream that a server interrupts is resumed where it stopped', async () => {
  const { server, call } = await setUp({ isResumable: true });
  expect((await call('interrupted')).content).toBe('answered after the interruption');
  expect(server.requests.at(-1)).toMatchObject({
    method: 'GET',
    headers: { 'last-event-id': expect.stringContaining('event-') },
  });
  expect(server.calls).toHaveLength(1);
});

test('timeouts and aborts cancel the call at the server and leave no request open', async () => {
  const { server, call } = await setUp();
  await expect(call('slow', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'MCP_SERVER_TIMEOUT' });
  const controller = new AbortController();
  const slow = call('slow', { signal: controller.signal, idempotencyKey: 'aborted' });
  slow.catch(() => {});
  await vi.waitFor(() =>
    expect(server.calls).toContainEqual(expect.objectContaining({ event: 'called', idempotencyKey: 'aborted' })),
  );
  const reason = new Error('the run was cancelled');
  controller.abort(reason);
  await expect(slow).rejects.toBe(reason);
  await vi.waitFor(() => expect(server.calls.filter(({ event }) => event === 'cancelled')).toHaveLength(2));
  await vi.waitFor(() => expect(server.openCount()).toBe(0));
});

test('a result above 4 MiB is refused', async () => {
  const { call } = await setUp();
  await expect(call('large', { arguments: { bytes: 5 * 1024 * 1024 } })).rejects.toMatchObject({
    code: 'OUTBOUND_TOO_LARGE',
  });
  expect((await call('large', { arguments: { bytes: 4_000_000 } })).content).toHaveLength(4_000_000);
});

test('a server that cannot be reached is a retryable failure, and is reached once it runs', async () => {
  const { server, pool } = await setUp();
  const gone = await startHttpMcpServer();
  await gone.close();
  await expect(pool.call(gone.target, callOf('echo'))).rejects.toMatchObject({
    code: 'MCP_SERVER_ERROR',
    message: expect.stringContaining('could not be reached'),
  });
  const target = { ...server.target, key: gone.target.key };
  expect((await pool.call(target, callOf('echo', { arguments: { text: 'up' } }))).content).toBe('up');
});

test('an address that the operator did not allow is refused before anything is sent', async () => {
  const { server, call } = await setUp({ allow: [] });
  await expect(call('echo')).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
  expect(server.requests).toEqual([]);
});

test('closing the pool ends the session at the server', async () => {
  const { server, pool, call } = await setUp();
  await call('echo', { arguments: { text: 'hello' } });
  await pool.close();
  expect(server.sessionCount()).toBe(0);
});

test('the gateway calls an MCP tool with its key, tells its failure, and closes the connections with itself', async () => {
  const { server, gateway } = await setUp();
  const invoke = (tool: string, args: Record<string, unknown>) =>
    gateway.invoke({
      name: `shop--${tool}`,
      target: { type: 'mcp', server: server.target, tool },
      arguments: args,
      idempotencyKey: 'run-9:step-1',
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      context: { executionId: 'run-9', namespace: 'default', agent: 'clerk', step: 'step-1', attempt: 1 },
    });
  expect(await invoke('structured', { a: 1 })).toMatchObject({ result: { a: 1 }, isError: false });
  expect(await invoke('fail', { message: 'out of stock' })).toMatchObject({ result: 'out of stock', isError: true });
  expect(server.calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['run-9:step-1', 'run-9:step-1']);
  await gateway.close();
  expect(server.sessionCount()).toBe(0);
});
