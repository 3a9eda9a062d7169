import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';

interface Preview {
  replayed: number;
  unchanged: number;
  changed: number;
  unknown: number;
  isComplete: boolean;
  changes: { call: { subject: string; decision: Decision }; before: Decision; after: Decision }[];
  unknowns: { missing: string }[];
  code?: string;
  message?: string;
}

interface Decision {
  effect: string;
  policyName: string | null;
  policyVersion: string | null;
  rule: string | null;
  reason: string;
}

let h: Harness;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
  await h.apply(`
apiVersion: orrery.dev/v1
kind: Tool
metadata: { name: sum }
spec: { type: builtin, builtin: calculator }
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: scripted }
spec: { provider: mock, model: scripted, script: [{ toolCalls: [{ name: sum, arguments: { expression: "1 + 1" } }] }, { text: done }] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: ann }
spec: { model: scripted, prompt: Help., tools: [sum] }
`);
  for (let run = 0; run < 2; run++) await reach(h, await start(h, 'ann'), 'SUCCEEDED', 'FAILED');
  // Two runs of two model calls and one tool call each.
  await vi.waitUntil(async () => (await preview(policy('noop', []))).replayed >= 6, { timeout: 10_000 });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

function policy(name: string, rules: object[], combining = 'deny_wins'): string {
  const spec = { combining, applyMode: 'global', rules };
  return JSON.stringify({ apiVersion: 'orrery.dev/v1', kind: 'Policy', metadata: { name }, spec });
}

async function preview(manifests: string, token = h.adminToken): Promise<Preview> {
  const decision = '{ effect policyName policyVersion rule reason }';
  const { data, errors } = await h.graphql<{ policyPreview: Preview }>(
    `query ($input: PolicyPreviewInput!) { policyPreview(input: $input) {
      ... on PolicyPreview { replayed unchanged changed unknown isComplete
        changes { call { subject decision ${decision} } before ${decision} after ${decision} } unknowns { missing } }
      ... on Failure { code message } } }`,
    { input: { manifests } },
    { token },
  );
  return data?.policyPreview ?? { ...({} as Preview), code: String(errors?.[0]?.extensions?.['code']) };
}

const denySum = { name: 'no-sum', effect: 'DENY', when: { 'tool.name': 'sum' }, reason: 'Sums are secret.' };

test('a draft tells which recent calls it would decide otherwise, by which rule, and leaves everything as it is', async () => {
  const found = await preview(policy('strict', [denySum]));
  expect(found).toMatchObject({ replayed: 6, unchanged: 4, changed: 2, unknown: 0, isComplete: true, unknowns: [] });
  expect(found.changes).toHaveLength(2);
  expect(found.changes[0]).toEqual({
    call: { subject: 'sum', decision: expect.objectContaining({ effect: 'ALLOW', policyName: null }) },
    before: expect.objectContaining({ effect: 'ALLOW' }),
    after: expect.objectContaining({
      effect: 'DENY',
      policyName: 'strict',
      policyVersion: expect.stringMatching(/^draft-/),
      rule: 'no-sum',
      reason: expect.stringContaining('Sums are secret.'),
    }),
  });
  const { data } = await h.graphql(
    '{ policy(name: "strict") { name } policyDecisions(filter: { isRefused: true }) { totalCount } }',
  );
  expect(data).toEqual({ policy: null, policyDecisions: { totalCount: 0 } });
});

test('what the arguments of a tool decide is told from those that stand with the step', async () => {
  const onOnes = { name: 'not-ones', effect: 'DENY', expression: 'tool.arguments.expression == "1 + 1"' };
  const onTwos = { name: 'not-twos', effect: 'DENY', expression: 'tool.arguments.expression == "2 + 2"' };
  expect(await preview(policy('numbers', [onOnes]))).toMatchObject({ changed: 2, unknown: 0 });
  expect(await preview(policy('numbers', [onTwos]))).toMatchObject({ changed: 0, unknown: 0 });
});

test('what a rule reads and nobody kept is told as unknown, not as a change', async () => {
  const found = await preview(
    policy('texts', [{ name: 'secret', effect: 'DENY', expression: 'data.text.contains("x")' }]),
  );
  expect(found).toMatchObject({ replayed: 6, unknown: 4 });
  expect(found.unknowns[0]?.missing).toBe('the text that was sent');
});

test('the first rule that fits counts where the draft says so, and the strictest everywhere else', async () => {
  const rules = [{ name: 'fine', effect: 'ALLOW', when: { 'tool.name': 'sum' } }, denySum];
  expect(await preview(policy('order', rules, 'first_match'))).toMatchObject({ changed: 0 });
  expect(await preview(policy('order', rules, 'deny_wins'))).toMatchObject({ changed: 2 });
});

test('a draft that says what stands already changes nothing, also about calls that were made before it stood', async () => {
  await h.apply(policy('standing', [{ ...denySum, effect: 'REQUIRE_APPROVAL' }]));
  expect(await preview(policy('standing', [{ ...denySum, effect: 'REQUIRE_APPROVAL' }]))).toMatchObject({
    replayed: 6,
    unchanged: 6,
  });
  const stricter = await preview(policy('stricter', [denySum]));
  expect(stricter).toMatchObject({ changed: 2 });
  expect(stricter.changes[0]?.before).toMatchObject({ effect: 'REQUIRE_APPROVAL', policyName: 'standing' });
  expect(stricter.changes[0]?.call.decision).toMatchObject({ effect: 'ALLOW' });
  await h.graphql('mutation { deleteResource(input: { kind: POLICY, name: "standing" }) { __typename } }');
});

test('a draft that cannot be used, and one that governs nothing, are refused with the reason', async () => {
  expect(await preview(policy('broken', [{ name: 'x', effect: 'DENY', expression: 'tool.(' }]))).toMatchObject({
    code: 'MANIFESTS_INVALID',
  });
  const agent = JSON.stringify({
    apiVersion: 'orrery.dev/v1',
    kind: 'Agent',
    metadata: { name: 'a' },
    spec: { prompt: 'p' },
  });
  expect(await preview(agent)).toMatchObject({
    code: 'INPUT_INVALID',
    message: 'Agent a says nothing of what agents may do.',
  });
});

test('a policy whose rule does not compile is refused when it is applied, with its line and field, and governs nothing', async () => {
  const written = `apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: fine }
spec: { applyMode: global, rules: [{ name: never, effect: DENY, expression: "false" }] }
---
apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: broken }
spec:
  applyMode: global
  rules:
    - { name: reads, effect: DENY, expression: "tool.name == 'x'" }
    - name: breaks
      effect: DENY
      expression: tool.name ==
`;
  const { data } = await h.graphql<{ applyManifests: { code: string; facts: { faults: string[] } } }>(
    `mutation ($manifests: String!) { applyManifests(input: { manifests: $manifests }) {
      __typename ... on Failure { code facts } } }`,
    { manifests: written },
  );
  expect(data.applyManifests).toMatchObject({ code: 'MANIFESTS_INVALID' });
  const { faults } = data.applyManifests.facts;
  const where = 'Document 2, line 13: spec.rules[1] cannot be used: the expression does not parse: ';
  expect(faults).toEqual([expect.stringContaining(where)]);
  const kept = await h.graphql('{ broken: policy(name: "broken") { name } fine: policy(name: "fine") { name } }');
  expect(kept.data).toEqual({ broken: null, fine: null });
});

test('who may not write policies may not try one', async () => {
  expect(await preview(policy('strict', [denySum]), await h.tokenFor('VIEWER'))).toMatchObject({ code: 'FORBIDDEN' });
});

test('every rule that decides is listed with its policy and version, also those of roles and permissions', async () => {
  await h.apply(policy('strict-elsewhere', [{ ...denySum, when: { 'tool.name': 'nothing' } }]));
  await h.apply(
    `apiVersion: orloj.dev/v1\nkind: ToolPermission\nmetadata: { name: nothing }\nspec: { required_permissions: [sum.read] }\n---\n` +
      `apiVersion: orloj.dev/v1\nkind: AgentRole\nmetadata: { name: clerk }\nspec: { permissions: [sum.read] }`,
  );
  const query =
    '{ policyRules(first: 50) { totalCount edges { node { source policyName policyVersion name effect tool reason } } } }';
  type Rules = { policyRules: { totalCount: number; edges: { node: object }[] } };
  const { data } = await h.graphql<Rules>(query);
  expect(data.policyRules.totalCount).toBe(3);
  expect(data.policyRules.edges.map(({ node }) => node)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        source: 'POLICY',
        policyName: 'strict-elsewhere',
        policyVersion: 'v1',
        name: 'no-sum',
      }),
      expect.objectContaining({
        source: 'PERMISSION',
        policyName: 'nothing',
        name: 'requiredPermissions',
        effect: 'DENY',
      }),
      expect.objectContaining({ policyName: 'clerk', name: 'permissions', reason: 'It permits sum.read.' }),
    ]),
  );
});
