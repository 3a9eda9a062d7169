import { beforeAll, expect, test } from 'vitest';
import { clientOf, type Reply } from '../../support/facade/client.ts';
import { makeWorld } from '../../support/facade/world.ts';

const joch = clientOf('joch');
let world: Awaited<ReturnType<typeof makeWorld>>;
beforeAll(async () => {
  world = await makeWorld(joch.h());
});

const decide = (id: string, json: object, token?: string): Promise<Reply> =>
  joch.post(`/v1/approvals/${id}/decide`, json, token === undefined ? {} : { token });
const failure = (status: number, code: string) => ({ status, json: { error: { code } } });

test('an approval that a run asks for is shown as Joch documents it, exactly', async () => {
  const { name, approvalId, approvalName, toolCallId } = await world.waitingRun();
  const { json, headers } = await joch.ask(`/v1/namespaces/default/approvals/${approvalName}`);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(headers.get('etag')).toBe('"1"');
  expect(json).toEqual({
    apiVersion: 'runtime.joch.dev/v1alpha1',
    kind: 'Approval',
    id: approvalId,
    metadata: {
      name: approvalName,
      namespace: 'default',
      labels: {},
      annotations: {},
      uid: approvalId,
      generation: 1,
      creationTimestamp: time,
      resourceVersion: '1',
    },
    spec: {
      requestedBy: { executionRef: { name } },
      action: {
        type: 'tool_call',
        tool: 'pay',
        input: { expression: '20+2' },
        toolCallRef: { name: toolCallId },
      },
      risk: { level: 'high', summary: 'payer wants to call pay (financial).' },
      routing: { approvers: [], timeoutMinutes: 30, timeoutAt: time, onTimeout: 'deny' },
      options: ['approve', 'reject', 'edit'],
    },
    status: { phase: 'Pending', observedGeneration: 1 },
  });
});

test('a decision needs a word that Joch has, and an edit the edited request', async () => {
  const { approvalId } = await world.waitingRun();
  expect(await decide(approvalId, {})).toMatchObject(failure(400, 'Invalid'));
  expect(await decide(approvalId, { decision: 'maybe' })).toMatchObject(failure(400, 'Invalid'));
  expect(await decide(approvalId, { decision: 'edit' })).toMatchObject(failure(400, 'Invalid'));
  expect(await decide('apr_none', { decision: 'approve' })).toMatchObject(failure(404, 'NotFound'));
  const viewer = await joch.h().tokenFor('VIEWER');
  expect(await decide(approvalId, { decision: 'approve' }, viewer)).toMatchObject(failure(403, 'Forbidden'));
  const rejected = await decide(approvalId, { decision: 'reject', rationale: 'No.' });
  expect(rejected.json.status).toMatchObject({
    phase: 'Denied',
    decision: 'reject',
    decidedBy: 'admin',
    rationale: 'No.',
  });
  expect(await decide(approvalId, { decision: 'approve' })).toMatchObject(failure(409, 'Conflict'));
});

test('an approval is decided and overridden by its name as well as by its id', async () => {
  const { approvalName } = await world.waitingRun();
  expect(await decide(approvalName, { decision: 'reject' })).toMatchObject({ status: 200 });
  const lifted = { decision: 'approve', grantBy: 'the duty officer', reason: 'The shop is down.' };
  const override = (query: string) => joch.post(`/v1/approvals/${approvalName}/override${query}`, lifted);
  expect(await override('?namespace=elsewhere')).toMatchObject(failure(404, 'NotFound'));
  expect(await override('')).toMatchObject({ status: 200, json: { metadata: { name: approvalName } } });
});

test('break-glass needs all three fields and a person who may', async () => {
  const { approvalId } = await world.waitingRun();
  const whole = { decision: 'approve', grantBy: 'the duty officer', reason: 'The shop is down.' };
  const override = (json: object, init = {}) => joch.post(`/v1/approvals/${approvalId}/override`, json, init);
  for (const missing of ['decision', 'grantBy', 'reason'])
    expect((await override({ ...whole, [missing]: undefined })).json.error.message).toBe(`${missing} is missing.`);
  const operator = await joch.h().tokenFor('OPERATOR');
  expect(await override(whole, { token: operator })).toMatchObject(failure(403, 'Forbidden'));
  const program = await joch.h().tokenFor('ADMIN');
  expect(await override(whole, { token: program })).toMatchObject(failure(403, 'Forbidden'));
  expect((await override(whole)).json.status).toMatchObject({ phase: 'Overridden', decision: 'approve' });
  expect(await override(whole)).toMatchObject(failure(409, 'Conflict'));
});

test('an approval can be asked for by itself, in the form of a resource or plainly', async () => {
  const { name } = await world.finishedRun();
  const asked = {
    requestedBy: { executionRef: { name } },
    action: { type: 'promotion' },
    risk: { level: 'critical', summary: 'Deploy it?' },
    routing: { approvers: ['role:admin'], timeoutMinutes: 5, onTimeout: 'deny' },
  };
  for (const body of [asked, { kind: 'Approval', metadata: { labels: { team: 'a' } }, spec: asked }]) {
    const { status, json } = await joch.post('/v1/approvals', body);
    expect(status).toBe(201);
    expect(json.spec).toMatchObject({ ...asked, options: ['approve', 'reject', 'edit'] });
    expect(json.status).toEqual({ phase: 'Pending', observedGeneration: 1 });
  }
  const plain = await joch.post('/v1/approvals', { summary: 'May we?' });
  expect(plain.json.spec).toMatchObject({ action: { type: 'custom' }, risk: { level: 'medium', summary: 'May we?' } });
});

test('asking about a tool call that waits gives the approval that it waits for', async () => {
  const { approvalId, toolCallId } = await world.waitingRun();
  const { json } = await joch.post('/v1/approvals', {
    action: { type: 'tool_call', toolCallRef: { name: toolCallId } },
  });
  expect(json.id).toBe(approvalId);
});

test('what is asked of nobody, about nothing or for no time is refused', async () => {
  const ask = (json: object) => joch.post('/v1/approvals', json);
  expect(await ask({})).toMatchObject(failure(400, 'Invalid'));
  expect(await ask({ summary: 'x', timeoutMinutes: 0 })).toMatchObject(failure(400, 'Invalid'));
  expect(await ask({ summary: 'x', execution: 'nope' })).toMatchObject(failure(404, 'NotFound'));
  expect(await ask({ summary: 'x', toolCall: 'stp_nope' })).toMatchObject(failure(404, 'NotFound'));
});

test('pages of approvals and tool calls hold each once', async () => {
  for (const _ of [1, 2, 3]) await world.waitingRun();
  for (const kind of ['approvals', 'toolcalls', 'executions']) {
    const all = (await joch.ask(`/v1/namespaces/default/${kind}?limit=500`)).json.items;
    const walked: unknown[] = [];
    let token: string | undefined = '';
    while (token !== undefined) {
      const { json }: Reply = await joch.ask(`/v1/namespaces/default/${kind}?limit=2&continue=${token}`);
      walked.push(...json.items);
      token = json.metadata.continue;
    }
    const uids = (items: unknown[]) => items.map((item) => (item as { metadata: { uid: string } }).metadata.uid);
    expect(uids(walked)).toEqual(uids(all));
    expect(new Set(uids(walked)).size).toBe(walked.length);
  }
  expect(await joch.ask('/v1/namespaces/default/approvals?continue=nonsense')).toMatchObject(failure(400, 'Invalid'));
});

test('executions are listed by agent, phase and time', async () => {
  const { name } = await world.finishedRun();
  const list = async (query: string) =>
    (await joch.ask(`/v1/namespaces/default/executions?${query}`)).json.items.map(
      (item: { metadata: { name: string } }) => item.metadata.name,
    );
  expect(await list('agent=greeter&phase=Succeeded')).toContain(name);
  expect(await list('agent=payer')).not.toContain(name);
  expect(await list('phase=Failed,Cancelled')).not.toContain(name);
  expect(await list('since=2999-01-01T00:00:00Z')).toEqual([]);
});
