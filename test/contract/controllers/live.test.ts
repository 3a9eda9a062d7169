import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { type HttpMcpServer, startHttpMcpServer } from '../../support/mcp-http-server.ts';
import { type PublicSealingKey, sealEntry } from '../../support/sealer.ts';

interface Status {
  phase: string;
  lastError: string | null;
  observedGeneration: number;
}

interface Shown {
  ready: boolean;
  resourceVersion: string;
  status: Status;
  conditions: { type: string; status: string; reason: string }[];
}

const slow = vi.hoisted(() => ({ waiting: new Set<() => void>() }));
const stops: (() => Promise<unknown>)[] = [];
let h: Harness;
let mcp: HttpMcpServer;
let upstream: string;
const keys: (string | undefined)[] = [];

beforeAll(async () => {
  const models = createServer((request, response) => {
    if (request.url?.startsWith('/slow')) return void slow.waiting.add(() => response.end('{}'));
    const key = request.headers.authorization;
    keys.push(key);
    response.writeHead(key === 'Bearer good' ? 200 : 401).end('{"data":[]}');
  });
  await new Promise<void>((resolve) => models.listen(0, '127.0.0.1', resolve));
  upstream = `http://127.0.0.1:${(models.address() as AddressInfo).port}`;
  stops.push(async () => {
    models.closeAllConnections();
    await new Promise((resolve) => models.close(resolve));
  });
  mcp = await startHttpMcpServer();
  stops.push(() => mcp.close());
  h = await harness({ controllers: true, stopWith: (stop) => stops.unshift(stop) });
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

async function show(kind: string, name: string, namespace = 'default'): Promise<Shown> {
  const query = `query ($kind: ResourceKind!, $name: String!, $namespace: String!) {
    resource(kind: $kind, name: $name, namespace: $namespace) { ready resourceVersion
      status { phase lastError observedGeneration } conditions { type status reason } } }`;
  return (await h.graphql<{ resource: Shown }>(query, { kind, name, namespace })).data.resource;
}

/** Waits until the resource is in the phase, and gives it as it is then. */
async function reach(phase: string, kind: string, name: string, namespace = 'default'): Promise<Shown> {
  let shown = await show(kind, name, namespace);
  const isThere = async (): Promise<boolean> => {
    shown = await show(kind, name, namespace);
    return shown.status.phase === phase;
  };
  await vi.waitUntil(isThere, { timeout: 10_000, interval: 20 });
  return shown;
}

const secret = (name: string, value: string) =>
  `{ apiVersion: orrery.dev/v1, kind: Secret, metadata: { name: ${name} }, spec: { values: { value: ${value} } } }`;
const endpoint = (name: string, spec: string) =>
  `{ apiVersion: orrery.dev/v1, kind: ModelEndpoint, metadata: { name: ${name} }, spec: { provider: openai-compatible, model: m, ${spec} } }`;
const agent = (name: string, model: string) =>
  `{ apiVersion: orrery.dev/v1, kind: Agent, metadata: { name: ${name} }, spec: { model: ${model}, prompt: Help. } }`;

async function remove(kind: string, name: string): Promise<void> {
  await h.graphql(
    `mutation ($kind: ResourceKind!, $name: String!) { deleteResource(input: { kind: $kind, name: $name }) { __typename } }`,
    { kind, name },
  );
}

/** The frames of a watch until `enough`, while `during` goes on. */
async function watch(path: string, enough: (frames: string) => boolean, during: () => Promise<void>): Promise<string> {
  const abort = new AbortController();
  const response = await fetch(`${new URL(h.url).origin}${path}`, {
    headers: { authorization: `Bearer ${h.adminToken}`, accept: 'text/event-stream' },
    signal: abort.signal,
  });
  const read = async (): Promise<string> => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let frames = '';
    while (reader !== undefined && !enough(frames)) {
      const { done, value = '' } = await reader.read();
      if (done) break;
      frames += value;
    }
    return frames;
  };
  try {
    const [frames] = await Promise.all([read(), during()]);
    return frames;
  } finally {
    abort.abort();
  }
}

test('an endpoint that answers, and the agent that names it, become ready by themselves', async () => {
  await h.apply(
    [secret('key', 'good'), endpoint('gpt', `baseUrl: "${upstream}", secret: key`), agent('ann', 'gpt')].join(
      '\n---\n',
    ),
  );
  const ready = await reach('READY', 'MODEL_ENDPOINT', 'gpt');
  expect(ready).toMatchObject({ ready: true, status: { lastError: null, observedGeneration: 1 } });
  expect(ready.conditions.map(({ type, reason }) => [type, reason])).toEqual([
    ['ReferencesResolved', 'AllFound'],
    ['DependenciesReady', 'AllReady'],
    ['SecretsResolved', 'AllFound'],
    ['Reachable', 'Answered'],
    ['Authorized', 'NotRefused'],
  ]);
  expect(keys).toContain('Bearer good');
  expect(await reach('READY', 'AGENT', 'ann')).toMatchObject({ ready: true });
  expect(await reach('READY', 'SECRET', 'key')).toMatchObject({ ready: true });
});

test('a deleted Secret turns the endpoint and through it the agent not ready on their watches, and its return turns them back', async () => {
  const lost = (frames: string) => /"name":"ann"[^\n]*"phase":"Error"/.test(frames);
  const back = (frames: string) =>
    lost(frames) && /"phase":"Error"[\s\S]*"name":"ann"[^\n]*"phase":"Ready"/.test(frames);
  const orloj = watch('/v1/agents/watch?namespace=default', back, async () => {
    await remove('SECRET', 'key');
    const agentLost = await reach('ERROR', 'AGENT', 'ann');
    expect(agentLost.status.lastError).toContain('ModelEndpoint default/gpt is not ready');
    expect(await show('MODEL_ENDPOINT', 'gpt')).toMatchObject({ ready: false, status: { phase: 'ERROR' } });
    await h.apply(secret('key', 'good'));
    await reach('READY', 'AGENT', 'ann');
  });
  expect(back(await orloj)).toBe(true);
  expect(await reach('READY', 'MODEL_ENDPOINT', 'gpt')).toMatchObject({ ready: true });
});

test('a Joch watch tells the same of a Secret whose value no longer fits, in the words of that API', async () => {
  const failed = (frames: string) => /"name":"ann"[^\n]*"phase":"Failed"/.test(frames);
  const frames = await watch('/v1/namespaces/default/agent?watch=true', failed, async () => {
    await h.apply(secret('key', 'bad'));
    await reach('ERROR', 'AGENT', 'ann');
  });
  expect(frames).toMatch(/DependenciesReady/);
  await h.apply(secret('key', 'good'));
  await reach('READY', 'AGENT', 'ann');
});

test('agents that name each other recover together', async () => {
  const peer = (name: string, other: string, model: string) =>
    `{ apiVersion: orrery.dev/v1, kind: Agent, metadata: { name: ${name} }, spec: { model: ${model}, prompt: Help., handoffs: [${other}] } }`;
  await h.apply([peer('left', 'right', 'round'), peer('right', 'left', 'round')].join('\n---\n'));
  await reach('ERROR', 'AGENT', 'left');
  await h.apply(
    '{ apiVersion: orrery.dev/v1, kind: ModelEndpoint, metadata: { name: round }, spec: { provider: mock, model: m } }',
  );
  expect(await reach('READY', 'AGENT', 'left')).toMatchObject({ ready: true });
  expect(await reach('READY', 'AGENT', 'right')).toMatchObject({ ready: true });
});

test('of a model that lies near and in default as well, only the near one counts', async () => {
  const near = agent('neighbour', 'twice').replace('name: neighbour', 'name: neighbour, namespace: yard');
  const model = (namespace: string, secretName: string) =>
    endpoint('twice', `baseUrl: "${upstream}", secret: ${secretName}`).replace(
      'name: twice',
      `name: twice, namespace: ${namespace}`,
    );
  await h.apply([near, model('default', 'nowhere')].join('\n---\n'));
  await reach('ERROR', 'AGENT', 'neighbour', 'yard');
  await h.apply(
    [secret('good', 'good').replace('name: good', 'name: good, namespace: yard'), model('yard', 'good')].join(
      '\n---\n',
    ),
  );
  expect(await reach('READY', 'AGENT', 'neighbour', 'yard')).toMatchObject({ ready: true });
});

test('an address that the guard refuses is said in its words, and a slow endpoint holds up no other', async () => {
  const slowOnes = Array.from({ length: 3 }, (_, at) => endpoint(`slow-${at}`, `baseUrl: "${upstream}/slow"`));
  await h.apply([...slowOnes, endpoint('inside', 'baseUrl: "http://10.0.0.1/v1"')].join('\n---\n'));
  const inside = await reach('ERROR', 'MODEL_ENDPOINT', 'inside');
  expect(inside.status.lastError).toContain('Calls to 10.0.0.1 are refused: it is a private address.');
  expect((await show('MODEL_ENDPOINT', 'slow-0')).status).toMatchObject({ phase: 'PENDING', observedGeneration: 0 });
  await vi.waitUntil(() => slow.waiting.size === 3, { timeout: 10_000 });
  for (const answer of slow.waiting) answer();
  await reach('READY', 'MODEL_ENDPOINT', 'slow-0');
});

test('a server declared over Orloj is discovered, its tools become Tools, and those of tools that vanish are deleted', async () => {
  const server = (filter: string) =>
    `{ apiVersion: orloj.dev/v1, kind: McpServer, metadata: { name: scripted }, spec: { transport: http, endpoint: "${mcp.target.url}", tool_filter: { include: ${filter} } } }`;
  await h.apply(server('[]'));
  await reach('READY', 'MCP_SERVER', 'scripted');
  const query = `{ mcpServer(name: "scripted") { status { discoveredTools generatedTools lastSyncedAt }
    orloj: statusIn(apiVersion: "orloj.dev/v1") joch: statusIn(apiVersion: "tools.joch.dev/v1alpha1") } }`;
  type Found = { discoveredTools: string[]; generatedTools: string[]; lastSyncedAt: string };
  const read = async () =>
    (await h.graphql<{ mcpServer: { status: Found; orloj: Found & { phase: string }; joch: object } }>(query)).data
      .mcpServer;
  const { status, orloj, joch } = await read();
  expect(status.discoveredTools).toContain('echo');
  expect(status.generatedTools).toContain('scripted--echo');
  expect(orloj).toEqual({ ...status, phase: 'Ready', observedGeneration: 1, discoveredResources: undefined });
  expect(joch).toMatchObject({
    phase: 'Ready',
    discoveredTools: status.discoveredTools,
    lastDiscoveryAt: status.lastSyncedAt,
  });
  await reach('READY', 'TOOL', 'scripted--echo');
  await h.apply(server('[echo]'));
  await vi.waitUntil(async () => (await read()).status.generatedTools.length === 1, { timeout: 10_000 });
  const labels =
    '[{ key: "orloj.dev/mcp-server", value: "scripted" }, { key: "orloj.dev/mcp-generated", value: "true" }]';
  const tools = await h.graphql<{ tools: { edges: { node: { name: string } }[] } }>(
    `{ tools(first: 50, labels: ${labels}) { edges { node { name } } } }`,
  );
  expect(tools.data.tools.edges.map(({ node }) => node.name)).toEqual(['scripted--echo']);
});

test('servers of the same name in two namespaces leave the Tools of each other alone', async () => {
  const server = (namespace: string, filter: string) =>
    `{ apiVersion: orloj.dev/v1, kind: McpServer, metadata: { name: twin, namespace: ${namespace} }, spec: { transport: http, endpoint: "${mcp.target.url}", tool_filter: { include: ${filter} } } }`;
  const toolsIn = async (namespace: string): Promise<Record<string, string>> => {
    const query = `query ($namespace: String) { tools(first: 50, namespace: $namespace, labels: [{ key: "orloj.dev/mcp-server", value: "twin" }]) {
      edges { node { name resourceVersion } } } }`;
    type Found = { tools: { edges: { node: { name: string; resourceVersion: string } }[] } };
    const { tools } = (await h.graphql<Found>(query, { namespace })).data;
    return Object.fromEntries(tools.edges.map(({ node }) => [node.name, node.resourceVersion]));
  };
  const settle = async (namespace: string, isDone: (names: string[]) => boolean): Promise<Record<string, string>> => {
    await reach('READY', 'MCP_SERVER', 'twin', namespace);
    await vi.waitUntil(async () => isDone(Object.keys(await toolsIn(namespace))), { timeout: 10_000, interval: 20 });
    for (const name of Object.keys(await toolsIn(namespace))) await reach('READY', 'TOOL', name, namespace);
    return toolsIn(namespace);
  };
  await h.apply(server('default', '[]'));
  const all = await settle('default', (names) => names.length > 1);
  await h.apply(server('yard', '[echo]'));
  const one = await settle('yard', (names) => names.length > 0);
  expect(Object.keys(one)).toEqual(['twin--echo']);
  expect(await toolsIn('default')).toEqual(all);
  await h.apply(server('default', '[unheard-of]'));
  await settle('default', (names) => names.length === 0);
  expect(await toolsIn('yard')).toEqual(one);
});

test('an MCP tool that its server does not offer is told so', async () => {
  await h.apply(
    '{ apiVersion: orrery.dev/v1, kind: Tool, metadata: { name: absent }, spec: { type: mcp, mcp: { server: scripted, tool: nowhere } } }',
  );
  const { status } = await reach('ERROR', 'TOOL', 'absent');
  expect(status.lastError).toBe('McpServer default/scripted does not offer a tool nowhere.');
});

test('a resource that is well is written no more', async () => {
  const before = await show('AGENT', 'ann');
  await h.apply(agent('other', 'gpt'));
  await reach('READY', 'AGENT', 'other');
  expect((await show('AGENT', 'ann')).resourceVersion).toBe(before.resourceVersion);
});

test('a sealed secret becomes a Secret by itself, and one that cannot be opened says why', async () => {
  const { data } = await h.graphql<{ sealingKey: PublicSealingKey }>(
    '{ sealingKey { keyId publicKeyPEM: publicKeyPem } }',
  );
  const sealed = (name: string, sealedFor: string) =>
    JSON.stringify({
      apiVersion: 'orloj.dev/v1',
      kind: 'SealedSecret',
      metadata: { name },
      spec: { encryptedData: { value: sealEntry(data.sealingKey, 'good', { name: sealedFor }) } },
    });
  await h.apply(
    [sealed('hidden', 'hidden'), endpoint('behind', `baseUrl: "${upstream}", secret: hidden`)].join('\n---\n'),
  );
  expect(await reach('READY', 'SEALED_SECRET', 'hidden')).toMatchObject({
    conditions: [{ reason: 'AllFound' }, { reason: 'AllOpened' }],
  });
  expect(await reach('READY', 'MODEL_ENDPOINT', 'behind')).toMatchObject({ ready: true });
  await h.apply(sealed('moved', 'elsewhere'));
  expect(await reach('ERROR', 'SEALED_SECRET', 'moved')).toMatchObject({
    conditions: [{ reason: 'AllFound' }, { reason: 'Undecryptable' }],
  });
  expect(await show('SECRET', 'moved')).toBeNull();
});

test('a workflow is ready once everything that its nodes name is there, wherever they name it', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: waiting-flow }
spec: { nodes: { each: { map: { items: $context.all, workflow: { ref: called-flow } } } }, inputs: { all: { type: array } } }
`);
  const lacking = async () =>
    (await show('WORKFLOW', 'waiting-flow')).conditions.find(({ status }) => status === 'FALSE');
  await vi.waitUntil(async () => (await lacking()) !== undefined, { timeout: 10_000 });
  expect((await show('WORKFLOW', 'waiting-flow')).ready).toBe(false);
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: called-flow }
spec: { nodes: { tell: { operation: { name: text.generate } } } }
`);
  await vi.waitUntil(async () => (await show('WORKFLOW', 'waiting-flow')).ready, { timeout: 10_000 });
});
