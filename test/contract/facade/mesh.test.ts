import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiName, apiNames, type Route } from '../../../rest-compat/runtime/route.ts';
import { allRoutes } from '../../support/facade/documents.ts';
import type { Example, World } from '../../support/facade/example.ts';
import { examples } from '../../support/facade/examples/index.ts';
import { type MeshedDocument, meshed } from '../../support/facade/mesh.ts';
import { makeWorld } from '../../support/facade/world.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { look, reach } from '../../support/runs.ts';

// The documents are read by a program of others, GraphQL Mesh, and the facade is asked through what it makes of them:
// whatever a document gets wrong about a name, a type or a null is an error here.

let h: Harness;
let world: World;
const stops: (() => Promise<void>)[] = [];
const documents = new Map<ApiName | 'orrery', MeshedDocument>();

beforeAll(async () => {
  h = await harness({
    stopWith: (stop) => stops.push(stop),
    environment: { ORRERY_LISTEN: apiNames.map((api) => `${api}=0`).join(',') },
  });
  world = await makeWorld(h);
  const token = h.adminToken;
  for (const api of apiNames)
    documents.set(api, await meshed(api, { endpoint: h.platform.listeners[api] ?? '', token }));
  documents.set('orrery', await meshed('orrery', { endpoint: h.platform.url ?? '', token }));
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function documentOf(name: ApiName | 'orrery'): MeshedDocument {
  const document = documents.get(name);
  if (!document) throw new Error(`${name} was not loaded.`);
  return document;
}

const routes = allRoutes().filter(({ wire, when }) => wire === 'JSON' && !when);

describe.each(apiNames)('%s', (api) => {
  const own = routes.filter((route) => route.api === api);

  test('has every route as an operation, as the merged document has', () => {
    const ids = own.map(({ id }) => id);
    expect(documentOf(api).operations).toEqual(expect.arrayContaining(ids));
    expect(documentOf('orrery').operations).toEqual(expect.arrayContaining(ids));
  });

  test.each(own.map((route) => ({ ...route, title: `${route.method} ${route.path}` })))(
    '$title answers with what its document promises',
    async (route) => {
      const example = await examples[route.id]?.success(world);
      const answer = await documentOf(api).ask(route.id, argsOf(route, example));
      expect(answer).toBeTypeOf('object');
    },
  );
});

/** The example as arguments, which have the names of the parameters as far as GraphQL allows. */
function argsOf(route: Route, example: Example | undefined): Record<string, unknown> {
  const { path = {}, query = '', headers = {}, body } = example ?? {};
  // Mesh puts arguments into a path as they are.
  const inPath = Object.fromEntries(Object.entries(path).map(([name, value]) => [name, encodeURIComponent(value)]));
  const named = { ...inPath, ...Object.fromEntries(new URLSearchParams(query)), ...headers };
  const args = Object.entries(named).map(([name, value]) => [
    name.replaceAll('-', '_'),
    asArgument(route, name, value),
  ]);
  return { ...Object.fromEntries(args), ...(body !== undefined && { input: inputOf(route, body) }) };
}

function asArgument(route: Route, name: string, value: string): unknown {
  const binding = route.bindings.find(({ names }) => names.includes(name));
  return binding?.schema['type'] === 'integer' ? Number(value) : value;
}

function inputOf(route: Route, body: unknown): unknown {
  return typeof body === 'string' && route.body !== 'TEXT' ? JSON.parse(body) : body;
}

// The same stories through the API's own document on its own port, and through the merged one on the main port.
describe.each(['own', 'merged'] as const)('through the %s document', (which) => {
  const of = (api: ApiName): MeshedDocument => documentOf(which === 'own' ? api : 'orrery');

  test('Joch starts a run, and tells of it what the graph tells', async () => {
    const started = await of('joch').ask('JochStartExecution', {
      ns: 'default',
      input: { metadata: { labels: { team: 'shop' } }, spec: { agentRef: { name: 'greeter' }, input: 'you' } },
    });
    const run = await reach(h, started.metadata.uid, 'SUCCEEDED');
    expect(await of('joch').ask('JochGetExecution', { ns: 'default', name: run.name })).toMatchObject({
      metadata: { name: run.name, namespace: 'default', labels: { team: 'shop' }, uid: run.id },
      spec: { agentRef: { name: 'greeter' }, input: 'you' },
      status: { phase: 'Succeeded', output: run.output, modelCalls: run.usage.modelCalls, failure: null },
    });
  });

  test('Swarm lists an agent and opens a gate, and the run goes on', async () => {
    const listed = await of('swarm').ask('SwarmListAgents');
    expect(listed).toContainEqual(
      expect.objectContaining({ name: 'payer', team: 'shop', role: null, tools: ['sum', 'pay'], model: 'story-model' }),
    );
    const { id, approvalId } = await world.waitingRun();
    const gate = await of('swarm').ask('SwarmApproveGate', { gate_id: approvalId, input: { comment: 'Fine.' } });
    expect(gate).toMatchObject({ gate_id: approvalId, state: 'approved', run_id: id, tool: 'pay', comment: 'Fine.' });
    expect(await reach(h, id, 'SUCCEEDED')).toMatchObject({
      output: 'Paid {"value":"22"}',
      approvals: [{ phase: 'APPROVED' }],
    });
  });

  test('Orloj creates an agent that the graph has, and reads and deletes it', async () => {
    const name = world.fresh('meshed');
    const spec = { model_ref: 'short-model', prompt: 'Greet.' };
    await of('orloj').ask('OrlojCreateAgent', { input: { metadata: { name }, spec } });
    const find = () => h.graphql(agentQuery, { name });
    expect((await find()).data).toEqual({ agent: { spec: { prompt: 'Greet.', model: { name: 'short-model' } } } });
    expect(await of('orloj').ask('OrlojGetAgent', { name })).toMatchObject({
      apiVersion: 'orloj.dev/v1',
      kind: 'Agent',
      metadata: { name },
      spec,
    });
    expect(await of('orloj').ask('OrlojDeleteAgent', { name })).toMatchObject({ deleted: name });
    expect((await find()).data).toEqual({ agent: null });
  });

  test('Roboticus talks to the agent and turns down what waits', async () => {
    const said = await of('roboticus').ask('RoboticusSendMessage', { input: { content: world.fresh('Good morning') } });
    const { data } = await h.graphql<{ executions: { edges: object[] } }>(conversationQuery, { of: said.session_id });
    expect(data.executions.edges).toEqual([{ node: { phase: 'SUCCEEDED', output: said.content } }]);
    const { id, approvalId } = await world.waitingRun();
    const { pending } = await of('roboticus').ask('RoboticusListApprovals');
    expect(pending[0]).toMatchObject({ id: approvalId, tool_name: 'pay', run_id: id, status: 'Pending' });
    await of('roboticus').ask('RoboticusDeny', { id: approvalId, input: { decided_by: 'the owner' } });
    expect((await look(h, id)).approvals).toMatchObject([{ id: approvalId, phase: 'DENIED' }]);
  });

  test('Fabric says who asks, and asks a model for them', async () => {
    const { data: viewed } = await h.graphql<{ viewer: object }>('{ viewer { id name organization { id } } }');
    const { data: me } = await of('fabric').ask('FabricGetMe');
    const { id, name, organization_id, role } = me;
    expect({ id, name, organization: { id: organization_id }, role }).toEqual({ ...viewed.viewer, role: 'admin' });
    const { data: reply } = await of('fabric').ask('FabricExecuteProvider', {
      input: { model: 'short-model', input: { prompt: 'you' } },
    });
    expect(reply).toMatchObject({ output: 'Hello you' });
  });

  test('clients of OpenAI and Anthropic find the models and agents of the graph', async () => {
    const { data } = await h.graphql<{ chatModelPage: { models: { id: string; displayName: string }[] } }>(
      '{ chatModelPage(first: 1000) { models { id displayName } } }',
    );
    const { models } = data.chatModelPage;
    expect(models.map(({ id }) => id)).toContain('agent:default/greeter');
    const openai = await of('openai').ask('OpenaiListModels');
    expect(openai.data.map(({ id }: { id: string }) => id)).toEqual(models.map(({ id }) => id));
    const anthropic = await of('anthropic').ask('AnthropicListModels', { limit: 1 });
    const [first] = models;
    expect(anthropic.data).toMatchObject([{ id: first?.id, display_name: first?.displayName }]);
    expect(anthropic).toMatchObject({ first_id: first?.id, last_id: first?.id, has_more: true });
  });
});

const agentQuery = 'query ($name: String!) { agent(name: $name) { spec { prompt model { name } } } }';
const conversationQuery =
  'query ($of: ID!) { executions(filter: { conversation: $of }) { edges { node { phase output } } } }';
