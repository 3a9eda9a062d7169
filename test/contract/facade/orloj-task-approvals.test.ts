import { expect, test } from 'vitest';
import { openOrloj, orlojClient } from './orloj-client.ts';

const client = orlojClient();
const { send, platform } = client;
const at = '/v1/task-approvals';
const second = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const resumeContext = {
  mode: 'message-driven',
  system: 'letters',
  producing_agent: 'writer',
  next_messages: [{ message_id: 'default/nightly/a001/h002/writer/editor', to_agent: 'editor' }],
};

const spec = {
  task_ref: 'nightly',
  checkpoint_id: 'draft',
  checkpoint_type: 'task_output',
  supersedes: 'tra-00000000',
  allow_request_changes: false,
  max_review_cycles: 5,
  review_cycle: 2,
  output: { title: 'Dear Ada', pages: 2 },
  output_format: 'json',
  resume_context: resumeContext,
  agent: 'writer',
  reason: 'A customer reads it.',
  ttl: '1h30m',
};
const little = { task_ref: 'nightly', checkpoint_id: 'draft' };
const defaults = {
  checkpoint_type: 'agent_output',
  allow_request_changes: true,
  max_review_cycles: 3,
  review_cycle: 1,
  output_format: 'text',
  ttl: '10m',
};

const ask = (name: string, own: object = little, metadata: object = {}) =>
  send('POST', at, { kind: 'TaskApproval', metadata: { name, ...metadata }, spec: own });
const decide = (name: string, verb: string, body: object = {}) => send('POST', `${at}/${name}/${verb}`, body);

test('what is to be reviewed is answered pending, with all that was said, and read the same', async () => {
  const asked = await ask('whole', spec, { labels: { team: 'a' } });
  expect(asked.status).toBe(201);
  expect(asked.json).toEqual({
    apiVersion: 'orloj.dev/v1',
    kind: 'TaskApproval',
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
  const camel = { taskRef: 'nightly', checkpointId: 'draft', allowRequestChanges: false, maxReviewCycles: 2 };
  expect((await ask('camel', camel)).json.spec).toMatchObject({ allow_request_changes: false, max_review_cycles: 2 });
});

test('little is enough: the rest has its defaults, and the output says how it is shown', async () => {
  expect((await ask('bare')).json.spec).toEqual({ ...little, ...defaults });
  const shown = async (output: unknown) => (await ask('shown', { ...little, output })).json.spec;
  expect(await shown('text')).toMatchObject({ output: 'text', output_format: 'text' });
  for (const output of [{ a: 1 }, [1], 7, true])
    expect(await shown(output)).toMatchObject({ output, output_format: 'json' });
  const none = { ...little, max_review_cycles: 0, review_cycle: -1, supersedes: '', agent: '', reason: '', ttl: '' };
  expect((await ask('none', none)).json.spec).toEqual({ ...little, ...defaults });
  expect((await ask('upper', { ...little, checkpoint_type: 'Task_Output' })).json.spec.checkpoint_type).toBe(
    'task_output',
  );
});

test.each([
  ['no task', { checkpoint_id: 'draft' }],
  ['no checkpoint', { task_ref: 'nightly' }],
  ['an empty checkpoint', { ...little, checkpoint_id: '' }],
  ['a type that is none', { ...little, checkpoint_type: 'agent' }],
  ['a format that is none', { ...little, output_format: 'yaml' }],
  ['a time that is none', { ...little, ttl: 'soon' }],
  ['a place to go on that is no object', { ...little, resume_context: ['writer'] }],
])('a task approval of which is sent %s is 400', async (_what, own) => {
  expect((await ask('refused', own)).status).toBe(400);
  expect((await send('GET', `${at}/refused`)).status).toBe(404);
});

test('each kind of approval has its own routes, and a manifest of the other is refused', async () => {
  const tool = { task_ref: 'nightly', tool: 'pay' };
  await send('POST', '/v1/tool-approvals', { metadata: { name: 'a-tool' }, spec: tool });
  await ask('a-task');
  expect((await send('GET', `${at}/a-tool`)).text).toBe('taskapproval "a-tool" not found\n');
  expect((await decide('a-tool', 'approve')).text).toBe('taskapproval "a-tool" not found\n');
  expect((await send('DELETE', `${at}/a-tool`)).status).toBe(404);
  expect((await send('GET', '/v1/tool-approvals/a-task')).text).toBe('toolapproval "a-task" not found\n');
  const other = { kind: 'ToolApproval', metadata: { name: 'other' }, spec: little };
  expect((await send('POST', at, other)).status).toBe(400);
  expect((await ask('a-tool')).status).toBe(409);
  const { json } = await send('GET', at);
  expect(json.items.map((item: { kind: string }) => item.kind)).not.toContain('ToolApproval');
});

test.each([
  ['approve', 'Approved', 'approved', { decided_by: 'ada', comment: 'fine' }],
  ['deny', 'Denied', 'denied', { decidedBy: 'ada', reason: 'fine' }],
  ['request-changes', 'ChangesRequested', 'request_changes', { decided_by: 'ada', reason: 'fine' }],
])('%s decides once, in the name that the client gives', async (verb, phase, decision, body) => {
  await ask(`to-${verb}`);
  const { status, json } = await decide(`to-${verb}`, verb, body);
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
  for (const again of ['approve', 'deny', 'request-changes'])
    expect((await decide(`to-${verb}`, again, { comment: 'again' })).status).toBe(409);
});

test('who requests changes says which, and cannot where they are not allowed or the last round is reached', async () => {
  await ask('mute');
  expect((await decide('mute', 'request-changes')).status).toBe(400);
  expect((await decide('mute', 'request-changes', { comment: ' ' })).status).toBe(400);
  await ask('final', { ...little, allow_request_changes: false });
  await ask('last', { ...little, review_cycle: 2, max_review_cycles: 2 });
  for (const name of ['final', 'last']) {
    expect((await decide(name, 'request-changes', { comment: 'Shorter.' })).status).toBe(409);
    expect((await send('GET', `${at}/${name}/status`)).json.status.phase).toBe('Pending');
    expect((await decide(name, 'approve')).status).toBe(200);
  }
  await ask('next-to-last', { ...little, review_cycle: 1, max_review_cycles: 2 });
  expect((await decide('next-to-last', 'request-changes', { comment: 'Shorter.' })).status).toBe(200);
});

test('of decisions at the same time one counts', async () => {
  await ask('raced');
  const verbs = ['approve', 'deny', 'request-changes', 'approve', 'deny', 'request-changes'];
  const statuses = (await Promise.all(verbs.map((verb) => decide('raced', verb, { comment: 'mine' })))).map(
    ({ status }) => status,
  );
  expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409]);
});

test('asking again changes what is pending, and an update needs the version', async () => {
  const first = await ask('changed');
  const again = await ask('changed', { ...little, output: 'Dear Ada' });
  expect([again.status, again.json.metadata.generation, again.json.spec.output]).toEqual([201, 2, 'Dear Ada']);
  expect((await send('POST', at, first.json)).status).toBe(409);
  const put = (version: string | undefined, own: object, name = 'changed') =>
    send('PUT', `${at}/changed`, { metadata: { name, resourceVersion: version }, spec: own });
  expect((await put(undefined, little)).status).toBe(409);
  expect((await put('1', little)).status).toBe(409);
  const next = await put('2', { ...little, review_cycle: 2 });
  expect([next.status, next.json.spec, next.json.metadata.generation]).toEqual([
    200,
    { ...little, ...defaults, review_cycle: 2 },
    3,
  ]);
  expect((await put('3', little, 'renamed')).json.metadata).toMatchObject({ name: 'renamed' });
  await decide('renamed', 'approve');
  const settled = { metadata: { name: 'renamed', resourceVersion: '5' }, spec: { ...little, output: 'Another' } };
  expect((await send('PUT', `${at}/renamed`, settled)).status).toBe(409);
  expect((await send('DELETE', `${at}/renamed`)).json).toEqual({ deleted: 'renamed' });
  expect((await send('GET', `${at}/renamed/status`)).text).toBe('taskapproval "renamed" not found\n');
});

test('a status decides only what its writer may decide, and only at the version that they saw', async () => {
  await ask('by-status');
  const put = (status: object, version: string | undefined, token?: string) =>
    send(
      'PUT',
      `${at}/by-status/status`,
      { metadata: { resourceVersion: version }, status },
      token === undefined ? {} : { token },
    );
  expect((await put({ phase: 'Approved' }, '1', await platform().tokenFor('OPERATOR'))).status).toBe(403);
  for (const phase of ['Expired', 'Nonsense']) expect((await put({ phase }, '1')).status).toBe(400);
  expect((await put({ phase: 'Approved' }, undefined)).status).toBe(409);
  expect((await put({ phase: 'ChangesRequested' }, '1')).status).toBe(400);
  const { status, json } = await put({ phase: 'ChangesRequested', comment: 'Shorter.' }, '1');
  expect([status, json.status.phase, Object.keys(json)]).toEqual([200, 'ChangesRequested', ['metadata', 'status']]);
});

test('of a tool call no changes are requested', async () => {
  await send('POST', '/v1/tool-approvals', { metadata: { name: 'a-call' }, spec: { task_ref: 't', tool: 'pay' } });
  const { data } = await platform().graphql<{ decideApproval: object }>(
    `mutation { decideApproval(input: { name: "a-call", decision: REQUEST_CHANGES, comment: "No." }) {
      __typename ... on Failure { code } } }`,
  );
  expect(data.decideApproval).toMatchObject({ code: 'INPUT_INVALID' });
});

test('a review that nobody decides expires, and is decided no more', async () => {
  await ask('late', { ...little, ttl: '1s' });
  await expect
    .poll(async () => (await send('GET', `${at}/late/status`)).json.status.phase, { timeout: 15_000, interval: 250 })
    .toBe('Expired');
  expect((await decide('late', 'approve')).status).toBe(409);
});

test('the graph shows the review, and names one that nobody named after its task, checkpoint and round', async () => {
  const review = '{ checkpoint reviewed output format allowsChanges cycle maxCycles supersedes resumeContext }';
  const { data } = await platform().graphql<{ requestApproval: { name: string } }>(
    `mutation { requestApproval(input: { category: REVIEW, executionRef: "weekly",
      review: { checkpoint: "draft", cycle: 2, output: { pages: 2 } } }) {
        ... on Approval { name category gate phase summary review ${review} } } }`,
  );
  expect(data.requestApproval).toEqual({
    name: expect.stringMatching(/^tra-[0-9a-f]{8}$/),
    category: 'REVIEW',
    gate: 'output_review',
    phase: 'PENDING',
    summary: 'Is the output at draft good enough to go on?',
    review: {
      checkpoint: 'draft',
      reviewed: 'AGENT_OUTPUT',
      output: { pages: 2 },
      format: 'JSON',
      allowsChanges: true,
      cycle: 2,
      maxCycles: 3,
      supersedes: null,
      resumeContext: null,
    },
  });
  const { name } = data.requestApproval;
  expect((await send('GET', `${at}/${name}`)).json.spec).toMatchObject({ task_ref: 'weekly', review_cycle: 2 });
});

test('the event bus tells of a task approval under its own kind, with all of it', async () => {
  await ask('told', { ...little, output: 'Dear Ada' });
  await decide('told', 'request-changes', { comment: 'Shorter.' });
  await ask('withdrawn');
  await send('DELETE', `${at}/withdrawn`);
  const stream = await openOrloj(client, '/v1/events/watch?kind=TaskApproval');
  const frames = await stream.until(({ data }) => data.name === 'withdrawn' && data.action === 'deleted');
  stream.leave();
  const ours = frames.filter(({ data }) => ['told', 'withdrawn'].includes(data.name));
  expect(ours.map(({ event, data }) => [event, data.kind, data.type, data.action, data.name])).toEqual([
    ['event', 'TaskApproval', 'resource.created', 'created', 'told'],
    ['event', 'TaskApproval', 'resource.request_changes', 'request_changes', 'told'],
    ['event', 'TaskApproval', 'resource.created', 'created', 'withdrawn'],
    ['event', 'TaskApproval', 'resource.deleted', 'deleted', 'withdrawn'],
  ]);
  expect(ours[1]?.data.data).toEqual((await send('GET', `${at}/told`)).json);
});
