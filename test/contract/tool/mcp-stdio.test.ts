import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import {
  createMcpPool,
  type McpCall,
  type McpServerTarget,
  type McpStdioTarget,
} from '../../../src/modules/mcp/index.ts';
import { createOutboundClient } from '../../../src/platform/http/index.ts';
import { stdioMcpServer } from '../../support/mcp-stdio-server.ts';

type Cleanups = (() => unknown)[];

const cleanups: Cleanups = [];

async function clean(list: Cleanups): Promise<void> {
  for (const cleanup of list.splice(0).reverse()) await cleanup();
}

afterEach(() => clean(cleanups));

function setUp(overrides: Partial<McpStdioTarget> = {}, list = cleanups) {
  const server = stdioMcpServer(overrides);
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  const outbound = createOutboundClient({ allow: ['127.0.0.1'] });
  const pool = createMcpPool({ outbound, log });
  list.push(
    () => server.remove(),
    () => outbound.close(),
    () => pool.close(),
  );
  return {
    server,
    pool,
    logged,
    call: (tool: string, rest: Partial<McpCall> = {}) => pool.call(server.target, callOf(tool, rest)),
  };
}

function callOf(tool: string, rest: Partial<McpCall> = {}): McpCall {
  return {
    tool,
    arguments: {},
    idempotencyKey: 'run-1:step-1',
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...rest,
  };
}

// For the tests that leave the server as it was: starting a process takes longer than what they do with it.
const lasting: Cleanups = [];
vi.stubEnv('ORRERY_ADMIN_TOKEN', 'must not leak');
const shared = setUp({}, lasting);
afterAll(() => clean(lasting));

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('calls at the same instant share one process, and each carries its idempotency key', async () => {
  const { server, call } = shared;
  const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
  const results = await Promise.all(
    texts.map((text) => call('echo', { arguments: { text }, idempotencyKey: `key of ${text}` })),
  );
  expect(results).toEqual(texts.map((text) => ({ content: text, isError: false })));
  expect(server.pids()).toHaveLength(1);
  const keys = server
    .records()
    .flatMap((record) => (record.event === 'called' ? [[record.arguments['text'], record.idempotencyKey]] : []));
  expect(keys.sort()).toEqual(texts.map((text) => [text, `key of ${text}`]).sort());
});

test('every page of the tools is discovered, with schemas and annotations', async () => {
  const { server, pool } = shared;
  const { tools, serverInfo } = await pool.discover(server.target, { timeoutMs: 20_000 });
  expect(serverInfo).toEqual({ name: 'scripted', version: '2.1.0' });
  expect(tools).toHaveLength(11);
  expect(tools.find(({ name }) => name === 'structured')).toMatchObject({
    description: 'Gives its arguments back as structured content.',
    outputSchema: { type: 'object' },
    annotations: { readOnlyHint: true, idempotentHint: true },
  });
  expect(tools.find(({ name }) => name === 'parts')?.description).toBe('');
});

test('a result is its structured content, else its text, parsed when it is an object or a list, else its typed parts', async () => {
  const { call } = shared;
  expect((await call('structured', { arguments: { a: [1] } })).content).toEqual({ a: [1] });
  expect((await call('echo', { arguments: { text: ' {"a": 1}' } })).content).toEqual({ a: 1 });
  expect((await call('echo', { arguments: { text: '1.10' } })).content).toBe('1.10');
  expect((await call('echo', { arguments: { text: '{not json' } })).content).toBe('{not json');
  expect((await call('parts')).content).toEqual([
    { type: 'text', text: 'a dot' },
    { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    { type: 'resource', uri: 'note://1', mimeType: 'text/plain', text: 'the note' },
  ]);
});

test('a tool that says it failed is a result, refused arguments and protocol errors are failures', async () => {
  const { call } = shared;
  expect(await call('fail', { arguments: { message: 'out of stock' } })).toEqual({
    content: 'out of stock',
    isError: true,
  });
  await expect(call('refuse_arguments')).rejects.toMatchObject({
    code: 'TOOL_INPUT_INVALID',
    message: expect.stringContaining('amount must be positive'),
  });
  await expect(call('refuse')).rejects.toMatchObject({
    code: 'MCP_SERVER_ERROR',
    message: expect.stringContaining('the ledger is locked'),
  });
});

test('a tool that the server does not have fails with the names of those it has', async () => {
  const { call } = shared;
  await expect(call('ecko')).rejects.toMatchObject({
    code: 'TOOL_FAILED',
    message: expect.stringMatching(/no tool "ecko". It has echo, structured, parts, /),
  });
});

test('a server process sees PATH, HOME, LANG and its declared environment, and nothing of ours', async () => {
  expect(process.env).toHaveProperty('ORRERY_ADMIN_TOKEN');
  await shared.call('echo');
  expect(shared.server.records()[0]).toMatchObject({ environment: ['HOME', 'LANG', 'MCP_RECORDS', 'PATH'] });
});

test('what a server writes to its error output is in the log at debug', async () => {
  const { call, logged } = shared;
  await call('echo', { arguments: { text: 'hello' } });
  await eventually(() =>
    expect(logged).toContainEqual(expect.objectContaining({ level: 20, line: 'the scripted server is up' })),
  );
});

test('a call whose server dies is a retryable failure, and the next call gets a new process', async () => {
  const { server, call } = setUp();
  await expect(call('crash')).rejects.toMatchObject({
    code: 'MCP_SERVER_ERROR',
    message: expect.stringContaining('ended with exit code 3 before it answered'),
  });
  expect(await call('echo', { arguments: { text: 'again' } })).toEqual({ content: 'again', isError: false });
  expect(new Set(server.pids()).size).toBe(2);
});

test('a call that takes too long is cancelled at the server and fails as a timeout', async () => {
  const { server, call } = shared;
  await expect(call('slow', { timeoutMs: 50 })).rejects.toMatchObject({
    code: 'MCP_SERVER_TIMEOUT',
    facts: { timeoutMs: 50 },
  });
  await eventually(() =>
    expect(server.records()).toContainEqual(expect.objectContaining({ event: 'cancelled', tool: 'slow' })),
  );
});

test('an aborted call is cancelled at the server, throws the reason, and leaves the others alone', async () => {
  const { server, call } = shared;
  const controller = new AbortController();
  const slow = call('slow', { signal: controller.signal });
  slow.catch(() => {});
  await eventually(() =>
    expect(server.records()).toContainEqual(expect.objectContaining({ event: 'called', tool: 'slow' })),
  );
  const reason = new Error('the run was cancelled');
  controller.abort(reason);
  await expect(slow).rejects.toBe(reason);
  await eventually(() =>
    expect(server.records()).toContainEqual(expect.objectContaining({ event: 'cancelled', tool: 'slow' })),
  );
  expect((await call('echo', { arguments: { text: 'still here' } })).content).toBe('still here');
  expect(server.pids()).toHaveLength(1);
});

test('a result above 4 MiB fails its own call alone, and the connection lives on', async () => {
  const { server, call } = shared;
  const [large, small] = await Promise.allSettled([
    call('large', { arguments: { bytes: 5 * 1024 * 1024 } }),
    call('echo', { arguments: { text: 'small' } }),
  ]);
  expect(large).toMatchObject({ status: 'rejected', reason: { code: 'OUTBOUND_TOO_LARGE' } });
  expect(small).toMatchObject({ status: 'fulfilled', value: { content: 'small' } });
  expect((await call('large', { arguments: { bytes: 4_000_000 } })).content).toHaveLength(4_000_000);
  expect(server.pids()).toHaveLength(1);
});

test('a connection that nobody uses is closed after its idle time, and opened again when needed', async () => {
  const { server, call } = setUp({ idleTimeoutMs: 20 });
  await call('echo', { arguments: { text: 'one' } });
  const [pid = 0] = server.pids();
  await eventually(() => expect(isRunning(pid)).toBe(false));
  await call('echo', { arguments: { text: 'two' } });
  expect(server.pids()).toHaveLength(2);
});

test('a process that answers nothing any more is killed and replaced', async () => {
  const { server, call } = setUp();
  await call('echo', { arguments: { text: 'warm' } });
  await expect(call('freeze', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'MCP_SERVER_TIMEOUT' });
  const [pid = 0] = server.pids();
  await eventually(() => expect(isRunning(pid)).toBe(false));
  expect((await call('echo', { arguments: { text: 'fresh' } })).content).toBe('fresh');
});

test('closing the pool ends the processes, fails the calls in flight, and refuses new ones', async () => {
  const { server, pool, call } = setUp();
  const slow = call('slow');
  slow.catch(() => {});
  await eventually(() =>
    expect(server.records()).toContainEqual(expect.objectContaining({ event: 'called', tool: 'slow' })),
  );
  await pool.close();
  await expect(slow).rejects.toMatchObject({ code: 'MCP_SERVER_ERROR' });
  expect(server.pids().map(isRunning)).toEqual([false]);
  await expect(call('echo')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a command that does not exist and one that ends at once each say so, without arguments or environment', async () => {
  const { pool } = setUp();
  const target: McpServerTarget = {
    key: 'a',
    transport: 'stdio',
    command: 'no-such-command',
    args: ['--token=abc'],
    env: { KEY: 'abc' },
    idleTimeoutMs: 0,
  };
  const missing = pool.call(target, callOf('echo'));
  await expect(missing).rejects.toMatchObject({
    code: 'MCP_SERVER_ERROR',
    message: 'The MCP server "no-such-command" could not be started: there is no such command.',
  });
  const ending = pool.call(
    { ...target, key: 'b', command: process.execPath, args: ['-e', 'process.exit(7)'] },
    callOf('echo'),
  );
  await expect(ending).rejects.toMatchObject({
    code: 'MCP_SERVER_ERROR',
    message: expect.stringContaining('ended with exit code 7 before it answered'),
  });
});

test('a caller with little time gives up on a slow start, while a patient one is served by the same process', async () => {
  const { server, call } = setUp();
  const [hasty, patient] = await Promise.allSettled([
    call('echo', { timeoutMs: 1 }),
    call('echo', { arguments: { text: 'served' } }),
  ]);
  expect(hasty).toMatchObject({ status: 'rejected', reason: { code: 'MCP_SERVER_TIMEOUT' } });
  expect(patient).toMatchObject({ status: 'fulfilled', value: { content: 'served' } });
  expect(server.pids()).toHaveLength(1);
});

test('the server of a process that exits without closing its pool is gone as well', async () => {
  const { server } = setUp();
  const script = `
    import { createMcpPool } from ${JSON.stringify(import.meta.resolve('../../../src/modules/mcp/index.ts'))};
    const log = { debug() {}, warn() {} };
    const pool = createMcpPool({ outbound: undefined, log });
    const call = (tool, timeoutMs) =>
      pool.call(${JSON.stringify(server.target)}, { tool, arguments: {}, idempotencyKey: 'k', timeoutMs, signal: new AbortController().signal });
    await call('echo', 20_000);
    // A frozen server does not see the end of its input.
    await call('freeze', 100).catch(() => process.exit(0));`;
  const owner = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script], {
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => owner.once('exit', resolve));
  expect(code).toBe(0);
  const pids = server.pids();
  expect(pids).toHaveLength(1);
  await eventually(() => expect(pids.map(isRunning)).toEqual([false]));
});

test('the notebook of the quickstart finds its notes and adds one once for one idempotency key', async () => {
  const { pool } = setUp();
  const file = fileURLToPath(new URL('../../../examples/quickstart/mcp-server.mjs', import.meta.url));
  const target: McpServerTarget = {
    key: 'notebook',
    transport: 'stdio',
    command: process.execPath,
    args: [file],
    env: {},
    idleTimeoutMs: 0,
  };
  const notebook = (tool: string, args: Record<string, unknown>, idempotencyKey = 'key') =>
    pool.call(target, callOf(tool, { arguments: args, idempotencyKey }));
  expect((await notebook('search_notes', { query: 'refunds' })).content).toMatchObject({ notes: [{ id: 1 }] });
  expect((await notebook('search_notes', { query: 'When are you open on Saturday?' })).content).toMatchObject({
    notes: [{ id: 2 }],
  });
  const added = await notebook('add_note', { text: 'The cellar key hangs behind the till.' }, 'once');
  expect(await notebook('add_note', { text: 'The cellar key hangs behind the till.' }, 'once')).toEqual(added);
  expect((await notebook('search_notes', { query: 'cellar' })).content).toEqual({
    notes: [{ id: 5, text: 'The cellar key hangs behind the till.' }],
  });
  expect(await notebook('search_notes', { query: '' })).toMatchObject({ isError: true });
});
