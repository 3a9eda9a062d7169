import { describe, expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';

// Environment, FrameworkAdapter, Model and Team stand in no namespace, and are read and written in each.

const joch = clientOf('joch', async (h) => {
  await h.apply(`
apiVersion: tools.joch.dev/v1alpha1
kind: Tool
metadata: { name: till, namespace: shop }
spec: { type: function }
`);
});

const apply = (...given: object[]) => {
  const body = given.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
  return joch.ask('/v1/resources/apply', { method: 'POST', body });
};
const at = (namespace: string, rest: string) => `/v1/namespaces/${namespace}/${rest}`;
const namesOf = ({ json }: { json: { items: { metadata: { name: string } }[] } }) =>
  json.items.map(({ metadata }) => metadata.name);

const kinds = [
  { kind: 'Environment', plural: 'environments', spec: { region: 'eu' }, change: { region: 'us' } },
  { kind: 'FrameworkAdapter', plural: 'frameworkadapters', spec: { framework: 'a' }, change: { framework: 'b' } },
  { kind: 'Team', plural: 'teams', spec: { description: 'Sells.' }, change: { description: 'Buys.' } },
  {
    kind: 'Model',
    plural: 'models',
    spec: { provider: 'openai', model: 'small' },
    change: { provider: 'openai', model: 'large' },
  },
];
const declared = (kind: string, metadata: object, spec: object) => ({
  apiVersion: 'joch.dev/v1alpha1',
  kind,
  metadata,
  spec,
});

describe.each(kinds)('$kind', ({ kind, plural, spec, change }) => {
  const name = `one-${plural}`;
  const namespaces = ['default', 'shop', 'nowhere'];
  // A model may lie in each, so that a path of another namespace writes none of those that lie in default.
  const [writer, other] = kind === 'Model' ? ['default', 'default'] : ['shop', 'nowhere'];

  test('is the same from every namespace, and names none', async () => {
    expect((await apply(declared(kind, { name }, spec))).status).toBe(200);
    const replies = await Promise.all(namespaces.map((namespace) => joch.ask(at(namespace, `${plural}/${name}`))));
    for (const { status, json } of replies) expect([status, json]).toEqual([200, replies[0]?.json]);
    expect(replies[0]?.json).toMatchObject({ kind, metadata: { name }, spec });
    expect(replies[0]?.json.metadata).not.toHaveProperty('namespace');
  });

  test('is listed in every namespace', async () => {
    const replies = await Promise.all(namespaces.map((namespace) => joch.ask(at(namespace, plural))));
    for (const reply of replies) expect([reply.status, namesOf(reply)]).toEqual([200, [name]]);
    const tools = await joch.ask(at('shop', 'tools'));
    expect(namesOf(tools)).toEqual(['till']);
  });

  test('is changed from where it is written, which its patch may name', async () => {
    const patch = (namespace: string, json: object) =>
      joch.ask(at(namespace, `${plural}/${name}`), { method: 'PATCH', json });
    const first = await patch(writer, { kind, metadata: { name, namespace: writer, labels: { from: 'shop' } } });
    expect([first.status, first.json.metadata?.labels]).toEqual([200, { from: 'shop' }]);
    const second = await patch(other, { spec: change });
    expect([second.status, second.json.spec]).toEqual([200, change]);
    expect((await joch.ask(at('default', `${plural}/${name}`))).json).toEqual(second.json);
  });

  test('is unchanged when what was read in any namespace is applied again', async () => {
    const { json } = await joch.ask(at('shop', `${plural}/${name}`));
    expect((await apply(json)).json.changes).toMatchObject([{ action: 'unchanged', name }]);
  });

  test('is deleted from where it is written, at the version that is expected, and then is in none', async () => {
    const path = at(writer, `${plural}/${name}`);
    const late = await joch.ask(path, { method: 'DELETE', headers: { 'if-match': '"1"' } });
    expect([late.status, late.json.error.code]).toEqual([409, 'Conflict']);
    const deleted = await joch.ask(path, { method: 'DELETE' });
    expect([deleted.status, deleted.json.spec]).toEqual([200, change]);
    for (const namespace of namespaces) expect((await joch.ask(at(namespace, `${plural}/${name}`))).status).toBe(404);
    expect((await joch.ask(path, { method: 'DELETE' })).status).toBe(404);
    expect((await joch.ask(path, { method: 'PATCH', json: { spec: change } })).status).toBe(404);
  });
});

describe.each(kinds.filter(({ kind }) => kind !== 'Model'))('$kind', ({ kind, plural, spec, change }) => {
  test('is one, whichever namespaces its manifests name, and may not stand twice in a text', async () => {
    await apply(declared(kind, { name: 'only' }, spec));
    const again = await apply(declared(kind, { name: 'only', namespace: 'shop' }, change));
    expect(again.json.changes).toMatchObject([{ action: 'updated', name: 'only' }]);
    expect((await joch.ask(at('default', `${plural}/only`))).json.spec).toEqual(change);
    const filtered = await joch.ask(`/v1/resources?kind=${plural}&namespace=shop`);
    expect(namesOf(filtered)).toEqual(['only']);
    const twice = await apply(
      declared(kind, { name: 'only', namespace: 'shop' }, spec),
      declared(kind, { name: 'only' }, spec),
    );
    expect([twice.status, twice.json.error.message]).toEqual([
      400,
      expect.stringContaining('stands in more than one document'),
    ]);
  });

  test('is watched in the namespace that the watcher names', async () => {
    const path = `/v1/resources?watch=true&namespace=shop&kind=${kind}`;
    const frames = await joch.follow(path, (read) => read.includes('\n'));
    expect(JSON.parse(frames.split('\n')[0] ?? '')).toMatchObject({ type: 'ADDED', object: { kind } });
  });
});

test('what names an environment finds it from every namespace, and is not ready without it', async () => {
  const metadata = { name: 'till', namespace: 'shop' };
  await apply(declared('Deployment', metadata, { environmentRef: { name: 'edge' } }));
  const deployed = async () => {
    const { data } = await joch.h().graphql<{ deployment: object }>(`{ deployment(namespace: "shop", name: "till") {
      status { phase lastError } spec { environment { spec { region } } } references { namespace { name } } } }`);
    return data.deployment;
  };
  const missing = {
    status: { phase: 'ERROR', lastError: 'This names what is not there: Environment default/edge.' },
    spec: { environment: null },
    references: [],
  };
  expect(await deployed()).toEqual(missing);
  await apply(declared('Environment', { name: 'edge', namespace: 'elsewhere' }, { region: 'eu' }));
  expect(await deployed()).toEqual({
    status: { phase: 'PENDING', lastError: null },
    spec: { environment: { spec: { region: 'eu' } } },
    references: [{ namespace: { name: 'default' } }],
  });
  await joch.ask(at('shop', 'environments/edge'), { method: 'DELETE' });
  expect(await deployed()).toEqual(missing);
});

describe('a Model that lies in a namespace, as other APIs declare them', () => {
  const model = (metadata: object, name: string) => declared('Model', metadata, { provider: 'mock', model: name });
  const modelIn = async (namespace: string) => (await joch.ask(at(namespace, 'models/wise'))).json;
  const agent = async () => {
    const { data } = await joch.h().graphql<{ agent: object }>(`{ agent(namespace: "shop", name: "desk") {
      status { phase lastError } spec { model { spec { model } } } references { namespace { name } } } }`);
    return data.agent;
  };
  const found = (namespace: string, name: string) => ({
    status: { phase: 'PENDING', lastError: null },
    spec: { model: { spec: { model: name } } },
    references: [{ namespace: { name: namespace } }],
  });
  const missing = {
    status: { phase: 'ERROR', lastError: 'This names what is not there: ModelEndpoint shop/wise.' },
    spec: { model: null },
    references: [],
  };

  test('comes before that of all namespaces, for who reads it and for what names it', async () => {
    await apply(declared('Agent', { name: 'desk', namespace: 'shop' }, { modelPolicy: { allowed: ['wise'] } }));
    expect(await agent()).toEqual(missing);
    await apply(model({ name: 'wise' }, 'far'));
    expect(await agent()).toEqual(found('default', 'far'));
    await apply(model({ name: 'wise', namespace: 'shop' }, 'near'));
    expect(await agent()).toEqual(found('shop', 'near'));
    expect(await modelIn('shop')).toMatchObject({ metadata: { namespace: 'shop' }, spec: { model: 'near' } });
    expect(await modelIn('elsewhere')).toMatchObject({ spec: { model: 'far' } });
    expect(namesOf(await joch.ask(at('shop', 'models')))).toEqual(['wise', 'wise']);
    expect(namesOf(await joch.ask(at('default', 'models')))).toEqual(['wise']);
  });

  test('alone is what knows it for who does not ask for shared ones', async () => {
    const { data } = await joch.h().graphql(`{
      exact: resource(kind: MODEL_ENDPOINT, namespace: "elsewhere", name: "wise") { name }
      shared: resource(kind: MODEL_ENDPOINT, namespace: "elsewhere", name: "wise", orShared: true) { manifest }
      typed: modelEndpoint(namespace: "elsewhere", name: "wise") { name }
      listed: namespace(name: "shop") { resources(filter: { kind: MODEL_ENDPOINT }) { edges { node { name } } } }
    }`);
    expect(data).toEqual({
      exact: null,
      shared: { manifest: expect.objectContaining({ metadata: expect.objectContaining({ namespace: 'default' }) }) },
      typed: null,
      listed: { resources: { edges: [{ node: { name: 'wise' } }] } },
    });
    const input = '{ kind: MODEL_ENDPOINT, namespace: "elsewhere", name: "wise" }';
    const { data: written } = await joch.h().graphql(`mutation {
      patchResource(input: ${input}) { __typename } deleteResource(input: ${input}) { __typename } }`);
    const nothing = { __typename: 'ResourceNotFound' };
    expect(written).toEqual({ patchResource: nothing, deleteResource: nothing });
  });

  test('is all that its path writes: that of all namespaces is changed and deleted in default alone', async () => {
    const change = { method: 'PATCH', json: { spec: { provider: 'mock', model: 'wide' } } };
    expect((await joch.ask(at('elsewhere', 'models/wise'), change)).status).toBe(404);
    expect((await joch.ask(at('elsewhere', 'models/wise'), { method: 'DELETE' })).status).toBe(404);
    expect(await modelIn('elsewhere')).toMatchObject({ spec: { model: 'far' } });
  });

  test('is deleted once, and what names it then means that of all namespaces', async () => {
    const { data } = await joch.h().graphql<{ [place: string]: { referencedBy: { edges: object[] } } }>(`{
      near: modelEndpoint(namespace: "shop", name: "wise") { referencedBy { edges { node { name } } } }
      far: modelEndpoint(name: "wise") { referencedBy { edges { node { name } } } }
    }`);
    expect([data['near'], data['far']]).toEqual([
      { referencedBy: { edges: [{ node: { name: 'desk' } }] } },
      { referencedBy: { edges: [] } },
    ]);
    const path = at('shop', 'models/wise');
    expect((await joch.ask(path, { method: 'DELETE' })).status).toBe(200);
    expect(await agent()).toEqual(found('default', 'far'));
    expect((await joch.ask(path, { method: 'DELETE' })).status).toBe(404);
    expect(await agent()).toEqual(found('default', 'far'));
    expect((await joch.ask(at('default', 'models/wise'), { method: 'DELETE' })).status).toBe(200);
    expect(await agent()).toEqual(missing);
  });
});

test('an agent is run with a model of all namespaces', async () => {
  const spec = { provider: 'mock', model: 'm', script: [{ text: 'Sold.' }] };
  await apply(
    declared('Model', { name: 'seller' }, spec),
    declared('Agent', { name: 'clerk', namespace: 'shop' }, { modelPolicy: { allowed: ['seller'] } }),
  );
  const started = await joch.post(at('shop', 'executions'), {
    metadata: { name: 'sale' },
    spec: { agentRef: { name: 'clerk' }, input: { content: [{ kind: 'text', text: 'Sell.' }] } },
  });
  expect(started.status).toBe(201);
  const ended = await joch.follow(
    at('shop', 'executions/sale/events'),
    (text) => /Execution(Succeeded|Failed)/.test(text),
    {
      accept: 'text/event-stream',
    },
  );
  expect(ended).toContain('ExecutionSucceeded');
});
