import { expect, test } from 'vitest';
import { orlojKinds } from '../../support/facade/orloj-kinds.ts';
import { orlojClient } from './orloj-client.ts';

const { send, platform } = orlojClient();

const research = {
  apiVersion: 'orloj.dev/v1',
  kind: 'Agent',
  metadata: { name: 'research-agent', namespace: 'default' },
  spec: {
    model_ref: 'openai-default',
    prompt: 'You are a research assistant.',
    tools: ['web_search'],
    limits: { max_steps: 6, timeout: '30s' },
  },
};

const researchSpec = {
  model_ref: 'openai-default',
  prompt: 'You are a research assistant.',
  tools: ['web_search'],
  memory: {},
  execution: {
    profile: 'dynamic',
    duplicate_tool_call_policy: 'short_circuit',
    on_contract_violation: 'non_retryable_error',
    tool_use_behavior: 'run_llm_again',
  },
  limits: { max_steps: 6, timeout: '30s' },
};

test('the documented example is created Pending, read Ready or not, and put back with its version', async () => {
  const created = await send('POST', '/v1/agents', research);
  expect(created.status).toBe(201);
  expect(created.headers.get('content-type')).toBe('application/json');
  expect(created.text.endsWith('}\n')).toBe(true);
  expect(created.json).toEqual({
    apiVersion: 'orloj.dev/v1',
    kind: 'Agent',
    metadata: {
      name: 'research-agent',
      namespace: 'default',
      resourceVersion: '1',
      generation: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
    spec: researchSpec,
    status: { phase: 'Pending' },
  });
  const read = await send('GET', '/v1/agents/research-agent?namespace=default');
  expect([read.status, read.json.spec]).toEqual([200, researchSpec]);
  expect(read.json.status).toMatchObject({ phase: 'Error', lastError: expect.stringContaining('openai-default') });
  const put = await send('PUT', '/v1/agents/research-agent', read.json);
  expect([put.status, put.json.spec]).toEqual([200, researchSpec]);
  const changed = { ...put.json, spec: { ...put.json.spec, prompt: 'Be brief.' } };
  const second = await send('PUT', '/v1/agents/research-agent', changed);
  expect(second.json.metadata).toMatchObject({ generation: 2 });
  expect(Number(second.json.metadata.resourceVersion)).toBeGreaterThan(Number(put.json.metadata.resourceVersion));
});

test.each(orlojKinds)('a $kind is created, listed, read, replaced, renamed and deleted', async (about) => {
  const { path, kind, noun, spec, other } = about;
  const at = `/v1/${path}`;
  const body = { metadata: { name: 'first', namespace: 'crud' }, spec };
  const created = await send('POST', at, body);
  expect(created.status).toBe(201);
  expect(created.json).toMatchObject({
    apiVersion: 'orloj.dev/v1',
    kind,
    metadata: { name: 'first', namespace: 'crud' },
  });
  const again = await send('POST', `${at}?namespace=crud`, { ...body, spec: other });
  expect([again.status, again.json.metadata.generation]).toEqual([201, 2]);
  const listed = await send('GET', `${at}?namespace=crud`);
  expect(listed.json.items.map((item: typeof body) => item.metadata.name)).toEqual(['first']);
  expect(listed.json.items[0]).toEqual((await send('GET', `${at}/first?namespace=crud`)).json);
  const version = again.json.metadata.resourceVersion;
  const renamed = await send(
    'PUT',
    `${at}/first?namespace=crud`,
    { ...body, metadata: { name: 'second' } },
    {
      headers: { 'if-match': `"${version}"` },
    },
  );
  expect([renamed.status, renamed.json?.metadata.name]).toEqual([200, 'second']);
  expect((await send('GET', `${at}/first?namespace=crud`)).text).toBe(`${noun} "first" not found\n`);
  const deleted = await send('DELETE', `${at}/second?namespace=crud`);
  expect([deleted.status, deleted.json]).toEqual([200, { deleted: 'second' }]);
  expect((await send('GET', `${at}?namespace=crud`)).text).toBe('{"items":[]}\n');
});

test.each(orlojKinds)(
  'a $kind that is not there is 404 in one line of plain text, whatever is asked of it',
  async (about) => {
    const { path, noun, spec } = about;
    const body = { metadata: { name: 'nobody', resourceVersion: '1' }, spec };
    for (const [method, sent] of [['GET'], ['DELETE'], ['PUT', body]] as const) {
      const { status, text, headers } = await send(method, `/v1/${path}/nobody`, sent);
      expect([status, text]).toEqual([404, `${noun} "nobody" not found\n`]);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  },
);

test.each(orlojKinds)(
  'every write of a $kind is a version, and only a change of the spec a generation',
  async (about) => {
    const { path, spec, other } = about;
    const versionsOf = ({ status, json }: Awaited<ReturnType<typeof send>>) => [
      status,
      json?.metadata.resourceVersion,
      json?.metadata.generation,
    ];
    const at = `/v1/${path}`;
    const manifest = (more: object = {}, of: object = spec) => ({ metadata: { name: 'counted', ...more }, spec: of });
    const put = (version: string, body: object) =>
      send('PUT', `${at}/counted`, body, { headers: { 'if-match': version } });
    expect(versionsOf(await send('POST', at, manifest()))).toEqual([201, '1', 1]);
    expect(versionsOf(await send('POST', at, manifest()))).toEqual([201, '2', 1]);
    expect(versionsOf(await put('2', manifest()))).toEqual([200, '3', 1]);
    expect((await put('2', manifest())).status).toBe(409);
    expect(versionsOf(await put('3', manifest({ labels: { team: 'a' } })))).toEqual([200, '4', 1]);
    expect(versionsOf(await put('4', manifest({}, other)))).toEqual([200, '5', 2]);
    const report = { metadata: {}, status: { phase: 'Ready' } };
    for (const version of ['5', '6']) {
      const reported = await send('PUT', `${at}/counted/status`, report, { headers: { 'if-match': version } });
      expect(versionsOf(reported)).toEqual([200, String(Number(version) + 1), 2]);
    }
  },
);

test('of concurrent updates of one version exactly one wins', async () => {
  const { json } = await send('POST', '/v1/agents', { metadata: { name: 'raced' }, spec: { model_ref: 'a' } });
  const writes = Array.from({ length: 8 }, (_, index) =>
    send('PUT', '/v1/agents/raced', { ...json, spec: { model_ref: `model-${index}` } }),
  );
  const statuses = (await Promise.all(writes)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
  expect((await send('GET', '/v1/agents/raced')).json.metadata.generation).toBe(2);
});

test('YAML is taken under any content type, in snake case', async () => {
  const yaml =
    'metadata:\n  name: from-yaml\n  labels: { team: a }\nspec:\n  model_ref: fast\n  allowed_tools: [search]\n';
  for (const type of ['application/json', 'application/yaml', 'text/plain']) {
    const { status, json } = await send('POST', '/v1/agents', yaml, { headers: { 'content-type': type } });
    expect([type, status, json.spec.allowed_tools]).toEqual([type, 201, ['search']]);
  }
});

test.each([
  ['no JSON and no YAML', '{"metadata": '],
  ['several documents', 'metadata: {name: a}\n---\nmetadata: {name: b}\n'],
  ['a list', '[]'],
  ['no name', { spec: { model_ref: 'a' } }],
  ['another kind', { kind: 'Tool', metadata: { name: 'x' }, spec: { model_ref: 'a' } }],
  ['what was removed', { metadata: { name: 'x' }, spec: { model: 'gpt' } }],
  ['no model', { metadata: { name: 'x' }, spec: {} }],
  ['another namespace', { metadata: { name: 'x', namespace: 'b' }, spec: { model_ref: 'a' } }],
])('an agent of which is sent %s is 400 in one line', async (_what, body) => {
  const { status, text } = await send('POST', '/v1/agents?namespace=a', body);
  expect([status, text.split('\n').length, text.at(-1)]).toEqual([400, 2, '\n']);
});

test('a body without bounds is 400', async () => {
  const filler = 'x'.repeat(4 * 1024 * 1024);
  const { status } = await send('POST', '/v1/agents', {
    metadata: { name: 'big' },
    spec: { model_ref: 'a', prompt: filler },
  });
  expect(status).toBe(400);
});

test('kinds are compared without case, unknown members are left aside and an unknown API version is taken for this one', async () => {
  const body = {
    apiVersion: 'example.org/v9',
    kind: 'agent',
    extra: 1,
    metadata: { name: 'tolerant' },
    spec: { model_ref: 'a', wish: 1 },
  };
  const { status, json } = await send('POST', '/v1/agents', body);
  expect([status, json.kind]).toEqual([201, 'Agent']);
});

test('values of secrets are shown to nobody, and a value that is sent back hidden stays', async () => {
  const secret = { metadata: { name: 'key' }, spec: { stringData: { value: 'hush', other: 'b' } } };
  const created = await send('POST', '/v1/secrets', secret);
  expect(created.json.spec).toEqual({ data: { other: '***', value: '***' } });
  const read = await send('GET', '/v1/secrets/key');
  expect(read.json.spec).toEqual({ data: { other: '***', value: '***' } });
  const put = await send('PUT', '/v1/secrets/key', read.json);
  const listed = await send('GET', '/v1/secrets');
  expect([put.status, put.json.spec]).toEqual([200, { data: { other: '***', value: '***' } }]);
  for (const { text } of [created, read, put, listed]) expect(text).not.toMatch(/hush|aHVzaA/);
});

test('a list is of all namespaces, of the one that is named, and of those that have all labels', async () => {
  const agents = [
    { metadata: { name: 'l1', namespace: 'one', labels: { tier: 'x', team: 'listed' } }, spec: { model_ref: 'a' } },
    { metadata: { name: 'l2', namespace: 'two', labels: { tier: 'y', team: 'listed' } }, spec: { model_ref: 'a' } },
  ];
  for (const agent of agents) await send('POST', '/v1/agents', agent);
  const names = async (query: string): Promise<string[]> =>
    (await send('GET', `/v1/agents?${query}`)).json.items.map((item: (typeof agents)[0]) => item.metadata.name);
  expect(await names('labelSelector=team=listed')).toEqual(['l1', 'l2']);
  expect(await names('labels=team=listed,tier=y')).toEqual(['l2']);
  expect(await names('namespace=one')).toEqual(['l1']);
  expect(await names('namespace=nowhere')).toEqual([]);
  expect(await names('namespace=&labels=team=listed')).toEqual(['l1', 'l2']);
  expect((await send('GET', '/v1/agents?labelSelector=team')).status).toBe(400);
  for (const limit of ['0', '-1', '99999', 'many', ''])
    expect([limit, (await names(`labels=team=listed&limit=${limit}`)).length]).toEqual([limit, 2]);
  expect(await names('labels=team=listed&limit=1')).toEqual(['l1']);
});

test('readers read, writers write, and only admins write MCP servers', async () => {
  const [reader, writer] = await Promise.all([platform().tokenFor('VIEWER'), platform().tokenFor('OPERATOR')]);
  for (const { path, spec } of orlojKinds) {
    const body = { metadata: { name: 'by-role', namespace: 'roles' }, spec };
    const writeStatus = path === 'mcp-servers' ? 403 : 201;
    expect((await send('GET', `/v1/${path}`, undefined, { token: reader })).status).toBe(200);
    expect((await send('POST', `/v1/${path}`, body, { token: reader })).status).toBe(403);
    expect([path, (await send('POST', `/v1/${path}`, body, { token: writer })).status]).toEqual([path, writeStatus]);
    expect((await send('DELETE', `/v1/${path}/by-role`, undefined, { token: reader })).status).toBe(403);
  }
  const server = '/v1/mcp-servers/by-role?namespace=roles';
  expect((await send('PUT', server, {}, { token: writer })).status).toBe(403);
  expect((await send('DELETE', server, undefined, { token: writer })).status).toBe(403);
});

test('a tool that runs a command without isolation is only written by admins, whatever it was before', async () => {
  const writer = await platform().tokenFor('OPERATOR');
  const tool = (isolation: string) => ({
    metadata: { name: 'shell' },
    spec: { type: 'cli', cli: { command: 'ls', image: 'busybox' }, runtime: { isolation_mode: isolation } },
  });
  const post = async (isolation: string, token?: string) =>
    (await send('POST', '/v1/tools', tool(isolation), token === undefined ? {} : { token })).status;
  expect(await post('none', writer)).toBe(403);
  expect(await post('container', writer)).toBe(201);
  const loosened = { token: writer, headers: { 'if-match': '*' } };
  expect((await send('PUT', '/v1/tools/shell', tool('none'), loosened)).status).toBe(403);
  expect(await post('none')).toBe(201);
});

test('who does not say who they are gets 401, and a method that is not served 405', async () => {
  for (const token of [null, 'wrong']) {
    const { status, text, headers } = await send('GET', '/v1/agents', undefined, { token });
    expect([status, text.split('\n').length]).toEqual([401, 2]);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  }
  expect((await send('PATCH', '/v1/agents/x', {})).status).toBe(405);
  expect((await send('DELETE', '/v1/agents')).status).toBe(405);
});

test('angle brackets and ampersands are escaped, also in what is nested', async () => {
  const { text, json } = await send('POST', '/v1/agents', {
    metadata: { name: 'sharp' },
    spec: { model_ref: 'a', prompt: '<a> & b' },
  });
  expect(text).toContain('\\u003ca\\u003e \\u0026 b');
  expect(json.spec.prompt).toBe('<a> & b');
});
