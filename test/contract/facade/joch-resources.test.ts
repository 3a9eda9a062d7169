import { expect, test } from 'vitest';
import { clientOf } from '../../support/facade/client.ts';

const ns = '/v1/namespaces/farm';
const joch = clientOf('joch', async (h) => {
  const tools = Array.from({ length: 7 }, (_, index) =>
    manifest(`tool-${index}`, { labels: { even: String(index % 2) } }),
  );
  await h.apply(tools.map((tool) => JSON.stringify(tool)).join('\n---\n'));
});

function manifest(name: string, metadata: object = {}, spec: object = { type: 'function' }): object {
  return {
    apiVersion: 'tools.joch.dev/v1alpha1',
    kind: 'Tool',
    metadata: { name, namespace: 'farm', ...metadata },
    spec,
  };
}

const apply = (body: object) => joch.ask('/v1/resources/apply', { method: 'POST', body: JSON.stringify(body) });
const patch = (name: string, json: unknown, headers: Record<string, string> = {}) =>
  joch.ask(`${ns}/tools/${name}`, { method: 'PATCH', json, headers });
const failure = (code: string, message: string, details: unknown = expect.any(Object)) => ({
  error: { code, message, details },
});

test('a resource is shown as a manifest, exactly', async () => {
  const { status, contentType, json } = await joch.ask(`${ns}/tools/tool-0`);
  expect([status, contentType]).toEqual([200, 'application/json; charset=utf-8']);
  expect(json).toEqual({
    apiVersion: 'tools.joch.dev/v1alpha1',
    kind: 'Tool',
    metadata: {
      name: 'tool-0',
      namespace: 'farm',
      labels: { even: '0' },
      resourceVersion: '1',
      generation: 1,
      uid: expect.stringMatching(/^res_/),
      creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
    spec: { type: 'function' },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'ReferencesResolved', status: 'True', reason: 'AllFound', message: expect.any(String) }],
    },
  });
});

test('a kind may be written in the singular, in the plural and in camel case', async () => {
  for (const kind of ['tool', 'tools', 'Tool', 'TOOLS'])
    expect((await joch.ask(`${ns}/${kind}/tool-0`)).json.metadata.name).toBe('tool-0');
  for (const kind of ['mcpserver', 'MCPServers', 'models', 'Policy', 'secrets'])
    expect((await joch.ask(`${ns}/${kind}`)).json.items).toEqual([]);
});

test('pages hold every resource once, and the last one has no token', async () => {
  const names: string[] = [];
  let token = '';
  do {
    const { json } = await joch.ask(`${ns}/tools?limit=3&continue=${encodeURIComponent(token)}`);
    names.push(...json.items.map((item: { metadata: { name: string } }) => item.metadata.name));
    token = json.metadata.continue ?? '';
  } while (token !== '');
  expect(names).toEqual(Array.from({ length: 7 }, (_, index) => `tool-${index}`));
});

test('a list can be cut down by labels', async () => {
  const { json } = await joch.ask(`${ns}/tools?selector=even%3D1`);
  expect(json.items).toHaveLength(3);
  expect((await joch.ask('/v1/resources?selector=even%3D1&kind=tools')).json.items).toEqual(json.items);
});

test('an unknown kind does not exist, and in a namespace of which nothing is known there is nothing', async () => {
  const nothing = { status: 404, json: failure('NotFound', 'There is no such kind.', {}) };
  expect(await joch.ask(`${ns}/unicorns`)).toMatchObject(nothing);
  for (const kind of ['tools', 'executions', 'toolcalls', 'approvals'])
    expect(await joch.ask(`/v1/namespaces/moon/${kind}`)).toMatchObject({ status: 200, json: { items: [] } });
  expect(await joch.ask('/v1/namespaces/moon/tools/tool-0')).toMatchObject({ status: 404 });
  expect(await joch.ask(`${ns}/unicorns/one`)).toMatchObject({ status: 404, json: { error: { code: 'NotFound' } } });
  expect(await joch.ask(`${ns}/unicorns/one`, { method: 'DELETE' })).toMatchObject({ status: 404 });
});

test('a client that has the version already is told so', async () => {
  const first = await joch.ask(`${ns}/tools/tool-0`);
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
  expect(await joch.ask(`${ns}/tools/tool-0`, { headers })).toMatchObject({ status: 304, text: '' });
  await patch('tool-0', { metadata: { annotations: { note: 'new' } } });
  expect(await joch.ask(`${ns}/tools/tool-0`, { headers })).toMatchObject({ status: 200 });
});

test('a patch has the field names of Joch, removes by null, and keeps what it does not name', async () => {
  const tool = { type: 'rest', endpoint: { method: 'GET', url: 'https://example.com/a' }, ours: { kept: 1 } };
  await apply(manifest('patched', { labels: { a: '1', b: '2' } }, tool));
  const change = { metadata: { labels: { a: null } }, spec: { endpoint: { url: 'https://example.com/b' } } };
  const { status, json } = await patch('patched', change);
  expect(status).toBe(200);
  expect(json.metadata).toMatchObject({ labels: { b: '2' }, resourceVersion: '2', generation: 2 });
  expect(json.spec).toEqual({ ...tool, endpoint: { method: 'GET', url: 'https://example.com/b' } });
});

test('a patch may not write the status, which is a subresource', async () => {
  const refused = await patch('tool-1', { spec: { description: 'x' }, status: { phase: 'Ready' } });
  const message = 'status is a subresource: a patch changes spec, labels and annotations.';
  expect(refused).toMatchObject({ status: 400, json: failure('Invalid', message, { faults: [message] }) });
  expect((await joch.ask(`${ns}/tools/tool-1`)).json.metadata.resourceVersion).toBe('1');
});

test('a patch may not make another resource of it', async () => {
  for (const wrong of [
    { kind: 'Agent' },
    { apiVersion: 'orloj.dev/v1' },
    { metadata: { name: 'x' } },
    { metadata: 7 },
    { description: 'beside its spec' },
    [],
  ])
    expect(await patch('tool-1', wrong)).toMatchObject({ status: 400, json: { error: { code: 'Invalid' } } });
});

test('a write that names an older version is a conflict, whether in a header or in the manifest', async () => {
  const conflict = { status: 409, json: { error: { code: 'Conflict', details: { currentVersion: '1' } } } };
  expect(await patch('tool-2', { spec: {} }, { 'if-match': '"7"' })).toMatchObject(conflict);
  expect(await patch('tool-2', { metadata: { resourceVersion: '7' } })).toMatchObject(conflict);
  expect(await apply(manifest('tool-2', { resourceVersion: '7' }))).toMatchObject(conflict);
  const headers = { 'if-match': '"7"' };
  expect(await joch.ask(`${ns}/tools/tool-2`, { method: 'DELETE', headers })).toMatchObject(conflict);
});

test('a dry run and a validation change nothing and show what would be', async () => {
  const body = JSON.stringify(manifest('ghost'));
  const dry = await joch.ask('/v1/resources/apply?dryRun=true', { method: 'POST', body });
  expect(dry.json).toMatchObject({ dryRun: true, changes: [{ action: 'created', kind: 'Tool', name: 'ghost' }] });
  expect(dry.json.items).toMatchObject([{ kind: 'Tool', metadata: { name: 'ghost' } }]);
  const valid = await joch.ask('/v1/resources/validate', { method: 'POST', body });
  expect(valid.json).toMatchObject({ valid: true, items: [{ metadata: { name: 'ghost' } }] });
  expect(await joch.ask(`${ns}/tools/ghost`)).toMatchObject({ status: 404 });
});

test('a group of Joch is known in each of its spellings, and what is of nobody is refused', async () => {
  const validate = (apiVersion?: string) =>
    joch.ask('/v1/resources/validate', { method: 'POST', body: JSON.stringify({ ...manifest('group'), apiVersion }) });
  for (const known of ['tools.joch.dev/v1alpha1', 'joch.dev/v1alpha1', 'joch.ai/v1alpha1']) {
    const { json } = await validate(known);
    expect(json.items).toMatchObject([{ apiVersion: 'tools.joch.dev/v1alpha1', kind: 'Tool' }]);
  }
  for (const unknown of ['apps/v1', undefined])
    expect(await validate(unknown)).toMatchObject({ status: 400, json: { error: { code: 'Invalid' } } });
});

test('every fault of a manifest is named', async () => {
  const wrong = manifest('wrong', { labels: { a: 1 } }, { type: 'spaceship' });
  const { status, json } = await joch.ask('/v1/resources/validate', { method: 'POST', body: JSON.stringify(wrong) });
  expect(status).toBe(400);
  expect(json.error.code).toBe('Invalid');
  expect(json.error.details.faults).toHaveLength(2);
});

test('a diff speaks in the field names of Joch and says who would be affected', async () => {
  await joch.h().apply(
    JSON.stringify({
      apiVersion: 'joch.dev/v1alpha1',
      kind: 'Agent',
      metadata: { name: 'farmer', namespace: 'farm' },
      spec: { tools: [{ name: 'tool-3' }] },
    }),
  );
  const body = JSON.stringify(
    manifest('tool-3', { labels: { even: '1' } }, { type: 'function', sideEffects: { level: 'financial' } }),
  );
  const { json } = await joch.ask('/v1/resources/diff', { method: 'POST', body });
  expect(json).toEqual({
    changes: [
      {
        action: 'updated',
        kind: 'Tool',
        namespace: 'farm',
        name: 'tool-3',
        diff: [{ op: 'add', path: 'spec.sideEffects', after: { level: 'financial' } }],
        affected: [{ kind: 'Agent', namespace: 'farm', name: 'farmer' }],
      },
    ],
  });
});

test('deleting answers with what it was, and a second time finds nothing', async () => {
  await apply(manifest('gone'));
  const remove = () => joch.ask(`${ns}/tools/gone`, { method: 'DELETE' });
  expect(await remove()).toMatchObject({ status: 200, json: { kind: 'Tool', metadata: { name: 'gone' } } });
  expect(await remove()).toMatchObject({ status: 404, json: { error: { code: 'NotFound' } } });
});

test('a viewer reads and does not write', async () => {
  const token = await joch.h().tokenFor('VIEWER');
  expect(await joch.ask(`${ns}/tools`, { token })).toMatchObject({ status: 200 });
  const body = JSON.stringify(manifest('no'));
  const forbidden = { status: 403, json: { error: { code: 'Forbidden' } } };
  expect(await joch.ask('/v1/resources/apply', { method: 'POST', body, token })).toMatchObject(forbidden);
  expect(await joch.ask(`${ns}/tools/tool-0`, { method: 'DELETE', token })).toMatchObject(forbidden);
  expect(await joch.ask(`${ns}/tools`, { token: null })).toMatchObject({
    status: 401,
    json: { error: { code: 'Unauthorized' } },
  });
});
