import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';

interface Change {
  kind: string;
  name: string;
  foreseen: { action: string; subject: string; missing: string | null; decision: Decision | null }[];
  restarts: { kind: string; name: string }[];
}

interface Decision {
  effect: string;
  policyName: string | null;
  rule: string | null;
}

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ role: { api: true, worker: false }, stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const one = (kind: string, name: string, spec: object) =>
  JSON.stringify({ apiVersion: 'orrery.dev/v1', kind, metadata: { name }, spec });
const tool = (name: string) =>
  one('Tool', name, { type: 'http', url: 'http://127.0.0.1:9', capabilities: ['web.read'] });
const model = one('ModelEndpoint', 'gpt', { provider: 'mock', model: 'gpt-x' });
const agent = (name: string, more: object = {}) =>
  one('Agent', name, { model: 'gpt', prompt: 'Help.', tools: ['search', 'pay'], ...more });
const policy = (rules: object[]) => one('Policy', 'house', { applyMode: 'global', rules });
const noPay = { name: 'no-pay', effect: 'DENY', when: { 'tool.name': 'pay' } };

async function apply(manifests: string[], dryRun = true): Promise<Change[]> {
  const { data, errors } = await h.graphql<{ applyManifests: { changes: Change[] } }>(
    `mutation ($manifests: String!, $dryRun: Boolean!) { applyManifests(input: { manifests: $manifests, dryRun: $dryRun }) {
      ... on ManifestsApplied { changes { kind name restarts { kind name }
        foreseen { action subject missing decision { effect policyName rule } } } } ... on Failure { message } } }`,
    { manifests: manifests.join('\n---\n'), dryRun },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.applyManifests.changes;
}

async function foreseen(manifests: string[]): Promise<Record<string, unknown>> {
  const change = (await apply(manifests)).find(({ kind }) => kind === 'AGENT');
  return Object.fromEntries(
    (change?.foreseen ?? []).map(({ action, subject, decision, missing }) => [
      `${action} ${subject}`,
      decision === null ? `depends on ${missing}` : [decision.effect, decision.policyName, decision.rule],
    ]),
  );
}

const nothing = ['ALLOW', null, null];

test('a dry run tells what would be said of each call of the agent, by what is written with it, and keeps nothing', async () => {
  expect(await foreseen([model, tool('search'), tool('pay'), policy([noPay]), agent('clerk')])).toEqual({
    'EXECUTION_START clerk': nothing,
    'MODEL_CALL gpt-x': nothing,
    'TOOL_CALL search': nothing,
    'TOOL_CALL pay': ['DENY', 'house', 'no-pay'],
  });
  const { data } = await h.graphql(
    '{ policy(name: "house") { name } agent(name: "clerk") { name } policyDecisions { totalCount } }',
  );
  expect(data).toEqual({ policy: null, agent: null, policyDecisions: { totalCount: 0 } });
});

test('what is written already counts as well, and a draft takes its place', async () => {
  await apply([model, tool('search'), tool('pay'), policy([noPay])], false);
  expect(await foreseen([agent('clerk')])).toMatchObject({ 'TOOL_CALL pay': ['DENY', 'house', 'no-pay'] });
  expect(await foreseen([agent('clerk'), policy([])])).toMatchObject({ 'TOOL_CALL pay': nothing });
  expect(await foreseen([agent('clerk', { roles: ['nobody'] })])).toMatchObject({
    'TOOL_CALL search': ['DENY', 'agent-roles', 'missingRole'],
  });
});

test('what depends on the arguments of a call or on its text is told so, and not as a refusal', async () => {
  const costly = {
    name: 'costly',
    effect: 'DENY',
    when: { 'tool.name': 'pay' },
    expression: 'tool.arguments.amount > 100.0',
  };
  const secretive = {
    name: 'secretive',
    effect: 'DENY',
    expression: 'action == "model.call" && data.text.contains("password")',
  };
  expect(await foreseen([agent('clerk'), policy([costly, secretive])])).toEqual({
    'EXECUTION_START clerk': nothing,
    'MODEL_CALL gpt-x': 'depends on the text that was sent',
    'TOOL_CALL search': nothing,
    'TOOL_CALL pay': 'depends on the arguments of the tool',
  });
});

test('agents of one apply are foreseen in a number of statements that does not grow with them', async () => {
  const agents = (count: number) => Array.from({ length: count }, (_, at) => agent(`clerk-${at}`));
  const few = await h.countStatements(() => apply(agents(2)));
  const many = await h.countStatements(() => apply(agents(30)));
  expect(many.result.every(({ foreseen: calls }) => calls.length === 4)).toBe(true);
  // The reader of the journal asks at its own pace meanwhile.
  expect(many.statements.length - few.statements.length).toBeLessThan(6);
});

test('a dry run tells which MCP servers start again: one that changes, and one that reads a Secret that changes', async () => {
  const server = (args: string[]) =>
    one('McpServer', 'files', { transport: 'stdio', command: 'serve', args, env: [{ name: 'KEY', secret: 'key' }] });
  const secret = (value: string) => one('Secret', 'key', { values: { value } });
  const files = [{ kind: 'MCP_SERVER', name: 'files' }];
  const restarts = async (...manifests: string[]) => (await apply(manifests)).flatMap((change) => change.restarts);
  expect(await restarts(server(['a']), secret('one'))).toEqual([]);
  await apply([server(['a']), secret('one')], false);
  expect(await restarts(server(['a']), secret('one'), agent('clerk'))).toEqual([]);
  expect(await restarts(server(['b']))).toEqual(files);
  expect(await restarts(secret('two'))).toEqual(files);
});
