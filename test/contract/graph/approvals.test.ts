import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvalName, insertApproval } from '../../../src/modules/approval/index.ts';
import { auditOf, eventsOf, onApproval, read, request } from '../../support/approvals.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, reach, start } from '../../support/runs.ts';
import { approvalStory } from '../../support/story.ts';
import { strangerToken } from '../../support/stranger.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
const patient = { timeout: 20_000, interval: 20 };
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** A run that waits for a person, with its waiting call and the approval. */
async function parked(): Promise<{ run: string; call: string; approval: string }> {
  const run = await start(h, 'payer');
  const { approvals, steps } = await reach(h, run, 'WAITING');
  const call = steps.edges.find(({ node }) => node.phase === 'WAITING')?.node.id ?? '';
  return { run, call, approval: approvals[0]?.id ?? '' };
}

test('what somebody asks from outside is kept as it was asked, found by its name, and told in the journal and the audit trail', async () => {
  const asked = {
    name: 'ship-it',
    category: 'PROMOTION',
    summary: 'Ship version 7?',
    tool: 'deploy',
    arguments: { version: 7 },
    agent: 'releaser',
    operationClass: 'admin',
    reason: 'All checks passed.',
    risk: 'HIGH',
    approvers: ['role:admin'],
    timeout: '1h30m',
    gate: 'deploy',
    labels: [{ key: 'team', value: 'shop' }],
    annotations: [{ key: 'note', value: 'x' }],
  };
  const made = await request(h, { ...asked, onTimeout: 'APPROVED' });
  expect(made).toMatchObject({
    ...asked,
    phase: 'PENDING',
    version: 1,
    onExpiry: 'APPROVED',
    execution: null,
    subject: null,
  });
  const found = await h.graphql(
    '{ approval(name: "ship-it") { id } approvals(filter: { name: "ship-it", category: PROMOTION }) { edges { node { id } } } }',
  );
  expect(found.data).toEqual({ approval: { id: made['id'] }, approvals: { edges: [{ node: { id: made['id'] } }] } });
  const other = await h.graphql(
    '{ approvals(filter: { name: "ship-it", category: CUSTOM }) { edges { node { id } } } }',
  );
  expect(other.data).toEqual({ approvals: { edges: [] } });
  await onApproval(h, 'decideApproval', { name: 'ship-it', decision: 'DENY', comment: 'no', decidedBy: 'ann' });
  expect(await read(h, made['id'])).toMatchObject({
    phase: 'DENIED',
    version: 2,
    decision: { comment: 'no', onBehalfOf: 'ann' },
  });
  await expect.poll(() => eventsOf(h, made['id']), patient).toEqual(['APPROVAL_REQUESTED', 'APPROVAL_DECIDED']);
  expect((await auditOf(h, made['id'])).map(({ action }) => action)).toEqual(['approval.request', 'approval.decide']);
});

test('of many requests for one name one is written, and requests without a name never collide', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => request(h, { name: 'only-one' })));
  expect(results.filter(({ __typename }) => __typename === 'Approval')).toHaveLength(1);
  expect(results.filter(({ code }) => code === 'NAME_TAKEN')).toHaveLength(19);
  const nameless = await Promise.all(Array.from({ length: 20 }, () => request(h)));
  expect(new Set(nameless.map(({ name }) => name)).size).toBe(20);
  for (const { name } of nameless) expect(name).toMatch(/^ta-[0-9a-f]{8}$/);
  expect(await request(h, { name: 'only-one', namespace: 'elsewhere' })).toMatchObject({ name: 'only-one' });
});

test('the approval of a run is named by its execution and step, and by its own id too where that name is taken', async () => {
  expect(approvalName('task', 'message')).toBe('ta-bc2e0543');
  const { run, call, approval } = await parked();
  const name = approvalName(run, call);
  expect(await read(h, approval)).toMatchObject({ name, category: 'TOOL_CALL', agent: 'payer', timeout: '30m' });
  const { db } = h.platform.store.database;
  const [kept] = await db.selectFrom('approval').selectAll().where('id', '=', approval).execute();
  const now = new Date();
  const again = insertApproval({
    id: 'apr_second00000000',
    organizationId: kept?.organization_id ?? '',
    namespaceId: kept?.namespace_id ?? '',
    name,
    executionId: run,
    stepId: call,
    tool: 'pay',
    arguments: {},
    decision: null,
    risk: 'LOW',
    summary: 'Again?',
    agent: null,
    approvers: [],
    onExpiry: 'DENIED',
    requestedAt: now,
    expiresAt: new Date(now.getTime() + 60_000),
  });
  await sql`with opened as (select ${call}::text as id) ${again} select 1`.execute(db);
  expect(await read(h, 'apr_second00000000')).toMatchObject({ name: `${name}-00000000` });
  await h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id: run });
});

test('an approval that nobody decides in time expires with its default, and more time given keeps it open', async () => {
  const kept = await request(h, { timeout: '3s' });
  await onApproval(h, 'updateApproval', { id: kept['id'], timeout: '1h' });
  const due = await request(h, { timeout: '3s' });
  const granted = await request(h, { timeout: '1s', onTimeout: 'APPROVED' });
  await expect.poll(async () => (await read(h, due['id']))?.['phase'], patient).toBe('EXPIRED');
  await expect.poll(async () => (await read(h, granted['id']))?.['phase'], patient).toBe('APPROVED');
  expect(await read(h, kept['id'])).toMatchObject({ phase: 'PENDING', timeout: '1h' });
});

test('a pending approval changes as asked, each change is a version, and a decision on an older one is refused', async () => {
  const made = await request(h, {
    name: 'draft',
    reason: 'old',
    arguments: { a: 1 },
    labels: [{ key: 'a', value: 'b' }],
  });
  const changed = await onApproval(h, 'updateApproval', {
    name: 'draft',
    expectedVersion: 1,
    newName: 'final',
    summary: 'Really?',
    reason: null,
    arguments: { a: 2 },
    labels: [],
  });
  expect(changed).toMatchObject({ id: made['id'], name: 'final', summary: 'Really?', reason: null, version: 2 });
  expect(changed).toMatchObject({ arguments: { a: 2 }, labels: [] });
  const stale = { id: made['id'], expectedVersion: 1 };
  expect(await onApproval(h, 'updateApproval', { ...stale, summary: 'x' })).toMatchObject({
    code: 'APPROVAL_CONFLICT',
  });
  expect(await onApproval(h, 'decideApproval', { ...stale, decision: 'APPROVE' })).toMatchObject({
    code: 'APPROVAL_CONFLICT',
  });
  await request(h, { name: 'occupied' });
  expect(await onApproval(h, 'updateApproval', { id: made['id'], newName: 'occupied' })).toMatchObject({
    code: 'NAME_TAKEN',
  });
  await onApproval(h, 'decideApproval', { id: made['id'], decision: 'APPROVE' });
  expect(await onApproval(h, 'updateApproval', { id: made['id'], summary: 'late' })).toMatchObject({
    code: 'APPROVAL_CONFLICT',
  });
  expect(await read(h, made['id'])).toMatchObject({ name: 'final', phase: 'APPROVED', summary: 'Really?' });
});

test('a deleted approval is gone, and the events about it are still read', async () => {
  const made = await request(h, { name: 'mistake' });
  expect(await onApproval(h, 'deleteApproval', { name: 'mistake', dryRun: true })).toMatchObject({ dryRun: true });
  expect(await onApproval(h, 'deleteApproval', { name: 'mistake' })).toMatchObject({
    approval: { id: made['id'], phase: 'PENDING' },
  });
  expect(await read(h, made['id'])).toBeNull();
  expect(await onApproval(h, 'deleteApproval', { name: 'mistake' })).toMatchObject({ code: 'APPROVAL_NOT_FOUND' });
  await expect.poll(() => eventsOf(h, made['id']), patient).toEqual(['APPROVAL_REQUESTED', 'APPROVAL_DELETED']);
  const query = `query ($id: ID!) { events(filter: { subject: $id }) { edges { node {
    ... on ApprovalRequested { approval { id } question } ... on ApprovalDeleted { name } } } } }`;
  const { data, errors } = await h.graphql<{ events: { edges: { node: object }[] } }>(query, { id: made['id'] });
  expect(errors).toBeUndefined();
  expect(data.events.edges.map(({ node }) => node)).toEqual([
    { approval: null, question: 'May we?' },
    { name: 'mistake' },
  ]);
});

test('what a run asked is neither changed nor deleted, and asking for its waiting call gives its approval', async () => {
  const { run, call, approval } = await parked();
  expect(await request(h, { toolCall: call })).toMatchObject({ id: approval, subject: { key: 'agent/tool:2.1' } });
  for (const field of ['updateApproval', 'deleteApproval'])
    expect(await onApproval(h, field, { id: approval })).toMatchObject({ code: 'APPROVAL_CONFLICT' });
  const { steps } = await reach(h, run, 'WAITING');
  expect(await request(h, { toolCall: steps.edges[1]?.node.id })).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await request(h, { toolCall: steps.edges[0]?.node.id })).toMatchObject({ code: 'STEP_NOT_FOUND' });
  const decided = await onApproval(h, 'decideApproval', {
    toolCall: call,
    decision: 'APPROVE',
    editedArguments: { expression: '30+3' },
  });
  expect(decided).toMatchObject({ id: approval, phase: 'APPROVED' });
  expect((await reach(h, run, 'SUCCEEDED', 'FAILED')).output).toBe('Paid {"value":"33"}');
});

test('an approval about a run is decided without moving the run, and outlives it', async () => {
  const { run, approval } = await parked();
  const { data } = await h.graphql<{ execution: { name: string } }>(
    'query ($id: ID!) { execution(id: $id) { name } }',
    {
      id: run,
    },
  );
  const first = await request(h, { execution: run });
  const second = await request(h, { executionName: data.execution.name });
  expect(second).toMatchObject({ execution: { id: run }, subject: null });
  await onApproval(h, 'decideApproval', { id: first['id'], decision: 'APPROVE' });
  expect(await reach(h, run, 'WAITING', 'SUCCEEDED')).toMatchObject({ phase: 'WAITING' });
  await h.graphql('mutation ($id: ID!) { cancelExecution(input: { id: $id }) { __typename } }', { id: run });
  expect(await read(h, approval)).toMatchObject({ phase: 'CANCELLED' });
  expect(await read(h, second['id'])).toMatchObject({ phase: 'PENDING' });
});

test('of many decisions, changes and deletions at once each approval has one outcome', async () => {
  const made = await request(h);
  const id = made['id'];
  const results = await Promise.all(
    Array.from({ length: 60 }, (_, n) => {
      if (n % 3 === 0) return decide(h, String(id), { decision: n % 2 === 0 ? 'APPROVE' : 'DENY' });
      return onApproval(h, 'updateApproval', { id, summary: `change ${n}` });
    }),
  );
  const decided = results.filter(({ phase }) => phase === 'APPROVED' || phase === 'DENIED');
  expect(decided).toHaveLength(1);
  const updated = results.filter(({ phase }) => phase === 'PENDING');
  expect(await read(h, id)).toMatchObject({ phase: decided[0]?.['phase'], version: updated.length + 2 });
  const deletions = await Promise.all(Array.from({ length: 10 }, () => onApproval(h, 'deleteApproval', { id })));
  expect(deletions.filter(({ __typename }) => __typename === 'ApprovalDeletion')).toHaveLength(1);
});

test('for another organization an approval does not exist; a viewer reads it and may not ask', async () => {
  const made = await request(h, { name: 'secret' });
  const token = await strangerToken(h);
  for (const target of [{ id: made['id'] }, { name: 'secret' }]) {
    for (const field of ['decideApproval', 'updateApproval', 'deleteApproval']) {
      const more = field === 'decideApproval' ? { decision: 'APPROVE' } : {};
      expect(await onApproval(h, field, { ...target, ...more }, token)).toMatchObject({ code: 'APPROVAL_NOT_FOUND' });
    }
  }
  const { data } = await h.graphql('{ approval(name: "secret") { id } }', {}, { token });
  expect(data).toEqual({ approval: null });
  const { run, call } = await parked();
  expect(await request(h, { execution: run }, token)).toMatchObject({ code: 'EXECUTION_NOT_FOUND' });
  expect(await request(h, { toolCall: call }, token)).toMatchObject({
    code: 'STEP_NOT_FOUND',
    message: `There is no tool call ${call}.`,
  });
  const viewer = await h.tokenFor('VIEWER');
  for (const field of ['requestApproval', 'updateApproval', 'deleteApproval']) {
    const input = field === 'requestApproval' ? { category: 'CUSTOM', summary: 'x' } : { id: made['id'] };
    expect(await onApproval(h, field, input, viewer)).toMatchObject({ __typename: 'Refused', code: 'FORBIDDEN' });
  }
  expect((await h.graphql('{ approval(name: "secret") { name } }', {}, { token: viewer })).data).toEqual({
    approval: { name: 'secret' },
  });
});

test.each([
  ['no summary', { summary: ' ' }],
  ['a name with a slash', { name: 'a/b' }],
  ['a namespace with a space', { namespace: 'a b' }],
  ['no time to decide', { timeout: '10ms' }],
  ['too much time to decide', { timeout: '721h' }],
  ['two executions', { execution: 'exe_1', executionName: 'x' }],
  ['arguments without end', { arguments: 'x'.repeat(300_000) }],
])('a request with %s is refused and nothing is written', async (_what, input) => {
  const count = async (): Promise<number> => {
    const { rows } = await h.platform.store.database.pool.query('select id from approval');
    return rows.length;
  };
  const before = await count();
  expect(await request(h, input)).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await count()).toBe(before);
});

test('a dry run says what would be and writes nothing', async () => {
  expect(await request(h, { name: 'imagined', dryRun: true })).toMatchObject({
    __typename: 'Approval',
    name: 'imagined',
  });
  expect((await h.graphql('{ approval(name: "imagined") { id } }')).data).toEqual({ approval: null });
  const made = await request(h, { name: 'real' });
  expect(await request(h, { name: 'real', dryRun: true })).toMatchObject({ code: 'NAME_TAKEN' });
  const planned = await onApproval(h, 'updateApproval', { id: made['id'], summary: 'Other', dryRun: true });
  expect(planned).toMatchObject({ summary: 'Other' });
  expect(await read(h, made['id'])).toMatchObject({ summary: 'May we?', version: 1 });
});

test('an approval is named in exactly one way', async () => {
  const made = await request(h);
  const both = { id: made['id'], name: made['name'], decision: 'APPROVE' };
  expect(await onApproval(h, 'decideApproval', both)).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await onApproval(h, 'decideApproval', { decision: 'APPROVE' })).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await onApproval(h, 'decideApproval', { toolCall: 'stp_none', decision: 'APPROVE' })).toMatchObject({
    code: 'APPROVAL_NOT_FOUND',
  });
});
