import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { auditOf, onApproval, type Result, read, request } from '../../support/approvals.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, type RunView, reach, start } from '../../support/runs.ts';
import { strangerToken } from '../../support/stranger.ts';
import { startToolUpstream, type ToolUpstream } from '../../support/tool-upstream.ts';

let h: Harness;
let shop: ToolUpstream;
const stops: (() => Promise<void>)[] = [];

/** An agent that wants two refunds, one after the other; each needs a person. */
const story = (url: string): string => `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: refund-model }
spec:
  provider: mock
  model: refund
  script:
    - toolCalls: [{ name: refund, arguments: { order: 1 } }]
    - toolCalls: [{ name: refund, arguments: { order: 2 } }]
    - text: "Last: {{result}}"
---
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: refund }
spec: { type: http, url: "${url}/refund", sideEffect: FINANCIAL, requiresApproval: true }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: refunder }
spec: { model: refund-model, tools: [refund] }`;

beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  shop = await startToolUpstream({ answers: [{ body: 'refunded' }] });
  stops.push(() => shop.close());
  await h.apply(story(shop.url));
});
beforeEach(() => void shop.calls.splice(0));
afterAll(() => Promise.all(stops.map((stop) => stop())));

const why = { decision: 'APPROVE', grantedBy: 'ann', reason: 'The customer is at the counter.' };
const override = (input: object, token?: string): Promise<Result> =>
  onApproval(h, 'overrideApproval', { ...why, ...input }, token);
/** The run in which the overridden call is made. */
function forkOf(approval: Result | undefined): string {
  const fork = approval?.['continuedBy'] as { id: string } | null | undefined;
  if (!fork) throw new Error('The approval names no fork.');
  return fork.id;
}
const ordersRefunded = (): unknown[] => shop.calls.map(({ body }) => (body as { order: number }).order);

/** Waits until the run waits for the approval that is its `nth`, and gives that. */
async function asks(run: string, nth: number): Promise<RunView['approvals'][number]> {
  await expect
    .poll(async () => (await reach(h, run, 'WAITING')).approvals[nth]?.phase, { timeout: 20_000 })
    .toBe('PENDING');
  const approval = (await reach(h, run, 'WAITING')).approvals[nth];
  if (!approval) throw new Error(`${run} does not ask`);
  return approval;
}

/** A run whose first refund was denied, and that has gone on to ask for the second. */
async function denied(): Promise<{ run: string; first: string; second: string }> {
  const run = await start(h, 'refunder');
  const first = (await asks(run, 0)).id;
  await decide(h, first, { decision: 'DENY', comment: 'no' });
  return { run, first, second: (await asks(run, 1)).id };
}

async function change(field: string, input: object): Promise<Result> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename ... on AgentRun { id phase } } }`;
  return (await h.graphql<Record<string, Result>>(query, { input })).data[field] as Result;
}

async function forksOf(run: string): Promise<number> {
  const { rows } = await h.platform.store.database.pool.query('select id from execution where forked_from_id = $1', [
    run,
  ]);
  return rows.length;
}

test('an override of a pending approval lets the call through, whoever its approvers are', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: boss-only }
spec:
  applyMode: scoped
  rules: [{ name: ask, when: { tool.name: refund }, effect: REQUIRE_APPROVAL, approval: { approvers: [the-boss] } }]
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: bossy }
spec: { model: refund-model, tools: [refund], policies: [boss-only] }`);
  const run = await start(h, 'bossy');
  const { id } = await asks(run, 0);
  expect(await override({ id })).toMatchObject({
    phase: 'OVERRIDDEN',
    continuedBy: null,
    decision: { comment: why.reason, onBehalfOf: 'ann' },
  });
  await asks(run, 1);
  expect(ordersRefunded()).toEqual([1]);
  expect(await forksOf(run)).toBe(0);
});

test('an override of a denial that the run has gone on from makes that one call in a fork, once, and asks for every other', async () => {
  const { run, first, second } = await denied();
  expect(ordersRefunded()).toEqual([]);
  const overridden = await override({ id: first });
  expect(overridden).toMatchObject({ phase: 'OVERRIDDEN', continuedBy: { id: expect.any(String) } });
  const fork = forkOf(overridden);
  await asks(fork, 0);
  expect(ordersRefunded()).toEqual([1]);
  expect(await read(h, second)).toMatchObject({ phase: 'PENDING' });
  const again = await reach(h, fork, 'WAITING');
  const refund = again.steps.edges.find(({ node }) => node.key === 'agent/tool:1.1');
  expect(refund?.node).toMatchObject({ phase: 'SUCCEEDED', result: 'refunded' });
  const further = await change('forkExecution', { step: refund?.node.id });
  await asks(String(further['id']), 0);
  expect(ordersRefunded()).toEqual([1]);
  expect(await reach(h, run, 'WAITING')).toMatchObject({ phase: 'WAITING' });
});

test('an override of a denial also continues a run that has ended', async () => {
  const { run, first, second } = await denied();
  await decide(h, second, { decision: 'DENY' });
  await reach(h, run, 'SUCCEEDED');
  const overridden = await override({ id: first });
  const fork = forkOf(overridden);
  const { id } = await asks(fork, 0);
  await decide(h, id, { decision: 'APPROVE' });
  expect((await reach(h, fork, 'SUCCEEDED')).output).toBe('Last: refunded');
  expect(ordersRefunded()).toEqual([1, 2]);
});

test('a run that was paused before it acted on a denial makes the overridden call itself', async () => {
  const run = await start(h, 'refunder');
  const { id } = await asks(run, 0);
  await change('pauseExecution', { id: run });
  await decide(h, id, { decision: 'DENY' });
  expect(await override({ id })).toMatchObject({ phase: 'OVERRIDDEN', continuedBy: null });
  await change('resumeExecution', { id: run });
  await asks(run, 1);
  expect(ordersRefunded()).toEqual([1]);
  expect(await forksOf(run)).toBe(0);
});

test('of many overrides at once one counts: there is one fork, and the tool is called once', async () => {
  const { run, first } = await denied();
  const results = await Promise.all(Array.from({ length: 40 }, () => override({ id: first })));
  const counted = results.filter(({ __typename }) => __typename === 'Approval');
  expect(counted).toHaveLength(1);
  expect(results.filter(({ code }) => code === 'APPROVAL_CONFLICT')).toHaveLength(39);
  await asks(forkOf(counted[0]), 0);
  expect(await forksOf(run)).toBe(1);
  expect(ordersRefunded()).toEqual([1]);
});

test('whenever an override meets the run that acts on the denial, the call is made exactly once', async () => {
  const runs = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const run = await start(h, 'refunder');
      return { run, id: (await asks(run, 0)).id };
    }),
  );
  const reached = await Promise.all(
    runs.map(async ({ run, id }) => {
      await decide(h, id, { decision: 'DENY' });
      const overridden = await override({ id });
      const fork = overridden['continuedBy'] === null ? undefined : forkOf(overridden);
      await Promise.all([asks(run, 1), ...(fork === undefined ? [] : [asks(fork, 0)])]);
      return fork ?? run;
    }),
  );
  const keys = shop.calls.map(({ headers }) => headers['idempotency-key']);
  expect(keys.sort()).toEqual(reached.map((id) => `${id}:agent/tool:1.1`).sort());
});

test('an override happens once, only in the first day, and not where somebody stopped the run', async () => {
  const { first, second, run } = await denied();
  await override({ id: first });
  expect(await override({ id: first })).toMatchObject({
    code: 'APPROVAL_CONFLICT',
    fix: 'An approval is overridden once; ask anew for another call.',
  });
  await decide(h, second, { decision: 'DENY' });
  await reach(h, run, 'SUCCEEDED');
  const { db } = h.platform.store.database;
  const longAgo = new Date(Date.now() - 25 * 3_600_000);
  await db.updateTable('approval').set({ decided_at: longAgo }).where('id', '=', second).execute();
  expect(await override({ id: second })).toMatchObject({
    code: 'APPROVAL_CONFLICT',
    message: 'This approval was decided more than 24 hours ago.',
  });
  const stopped = await denied();
  await change('cancelExecution', { id: stopped.run });
  for (const id of [stopped.first, stopped.second])
    expect(await override({ id })).toMatchObject({ code: 'APPROVAL_CONFLICT' });
  expect(await forksOf(stopped.run)).toBe(0);
  expect(await read(h, stopped.first)).toMatchObject({ phase: 'DENIED' });
});

test('an override of an approval that no run waits for changes its phase and nothing else', async () => {
  const made = await request(h, { name: 'gate-7', timeout: '1s' });
  await expect.poll(async () => (await read(h, made['id']))?.['phase'], { timeout: 20_000 }).toBe('EXPIRED');
  expect(await override({ name: 'gate-7' })).toMatchObject({ phase: 'OVERRIDDEN', continuedBy: null });
});

test('the audit trail keeps who overrode what, in whose name, why, and what was decided before', async () => {
  const { first } = await denied();
  const overridden = await override({ id: first });
  const entry = (await auditOf(h, first)).find(({ action }) => action === 'approval.override');
  expect(entry?.details).toEqual({
    grantedBy: 'ann',
    reason: why.reason,
    previousPhase: 'DENIED',
    previouslyDecidedBy: expect.stringMatching(/^prn_/),
    continuedBy: forkOf(overridden),
  });
});

test('only an admin in person overrides: no operator, no API key of any role, and nobody from elsewhere', async () => {
  const { first } = await denied();
  const refused = await override({ id: first }, await h.tokenFor('OPERATOR'));
  expect(refused).toMatchObject({ __typename: 'Refused', code: 'FORBIDDEN' });
  expect(await override({ id: first }, await h.tokenFor('ADMIN'))).toMatchObject({
    __typename: 'Refused',
    code: 'FORBIDDEN',
    message: 'An override is granted by a person; an API key or the platform may not do it.',
  });
  expect(await override({ id: first }, await strangerToken(h))).toMatchObject({
    code: 'APPROVAL_NOT_FOUND',
    message: `There is no approval ${first}.`,
  });
  expect(await read(h, first)).toMatchObject({ phase: 'DENIED' });
});

test('an override needs a grantor and a reason, only lets through, and a dry run changes nothing', async () => {
  const made = await request(h);
  const id = made['id'];
  for (const input of [{ reason: ' ' }, { grantedBy: '' }, { decision: 'DENY' }])
    expect(await override({ id, ...input })).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await override({ id, dryRun: true })).toMatchObject({ phase: 'OVERRIDDEN' });
  expect(await read(h, id)).toMatchObject({ phase: 'PENDING', version: 1 });
});
