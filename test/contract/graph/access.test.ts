import type { GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSchema } from '../../../resolvers/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { approvalStory, shortStory } from '../../support/story.ts';
import { strangerToken } from '../../support/stranger.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(approvalStory);
  await h.apply(shortStory);
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function rootFields(): { path: string; options: { authScopes?: { action?: string } } }[] {
  const schema = buildSchema();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((type) =>
    Object.values((type as GraphQLObjectType).getFields()).map((field) => ({
      path: `${type?.name}.${field.name}`,
      options: (field.extensions as { pothosOptions: { authScopes?: { action?: string } } }).pothosOptions,
    })),
  );
}

/** What anybody may ask for: whether the program is alive, and which version it is. */
const openFields = ['Query.platform'];

test('every root field names the action that its caller must be allowed, but for those that are open', () => {
  const unguarded = rootFields().filter(({ options }) => options.authScopes?.action === undefined);
  expect(unguarded.map(({ path }) => path)).toEqual(openFields);
});

test('without a token nothing is answered, with a wrong one the request is refused', async () => {
  const nobody = await h.graphql('{ viewer { name } }', {}, { token: null });
  expect(nobody.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  const wrong = await h.graphql('{ viewer { name } }', {}, { token: 'orr_wrong' });
  expect(wrong.status).toBe(401);
  expect((await h.graphql('{ __typename }', {}, { token: null })).status).toBe(200);
});

test('a viewer reads and changes nothing; an operator runs things and manages no keys', async () => {
  const viewer = await h.tokenFor('VIEWER');
  const operator = await h.tokenFor('OPERATOR');
  const code = async (query: string, token: string): Promise<unknown> =>
    (await h.graphql(query, {}, { token })).errors?.[0]?.extensions?.['code'];
  const startIt =
    'mutation { startExecution(input: { agent: { name: "greeter" }, input: "x", dryRun: true }) { __typename } }';
  expect(await code('{ agents(first: 1) { edges { node { name } } } }', viewer)).toBeUndefined();
  expect(await code(startIt, viewer)).toBe('FORBIDDEN');
  expect(await code('mutation { applyManifests(input: { manifests: "" }) { __typename } }', viewer)).toBe('FORBIDDEN');
  expect(await code('{ auditEntries(first: 1) { edges { cursor } } }', viewer)).toBe('FORBIDDEN');
  expect(await code(startIt, operator)).toBeUndefined();
  expect(await code('{ apiKeys(first: 1) { edges { cursor } } }', operator)).toBe('FORBIDDEN');
  expect(await code('mutation { createApiKey(input: { name: "x", role: VIEWER }) { __typename } }', operator)).toBe(
    'FORBIDDEN',
  );
});

test('what another organization has does not exist: same answer as for a missing row, by every way', async () => {
  const id = await start(h, 'payer');
  const { approvals, steps } = await reach(h, id, 'WAITING');
  const token = await strangerToken(h);
  const { data } = await h.graphql<{ agent: { id: string } }>('{ agent(name: "payer") { id } }');
  for (const node of [id, approvals[0]?.id, steps.edges[0]?.node.id, data.agent.id]) {
    const seen = await h.graphql<{ node: unknown }>(
      'query ($id: ID!) { node(id: $id) { id } }',
      { id: node },
      { token },
    );
    expect(seen.data).toEqual({ node: null });
  }
  const lists = await h.graphql(
    `query ($id: ID!) { execution(id: $id) { id } approval(id: $id) { id } agent(name: "payer") { id }
      executions(first: 5) { edges { cursor } } approvals(first: 5) { edges { cursor } } resources(first: 5) { edges { cursor } }
      events(first: 5) { edges { cursor } } auditEntries(first: 5) { edges { cursor } } }`,
    { id },
    { token },
  );
  expect(lists.data).toEqual({
    execution: null,
    approval: null,
    agent: null,
    executions: { edges: [] },
    approvals: { edges: [] },
    resources: { edges: [] },
    events: { edges: [] },
    auditEntries: { edges: [] },
  });
  const change = await h.graphql<Record<string, { message: string }>>(
    `mutation ($id: ID!, $approval: ID!) { a: cancelExecution(input: { id: $id }) { ... on Failure { code message } }
      b: decideApproval(input: { id: $approval, decision: APPROVE }) { ... on Failure { code message } } }`,
    { id, approval: approvals[0]?.id },
    { token },
  );
  expect(change.data).toEqual({
    a: { code: 'EXECUTION_NOT_FOUND', message: `There is no execution ${id}.` },
    b: { code: 'APPROVAL_NOT_FOUND', message: `There is no approval ${approvals[0]?.id}.` },
  });
});

test('an approval with approvers is decided by one of them or an admin, and by nobody else', async () => {
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: money }
spec:
  applyMode: global
  rules:
    - name: ask-the-boss
      when: { tool.name: pay }
      effect: REQUIRE_APPROVAL
      approval: { approvers: ["role:admin"], onTimeout: DENIED }`);
  const id = await start(h, 'payer');
  const { approvals } = await reach(h, id, 'WAITING');
  const token = await h.tokenFor('OPERATOR');
  const answer = await h.graphql(
    'mutation ($id: ID!) { decideApproval(input: { id: $id, decision: APPROVE }) { __typename } }',
    { id: approvals[0]?.id },
    { token },
  );
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  const { data } = await h.graphql<{ approval: object }>(
    'query ($id: ID!) { approval(id: $id) { approvers policy { policyName rule effect } } }',
    { id: approvals[0]?.id },
  );
  expect(data.approval).toEqual({
    approvers: ['role:admin'],
    policy: { policyName: 'money', rule: 'ask-the-boss', effect: 'REQUIRE_APPROVAL' },
  });
});

test('a revoked key is refused at once', async () => {
  const created = await h.graphql<{ createApiKey: { token: string; apiKey: { id: string } } }>(
    'mutation { createApiKey(input: { name: "short", role: VIEWER }) { ... on ApiKeyCreated { token apiKey { id } } } }',
  );
  const { token, apiKey } = created.data.createApiKey;
  expect((await h.graphql('{ viewer { name } }', {}, { token })).data).toEqual({ viewer: { name: 'short' } });
  await h.graphql('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }', { id: apiKey.id });
  expect((await h.graphql('{ viewer { name } }', {}, { token })).status).toBe(401);
});
