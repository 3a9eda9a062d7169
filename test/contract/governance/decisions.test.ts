import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { decide, look, reach, start } from '../../support/runs.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** A namespace with an agent that searches the web once, a tool that writes, and whatever else is said of them. */
function world(namespace: string, agent: string, rest = ''): string {
  return `
apiVersion: orloj.dev/v1
kind: Tool
metadata: { name: web-search, namespace: ${namespace} }
spec: { type: http, endpoint: "http://127.0.0.1:9/", capabilities: [web.read], operation_classes: [read, write] }
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: scripted, namespace: ${namespace} }
spec:
  provider: mock
  model: scripted
  script:
    - toolCalls: [{ name: web-search, arguments: { q: "ada@example.com" } }]
    - text: "Found {{result}}"
---
apiVersion: orloj.dev/v1
kind: Agent
metadata: { name: seeker, namespace: ${namespace} }
spec: { model_ref: scripted, tools: [web-search], ${agent} }
${rest}`;
}

function role(namespace: string, ...permissions: string[]): string {
  return `---
apiVersion: orloj.dev/v1
kind: AgentRole
metadata: { name: reader, namespace: ${namespace} }
spec: { permissions: ${JSON.stringify(permissions)} }
`;
}

function permission(namespace: string, spec: string): string {
  return `---
apiVersion: orloj.dev/v1
kind: ToolPermission
metadata: { name: web-search, namespace: ${namespace} }
spec: ${spec}
`;
}

function startIn(namespace: string): Promise<string> {
  return start(h, 'seeker', 'who is Ada', { agent: { namespace, name: 'seeker' } });
}

interface Decided {
  action: string;
  subject: string;
  isRefused: boolean;
  agentName: string | null;
  stepKey: string | null;
  execution: { id: string } | null;
  resource: { name: string } | null;
  principal: { name: string } | null;
  decision: Record<string, unknown>;
}

const decidedFields = `action subject isRefused agentName stepKey decidedAt execution { id } resource { name } principal { name }
  decision { effect source policyId policyName policyVersion rule reason fix }`;

/** The decisions that fit, once there are so many. */
async function decisions(filter: object, count: number): Promise<Decided[]> {
  let nodes: Decided[] = [];
  await vi.waitUntil(
    async () => {
      const { data } = await h.graphql<{ policyDecisions: { edges: { node: Decided }[] } }>(
        `query ($filter: PolicyDecisionFilter) { policyDecisions(filter: $filter, first: 50) { edges { node { ${decidedFields} } } } }`,
        { filter },
      );
      nodes = data.policyDecisions.edges.map(({ node }) => node);
      return nodes.length >= count;
    },
    { timeout: 10_000 },
  );
  return nodes;
}

async function toolDecision(runId: string): Promise<Record<string, unknown>> {
  const { data } = await h.graphql<{ execution: { steps: { edges: { node: { decision?: object } }[] } } }>(
    `query ($id: ID!) { execution(id: $id) { steps { edges { node {
      ... on ToolCall { decision { effect source policyId policyName policyVersion rule reason fix } } } } } } }`,
    { id: runId },
  );
  return { ...data.execution.steps.edges.map(({ node }) => node.decision).find((decision) => decision) };
}

const mine = 'roles: [reader]';
const grants = ['tool:web-search:invoke', 'capability:web.read'];

describe('a run calls a tool only as its roles and the permissions of the tool allow', () => {
  const any = '{ required_permissions: [Web/Admin, WEB-READ], match_mode: any }';
  const all = '{ required_permissions: [Web/Admin, WEB-READ] }';
  const mild =
    '{ operation_rules: [{ operation_class: read, verdict: allow }, { operation_class: write, verdict: approval_required }] }';
  const strict = '{ operation_rules: [{ verdict: approval_required }, { operation_class: write, verdict: deny }] }';

  test.each<[string, string, string, string, string | null]>([
    ['neither', '', '', 'ALLOW', null],
    ['missing', mine, '', 'DENY', 'missingRole'],
    ['granted', mine, role('granted', ...grants), 'ALLOW', null],
    ['half', mine, role('half', 'tool:web_search:invoke'), 'DENY', 'ungranted'],
    ['listed', `${mine}, allowed_tools: [web-search]`, permission('listed', strict), 'ALLOW', 'allowedTools'],
    ['any', mine, role('any', 'web_read') + permission('any', any), 'ALLOW', null],
    ['all', mine, role('all', 'web_read') + permission('all', all), 'DENY', 'requiredPermissions'],
    [
      'others',
      '',
      permission('others', '{ required_permissions: [x], apply_mode: scoped, target_agents: [nobody] }'),
      'ALLOW',
      null,
    ],
    [
      'target',
      '',
      permission('target', '{ required_permissions: [x], apply_mode: scoped, target_agents: [seeker] }'),
      'DENY',
      'requiredPermissions',
    ],
    ['asked', '', permission('asked', mild), 'REQUIRE_APPROVAL', 'operationRules[1]'],
    ['strict', '', permission('strict', strict), 'DENY', 'operationRules[1]'],
  ])('%s', async (name, agent, rest, effect, rule) => {
    const namespace = name;
    await h.apply(world(namespace, agent, rest));
    const id = await startIn(namespace);
    const run = await reach(h, id, 'SUCCEEDED', 'FAILED', 'WAITING');
    expect(run.phase).toBe(effect === 'REQUIRE_APPROVAL' ? 'WAITING' : 'SUCCEEDED');
    const [call] = run.steps.edges.map(({ node }) => node).filter(({ __typename }) => __typename === 'ToolCall');
    // Nothing listens where the tool is said to be, so a call that was let through fails in its own way.
    const codes = { ALLOW: 'TOOL_UNAVAILABLE', DENY: 'POLICY_DENIED', REQUIRE_APPROVAL: undefined }[effect];
    expect(call?.error?.code).toBe(codes);
    expect(await toolDecision(id)).toMatchObject({ effect, rule });
    const [decided] = await decisions({ execution: id, action: 'TOOL_CALL' }, 1);
    expect(decided).toMatchObject({ subject: 'web-search', agentName: 'seeker', isRefused: effect === 'DENY' });
    expect(decided?.decision).toEqual(await toolDecision(id));
  });
});

test('a denial says who was denied what by which rule of which version, and what to do', async () => {
  await h.apply(
    world('told', mine, role('told', 'other') + permission('told', '{ required_permissions: [web-read] }')),
  );
  const id = await startIn('told');
  await reach(h, id, 'SUCCEEDED');
  const [denied] = await decisions({ namespace: 'told', isRefused: true }, 1);
  expect(denied).toMatchObject({
    action: 'TOOL_CALL',
    execution: { id },
    resource: { name: 'web-search' },
    stepKey: expect.stringContaining('tool:'),
    decision: {
      effect: 'DENY',
      source: 'PERMISSION',
      policyName: 'web-search',
      policyVersion: 'v1',
      rule: 'requiredPermissions',
      reason:
        'The roles of the agent "seeker" do not permit web_read, which the tool permission "web-search" requires for the tool "web-search".',
      fix: 'Give one of its roles these permissions, or list the tool in its allowedTools.',
    },
  });
});

test('a role that gets the permission lets the next call through, without a restart', async () => {
  await h.apply(world('live', mine, role('live')));
  const before = await reach(h, await startIn('live'), 'SUCCEEDED');
  await h.apply(role('live', ...grants));
  const after = await reach(h, await startIn('live'), 'SUCCEEDED');
  const code = ({ steps }: typeof before) => steps.edges.find(({ node }) => node.error)?.node.error?.code;
  expect([code(before), code(after)]).toEqual(['POLICY_DENIED', 'TOOL_UNAVAILABLE']);
});

test('calls outside of runs are kept as well: a model that is denied, a tool that is denied before its run begins', async () => {
  await h.apply(
    world(
      'direct',
      '',
      `---
apiVersion: orloj.dev/v1
kind: AgentPolicy
metadata: { name: closed, namespace: direct }
spec: { apply_mode: global, allowed_models: [other], blocked_tools: [web-search] }`,
    ),
  );
  const model = await h.graphql<{ callModel: { code: string } }>(
    'mutation { callModel(input: { model: "direct/scripted", messages: [{ role: USER, content: "hi" }] }) { ... on Failure { code } } }',
  );
  const tool = await h.graphql<{ callTool: { code: string } }>(
    'mutation { callTool(input: { tool: { namespace: "direct", name: "web-search" } }) { ... on Failure { code } } }',
  );
  expect([model.data.callModel.code, tool.data.callTool.code]).toEqual(['POLICY_DENIED', 'POLICY_DENIED']);
  const found = await decisions({ namespace: 'direct', isRefused: true }, 2);
  expect(found.map(({ action, decision }) => [action, decision['rule'], decision['policyName']])).toEqual([
    ['TOOL_CALL', 'limits.blockedTools', 'closed'],
    ['MODEL_CALL', 'limits.allowedModels', 'closed'],
  ]);
  expect(found.every(({ execution, principal }) => execution === null && principal !== null)).toBe(true);
});

test('a person who says no is a denial of its own, at a gate', async () => {
  await h.apply(world('gated', '', permission('gated', '{ operation_rules: [{ verdict: approval_required }] }')));
  const id = await startIn('gated');
  const { approvals } = await reach(h, id, 'WAITING');
  await decide(h, String(approvals[0]?.id), { decision: 'DENY' });
  await reach(h, id, 'SUCCEEDED');
  const [denied] = await decisions({ execution: id, isRefused: true }, 1);
  expect(denied?.decision).toMatchObject({ effect: 'DENY', source: 'GATE', policyName: 'web-search' });
  expect((await look(h, id)).steps.edges.some(({ node }) => node.error?.code === 'APPROVAL_DENIED')).toBe(true);
});

test('whoever may read runs may read decisions, page by page; nobody else may', async () => {
  const page = (after: string | null) =>
    h.graphql<{
      policyDecisions: { totalCount: number; edges: { node: { id: string } }[]; pageInfo: { endCursor: string } };
    }>(
      'query ($after: String) { policyDecisions(first: 3, after: $after) { totalCount edges { node { id } } pageInfo { endCursor } } }',
      { after },
      {},
    );
  const first = (await page(null)).data.policyDecisions;
  const second = (await page(first.pageInfo.endCursor)).data.policyDecisions;
  const ids = [...first.edges, ...second.edges].map(({ node }) => node.id);
  expect(new Set(ids).size).toBe(6);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(first.totalCount).toBeGreaterThan(6);
  const { errors } = await h.graphql('{ policyDecisions { totalCount } }', {}, { token: null });
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});

test('no call asks the database for policies, roles or permissions', async () => {
  await h.apply(world('quiet', mine, role('quiet', ...grants)));
  await reach(h, await startIn('quiet'), 'SUCCEEDED');
  const { statements } = await h.countStatements(async () => reach(h, await startIn('quiet'), 'SUCCEEDED'));
  expect(statements.filter((text) => /ToolPermission|AgentRole/.test(text))).toEqual([]);
});
