import { expect, test } from 'vitest';
import { reach, start } from '../../support/runs.ts';
import { approvalStory } from '../../support/story.ts';
import { orlojClient } from './orloj-client.ts';

const { send, platform } = orlojClient();
const at = '/v1/tool-approvals';

const spec = {
  task_ref: 'nightly',
  tool: 'payments',
  operation_class: 'write',
  agent: 'payer',
  input: '{"amount":5}',
  reason: 'A large sum.',
  ttl: '1h30m',
};

function ask(name: string, more: object = {}) {
  return send('POST', at, { kind: 'ToolApproval', metadata: { name, ...more }, spec });
}

const second = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

test('what is asked is answered pending, with all that was said, and read the same', async () => {
  const asked = await ask('whole', { labels: { team: 'a' } });
  expect(asked.status).toBe(201);
  expect(asked.json).toEqual({
    apiVersion: 'orloj.dev/v1',
    kind: 'ToolApproval',
    metadata: {
      name: 'whole',
      namespace: 'default',
      labels: { team: 'a' },
      resourceVersion: '1',
      generation: 1,
      createdAt: expect.stringMatching(second),
    },
    spec,
    status: { phase: 'Pending', expires_at: expect.stringMatching(second) },
  });
  expect((await send('GET', `${at}/whole`)).json).toEqual(asked.json);
  const { metadata, status } = asked.json;
  expect((await send('GET', `${at}/whole/status`)).json).toEqual({ metadata, status });
});

test('little is enough, and what nobody said is left out', async () => {
  const { json } = await send('POST', at, { metadata: { name: 'bare' }, spec: { task_ref: 't', tool: 'x' } });
  expect(json.spec).toEqual({ task_ref: 't', tool: 'x', ttl: '10m' });
  for (const lacking of [{ tool: 'x' }, { task_ref: 't' }])
    expect((await send('POST', at, { metadata: { name: 'lacking' }, spec: lacking })).status).toBe(400);
});

test.each([
  ['another kind', { kind: 'Agent', metadata: { name: 'x' }, spec }],
  ['another namespace', { metadata: { name: 'x', namespace: 'b' }, spec }],
  ['a time that is none', { metadata: { name: 'x' }, spec: { ...spec, ttl: 'soon' } }],
  ['no name', { spec }],
])('a tool approval of which is sent %s is 400', async (_what, body) => {
  expect((await send('POST', `${at}?namespace=a`, body)).status).toBe(400);
});

test('asking again replaces what is pending, and an update needs the version', async () => {
  const first = await ask('changed');
  const again = await send('POST', at, { metadata: { name: 'changed' }, spec: { ...spec, reason: 'Larger.' } });
  expect([again.status, again.json.metadata.generation, again.json.spec.reason]).toEqual([201, 2, 'Larger.']);
  expect((await send('POST', at, first.json)).status).toBe(409);
  expect((await ask('never-seen', { resourceVersion: '7' })).status).toBe(409);
  const put = (version: string | undefined, name = 'changed', ifMatch?: string) =>
    send(
      'PUT',
      `${at}/changed`,
      { metadata: { name, resourceVersion: version }, spec: { task_ref: 't', tool: 'x' } },
      {
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      },
    );
  expect((await put(undefined)).status).toBe(409);
  expect((await put('1')).status).toBe(409);
  expect((await put('2', 'changed', '"1"')).status).toBe(409);
  const updated = await put('2');
  expect([updated.status, updated.json.spec, updated.json.metadata.generation]).toEqual([
    200,
    { task_ref: 't', tool: 'x', ttl: '10m' },
    3,
  ]);
  expect((await put(undefined, 'changed', 'W/"3"')).status).toBe(200);
  await ask('taken');
  expect((await put(undefined, 'taken', '*')).status).toBe(409);
  expect((await put(undefined, 'renamed', '*')).json.metadata.name).toBe('renamed');
  expect((await send('GET', `${at}/changed`)).text).toBe('toolapproval "changed" not found\n');
});

test('of concurrent updates of one version exactly one wins', async () => {
  const { json } = await ask('raced');
  const writes = Array.from({ length: 6 }, (_, index) =>
    send('PUT', `${at}/raced`, { ...json, spec: { ...spec, reason: `try ${index}` } }),
  );
  const statuses = (await Promise.all(writes)).map(({ status }) => status);
  expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409]);
});

test('of concurrent questions under one new name each is a version, and none is refused', async () => {
  const asked = await Promise.all(Array.from({ length: 6 }, () => ask('asked-at-once')));
  const versions = asked.map(({ status, json }) => [status, json?.metadata.resourceVersion]);
  expect(versions.sort()).toEqual(['1', '2', '3', '4', '5', '6'].map((version) => [201, version]));
});

test.each([
  ['approve', 'Approved', 'approved', { decided_by: 'ada', comment: 'fine' }],
  ['deny', 'Denied', 'denied', { decidedBy: 'ada', reason: 'fine' }],
])('%s decides once, in the name that the client gives', async (verb, phase, decision, body) => {
  await ask(`to-${verb}`);
  const { status, json } = await send('POST', `${at}/to-${verb}/${verb}`, body);
  expect([status, json.status]).toEqual([
    200,
    {
      phase,
      decision,
      decided_by: 'ada',
      decided_at: expect.stringMatching(second),
      comment: 'fine',
      expires_at: expect.stringMatching(second),
    },
  ]);
  expect(json.metadata).toMatchObject({ resourceVersion: '2', generation: 1 });
  expect((await send('POST', `${at}/to-${verb}/approve`)).status).toBe(409);
});

test('what is decided may be labelled and applied again with its decision, and asks nothing else any more', async () => {
  const first = await ask('settled');
  const again = await ask('settled');
  expect([first, again].map(({ json }) => [json.metadata.resourceVersion, json.metadata.generation])).toEqual([
    ['1', 1],
    ['2', 1],
  ]);
  const { json } = await send('POST', `${at}/settled/approve`, { decided_by: 'ada' });
  const applied = await ask('settled', { labels: { seen: 'yes' } });
  expect([applied.status, applied.json.status]).toEqual([201, json.status]);
  expect(applied.json.metadata).toMatchObject({ labels: { seen: 'yes' }, resourceVersion: '4', generation: 1 });
  const put = (change: object) =>
    send('PUT', `${at}/settled`, { ...applied.json, spec: { ...spec, ...change } }, { headers: { 'if-match': '*' } });
  expect((await put({ input: '{"amount":500}' })).status).toBe(409);
  expect((await put({})).json.status).toEqual(json.status);
});

test.each([undefined, '', '{half', '[]', 'null'])('a decision needs no body, and %j is none', async (body) => {
  const name = `bodiless-${JSON.stringify(body)?.length ?? 0}`;
  await ask(name);
  const { status, json } = await send('POST', `${at}/${name}/approve`, body);
  expect([status, json?.status.phase, json?.status.decided_by]).toEqual([200, 'Approved', expect.any(String)]);
});

test('an empty text says nothing: what it stands for has its default, and a comment its other name', async () => {
  const blank = { operation_class: '', agent: '', input: '', reason: '', ttl: '' };
  const asked = await send('POST', at, { metadata: { name: 'blank' }, spec: { task_ref: 't', tool: 'x', ...blank } });
  expect([asked.status, asked.json?.spec]).toEqual([201, { task_ref: 't', tool: 'x', ttl: '10m' }]);
  const unsaid = { decided_by: null, decidedBy: 'ada', comment: '', reason: 'fine' };
  const { json } = await send('POST', `${at}/blank/approve`, unsaid);
  expect(json.status).toMatchObject({ decided_by: 'ada', comment: 'fine' });
  for (const lacking of [
    { task_ref: '', tool: 'x' },
    { task_ref: 't', tool: '' },
  ])
    expect((await send('POST', at, { metadata: { name: 'lacking' }, spec: lacking })).status).toBe(400);
});

test('a status decides only what its writer may decide, and only at the version that they saw', async () => {
  await ask('by-status');
  const put = (phase: string, version: string | undefined, token?: string) =>
    send(
      'PUT',
      `${at}/by-status/status`,
      { metadata: { resourceVersion: version }, status: { phase } },
      token === undefined ? {} : { token },
    );
  expect((await put('Approved', '1', await platform().tokenFor('OPERATOR'))).status).toBe(403);
  expect((await put('Expired', '1')).status).toBe(400);
  expect((await put('Approved', undefined)).status).toBe(409);
  expect((await put('Approved', '9')).status).toBe(409);
  const { status, json } = await put('Denied', '1');
  expect([status, json.status.phase, Object.keys(json)]).toEqual([200, 'Denied', ['metadata', 'status']]);
});

test('a list is by name, and paging by name meets each of 250 once, in one namespace and over two', async () => {
  const names = Array.from({ length: 125 }, (_, index) => `p-${String(index).padStart(3, '0')}`);
  for (const namespace of ['left', 'right'])
    await Promise.all(names.map((name) => ask(name, { namespace, labels: { paged: 'yes' } })));
  const read = async (query: string): Promise<string[]> => {
    const found: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { json } = await send('GET', `${at}?limit=7&labels=paged=yes${query}&after=${encodeURIComponent(after)}`);
      for (const { metadata } of json.items) found.push(`${metadata.namespace}/${metadata.name}`);
      after = json.continue;
    }
    return found;
  };
  expect(await read('&namespace=left')).toEqual(names.map((name) => `left/${name}`));
  const all = await read('');
  expect([all.length, new Set(all).size]).toEqual([250, 250]);
  const page = await send('GET', `${at}?limit=3&namespace=left&after=p-010`);
  expect(page.json.continue).toBe('p-013');
});

test('withdrawing one answers JSON, and then there is none', async () => {
  await ask('gone');
  expect((await send('DELETE', `${at}/gone`)).json).toEqual({ deleted: 'gone' });
  for (const [method, path] of [
    ['GET', 'gone'],
    ['DELETE', 'gone'],
    ['GET', 'gone/status'],
    ['POST', 'gone/approve'],
    ['POST', 'gone/deny'],
  ] as const)
    expect([path, (await send(method, `${at}/${path}`)).text]).toEqual([path, 'toolapproval "gone" not found\n']);
});

test('what a run asks is an approval of the run, and approving it lets the run go on', async () => {
  await platform().apply(approvalStory);
  const id = await start(platform(), 'payer');
  await reach(platform(), id, 'WAITING');
  const { data } = await platform().graphql<{ execution: { name: string; approvals: { name: string }[] } }>(
    'query ($id: ID!) { execution(id: $id) { name approvals { name } } }',
    { id },
  );
  const name = data.execution.approvals[0]?.name ?? '';
  const { json } = await send('GET', `${at}/${name}`);
  expect(json.spec).toMatchObject({ task_ref: data.execution.name, agent: 'payer', input: expect.any(String) });
  expect(typeof JSON.parse(json.spec.input)).toBe('object');
  expect((await send('PUT', `${at}/${name}`, json)).status).toBe(409);
  expect((await send('DELETE', `${at}/${name}`)).status).toBe(409);
  expect((await send('POST', `${at}/${name}/approve`, { decided_by: 'ada' })).status).toBe(200);
  await reach(platform(), id, 'SUCCEEDED');
});

test('an approval whose task exists is of that execution', async () => {
  await platform().apply(approvalStory);
  const id = await start(platform(), 'payer');
  await reach(platform(), id, 'WAITING');
  const execution = await platform().graphql<{ execution: { name: string } }>(
    'query ($id: ID!) { execution(id: $id) { name } }',
    { id },
  );
  const ref = `default/${execution.data.execution.name}`;
  const { json } = await send('POST', at, { metadata: { name: 'bound' }, spec: { ...spec, task_ref: ref } });
  expect(json.spec.task_ref).toBe(ref);
  const { data } = await platform().graphql<{ approval: { execution: { id: string } } }>(
    '{ approval(name: "bound") { execution { id } } }',
  );
  expect(data.approval.execution.id).toBe(id);
});
