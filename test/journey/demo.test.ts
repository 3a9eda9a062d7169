import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Terminal } from '../../src/cli/demo/terminal.ts';
import { demo } from '../../src/cli/demo.ts';
import { parseConfig } from '../../src/platform/config.ts';
import { runProgram } from '../contract/cli/program.ts';
import { type Harness, harness } from '../support/harness.ts';
import { type ModelUpstreamOptions, startModelUpstream } from '../support/model-upstream.ts';

let orrery: Harness;
let stop = async (): Promise<void> => undefined;

beforeAll(async () => {
  const stopWith = (given: () => Promise<void>): void => {
    stop = given;
  };
  orrery = await harness({ stopWith });
});

afterAll(() => stop());

afterEach(() => {
  process.exitCode = undefined;
});

/** A terminal that nobody sits at, or one at which these lines are typed. */
function terminalOf(answers?: string[]) {
  const shown: string[] = [];
  const questions: string[] = [];
  const terminal: Terminal = {
    isInteractive: answers !== undefined,
    hasColor: false,
    columns: 100,
    write: (text) => void shown.push(text),
    ask: async (question) => {
      questions.push(question);
      return answers?.shift();
    },
  };
  return { terminal, questions, text: () => shown.join(''), say: (line: string) => void shown.push(`${line}\n`) };
}

function configOf(environment: Record<string, string> = {}) {
  const { hostname: HOST, port: PORT } = new URL(orrery.url);
  return parseConfig({ HOST, PORT, ORRERY_ADMIN_TOKEN: orrery.adminToken, ...environment });
}

async function play(answers?: string[], environment?: Record<string, string>) {
  const stage = terminalOf(answers);
  await demo(stage.say, { terminal: stage.terminal, config: configOf(environment) });
  return { text: stage.text(), questions: stage.questions };
}

async function lastRun() {
  const { data } = await orrery.graphql<{ executions: { edges: { node: LastRun }[] } }>(`{
    executions(first: 1) {
      edges { node { phase output approvals { phase decision { comment editedArguments } }
        steps { edges { node { key phase ... on ToolCall { name arguments result } } } } } }
    }
  }`);
  const [newest] = data.executions.edges;
  if (!newest) throw new Error('there is no run');
  const { steps, ...run } = newest.node;
  return { ...run, tools: steps.edges.flatMap(({ node }) => ('name' in node ? [node] : [])) };
}

interface LastRun {
  phase: string;
  output: string;
  approvals: { phase: string; decision: { comment: string | null; editedArguments: unknown } }[];
  steps: { edges: { node: { key: string; phase: string; name?: string; arguments?: unknown; result?: unknown } }[] };
}

test('without a person at the terminal the demo approves by itself, and says so', async () => {
  const { text, questions } = await play();
  const run = await lastRun();
  expect(run).toMatchObject({ phase: 'SUCCEEDED', approvals: [{ phase: 'APPROVED' }] });
  expect(run.tools.map(({ name, phase }) => [name, phase])).toEqual([
    ['get_order', 'SUCCEEDED'],
    ['search_notes', 'SUCCEEDED'],
    ['calculator', 'SUCCEEDED'],
    ['refund_order', 'SUCCEEDED'],
  ]);
  expect(run.output).toContain('73.90 EUR go back to the card ending in 4417');
  expect(questions).toEqual([]);
  expect(process.exitCode).toBeUndefined();
  expect(text).toContain('so the demo approves');
  expect(text).toMatch(/ in all .*4 model calls, 4 tool calls.* 0\.00\d+ USD/);
  expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('the demo starts over Joch, decides over Swarm, and shows each event and the result on every face', async () => {
  const { text } = await play();
  expect(text).toMatch(/^ {2}POST \/v1\/namespaces\/default\/executions {2}201 exe_\w+$/m);
  expect(text).toMatch(/^ {2}POST \/api\/v1\/approvals\/apr_\w+\/approve {2}200$/m);
  const { data } = await orrery.graphql<{ events: { edges: { node: { __typename: string } }[] } }>(
    'query ($id: ID!) { events(filter: { execution: $id }, first: 500) { edges { node { __typename } } } }',
    { id: /exe_\w+/.exec(text)?.[0] },
  );
  const [, table = ''] = text.split(`The same ${data.events.edges.length} events in the same order on every face\n`);
  const [head, ...rows] = (table.split('\n\n')[0] ?? '').split('\n').map((line) => line.trim().split(/ +/));
  expect(head).toEqual(['event', 'GraphQL', 'Joch', 'Orloj', 'Roboticus', 'Fabric']);
  expect(rows).toEqual(data.events.edges.map(({ node }) => [node.__typename, '✓', '✓', '✓', '✓', '✓']));
  const [, results = ''] = text.split('Its result, read on every face\n');
  expect(results.match(/(?<=✓ )\w+/g)).toEqual(['GraphQL', 'Joch', 'Swarm', 'Orloj', 'Roboticus', 'Fabric']);
  expect(results).not.toContain('✗');
});

test('a person can deny, and the customer is told why', async () => {
  const { text } = await play(['maybe', 'n', 'The receipt is missing.']);
  const run = await lastRun();
  expect(run.approvals).toMatchObject([{ phase: 'DENIED', decision: { comment: 'The receipt is missing.' } }]);
  expect(run.tools.at(-1)).toMatchObject({ name: 'refund_order', phase: 'FAILED' });
  expect(run.output).toContain('The receipt is missing.');
  expect(text).toContain('denied by admin: The receipt is missing.');
});

test('arguments that a person edits are those that the tool is called with; unfit ones are asked for again', async () => {
  const { text } = await play([
    'e',
    'not json',
    'e',
    '{"order": "A-1042"}',
    'edit',
    '{"order": "A-1042", "amount": 34.5, "reason": "One scarf came back."}',
  ]);
  const run = await lastRun();
  expect(run.tools.at(-1)).toMatchObject({ name: 'refund_order', arguments: { amount: 34.5 } });
  expect(run.output).toContain('34.50 EUR go back');
  expect(text).toContain('That is not a JSON object.');
  expect(text).toContain('/amount is missing');
});

test('who leaves the question unanswered leaves the run waiting', async () => {
  await expect(play([])).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await lastRun()).toMatchObject({ phase: 'WAITING', approvals: [{ phase: 'PENDING' }] });
});

const story: ModelUpstreamOptions['replies'] = [
  { text: 'I look it up.', toolCalls: [{ name: 'get_order', arguments: { order: 'A-1042' } }] },
  {
    toolCalls: [{ name: 'refund_order', arguments: { order: 'A-1042', amount: 73.9, reason: 'It came back.' } }],
  },
  { text: 'The money is on its way.', usage: { inputTokens: 1234, outputTokens: 56 } },
];

async function upstreamOf(options: ModelUpstreamOptions) {
  const upstream = await startModelUpstream(options);
  onTestFinished(() => upstream.close());
  return upstream;
}

test.each([
  { name: 'OPENAI', base: (url: string) => `${url}/v1`, keyHeader: 'authorization', key: 'Bearer demo-key-1' },
  { name: 'ANTHROPIC', base: (url: string) => url, keyHeader: 'x-api-key', key: 'demo-key-1' },
])('$name settings make the demo run on that model, and its key is gone afterwards', async (provider) => {
  const upstream = await upstreamOf({ replies: story });
  const { text } = await play(undefined, {
    [`${provider.name}_BASE_URL`]: provider.base(upstream.url),
    [`${provider.name}_API_KEY`]: 'demo-key-1',
    [`${provider.name}_MODEL`]: 'thinker-9',
  });
  expect(await lastRun()).toMatchObject({ phase: 'SUCCEEDED', output: 'The money is on its way.' });
  expect(
    upstream.requests.map(({ body, headers }) => [body['model'], body['stream'], headers[provider.keyHeader]]),
  ).toEqual(Array(3).fill(['thinker-9', true, provider.key]));
  expect(text).toContain('thinker-9');
  expect(text).toContain('1234 tokens in, 56 out');
  expect(text).not.toContain('demo-key-1');
  const { data } = await orrery.graphql(`{
    secrets { edges { node { name } } }
    modelEndpoint(name: "demo-live-model") { name }
  }`);
  expect(data).toEqual({ secrets: { edges: [] }, modelEndpoint: null });
});

test('tokens are shown while the model still writes', async () => {
  let release: (value: unknown) => void = () => undefined;
  const until = new Promise((resolve) => (release = resolve));
  const upstream = await upstreamOf({ replies: [{ text: 'one two three four', pause: { afterChunks: 3, until } }] });
  const stage = terminalOf([]);
  const seen = new Promise<void>((resolve) => {
    const write = stage.terminal.write;
    stage.terminal.write = (text) => {
      write(text);
      if (text.includes('one')) resolve();
    };
  });
  const config = configOf({ OPENAI_BASE_URL: upstream.baseUrl });
  const playing = demo(stage.say, { terminal: stage.terminal, config });
  await seen;
  expect(stage.text()).not.toContain('four');
  release(undefined);
  await playing;
  expect(stage.text()).toContain('one two three four');
});

test('a run that does not succeed makes the process fail', async () => {
  const upstream = await upstreamOf({ replies: [{ fault: { kind: 'status', status: 401, message: 'no such key' } }] });
  const { text } = await play(undefined, { OPENAI_BASE_URL: upstream.baseUrl });
  expect(process.exitCode).toBe(1);
  expect(text).toContain('Result: failed');
  expect(text).toContain('no such key');
});

test('without a running server the demo starts its own and leaves nothing behind', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-test-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const environment = { TMPDIR: folder, ORRERY_HOME: path.join(folder, 'nothing-here'), PORT: '1' };
  const { code, stdout } = await runProgram(['demo'], { environment });
  expect(stdout).toContain('a temporary one at http://127.0.0.1:');
  expect(stdout).toContain('Result: succeeded');
  expect(code).toBe(0);
  // What is left is the cache of the TypeScript loader that runs the sources.
  expect(fs.readdirSync(folder).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});
