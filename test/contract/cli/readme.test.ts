import fs from 'node:fs';
import { parse, buildSchema as parseSchema, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type OrreryClient } from '../../../src/client/index.ts';
import { type Harness, harness } from '../../support/harness.ts';

const readme = fs.readFileSync('README.md', 'utf8');

let orrery: Harness;
let client: OrreryClient;
let stop = async (): Promise<void> => undefined;

beforeAll(async () => {
  const stopWith = (given: () => Promise<void>): void => {
    stop = given;
  };
  orrery = await harness({ environment: { ORRERY_QUICKSTART: 'true' }, stopWith });
  client = createClient({ url: orrery.url, token: orrery.adminToken });
});

afterAll(async () => {
  await client.close();
  await stop();
});

function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text ?? '');
}

/** The GraphQL document whose first line contains `start`. */
function graphqlBlock(start: string): string {
  const found = blocks('graphql').find((text) => text.startsWith(start));
  if (found === undefined) throw new Error(`The README has no document that starts with ${start}.`);
  return found;
}

interface Curl {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** The curl command whose body contains `words`, read as a shell reads it, for this test's server. */
function curl(words: string): Curl {
  const text = blocks('sh').find((block) => block.startsWith('curl') && block.includes(words));
  if (text === undefined) throw new Error(`The README has no curl command with ${words}.`);
  const parts = [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
  const after = (flag: string): string[] => parts.filter((_part, index) => parts[index - 1] === flag);
  const headers = after('-H').map(
    (header) => header.replace('$TOKEN', orrery.adminToken).split(/: (.*)/s, 2) as [string, string],
  );
  const url = parts.find((part) => part.startsWith('http')) ?? '';
  return {
    url: url.replace('http://127.0.0.1:4000', new URL(orrery.url).origin),
    headers: Object.fromEntries(headers),
    body: after('-d')[0] ?? '',
  };
}

function send({ url, headers, body }: Curl): Promise<Response> {
  return fetch(url, body === '' ? { headers } : { method: 'POST', headers, body });
}

async function answerTo<T>(command: Curl): Promise<T> {
  const response = await send(command);
  expect(response.headers.get('content-type')).toContain('json');
  const answer = (await response.json()) as { data: T; errors?: unknown };
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

interface Told {
  __typename: string;
  id?: string;
  tool?: string;
  approval?: { id: string; summary: string };
  phase?: string;
  execution?: { output: string };
}

/** The events of a stream. Leaving the loop cuts the connection. */
async function* eventsOf(response: Response): AsyncGenerator<Told> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  try {
    yield* readEvents(reader);
  } finally {
    await reader?.cancel();
  }
}

async function* readEvents(reader: ReadableStreamDefaultReader<string> | undefined): AsyncGenerator<Told> {
  let text = '';
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    text += read.value;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: (.+)$/m.exec(message)?.[1];
      if (data !== undefined) yield (JSON.parse(data) as { data: { events: Told } }).data.events;
    }
  }
}

/** How many different subscriptions the server runs. */
async function subscriptions(): Promise<number> {
  const text = await (await fetch(new URL('/metrics', orrery.url))).text();
  return Number(/^orrery_stream_cohorts (\d+)$/m.exec(text)?.[1]);
}

test('on an empty store the curl commands of the README tell the whole story', async () => {
  const { agents } = await answerTo<{ agents: { edges: { node: { name: string; ready: boolean } }[] } }>(
    curl('agents'),
  );
  expect(agents.edges).toMatchObject([{ node: { name: 'support', ready: true } }]);
  const stream = await send(curl('subscription'));
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  await expect.poll(subscriptions).toBe(1);
  const { startExecution } = await answerTo<{ startExecution: Told }>(curl('startExecution'));
  expect(startExecution.__typename).toBe('AgentRun');
  const tools: string[] = [];
  for await (const event of eventsOf(stream)) {
    if (event.tool !== undefined) tools.push(event.tool);
    if (event.approval) {
      const decide = curl('decideApproval');
      const body = decide.body.replace('apr_...', event.approval.id);
      const { decideApproval } = await answerTo<{ decideApproval: Told }>({ ...decide, body });
      expect(decideApproval).toMatchObject({ __typename: 'Approval', phase: 'APPROVED' });
    }
    if (event.__typename !== 'ExecutionFinished') continue;
    expect(event.phase).toBe('SUCCEEDED');
    expect(event.execution?.output).toContain('73.90 EUR go back to the card ending in 4417');
    break;
  }
  expect(tools).toEqual(['get_order', 'search_notes', 'calculator', 'refund_order']);
  const { policyPreview } = await answerTo<{ policyPreview: object }>(curl('policyPreview'));
  expect(policyPreview).toMatchObject({
    __typename: 'PolicyPreview',
    changed: 1,
    changes: [
      {
        call: { subject: 'refund_order', decision: { effect: 'REQUIRE_APPROVAL' } },
        now: { effect: 'DENY', policyName: 'no-refunds', rule: 'never' },
      },
    ],
  });
});

test('the documents for the browser do what the README says', async () => {
  const leaving = new AbortController();
  await expect.poll(subscriptions).toBe(0);
  const document = { toString: () => graphqlBlock('subscription Questions') };
  const questions = client.subscribe<{ approvalChanged: { approval: { summary: string } } }, Record<string, never>>(
    document,
    {},
    { signal: leaving.signal },
  );
  const first = questions.next();
  await expect.poll(subscriptions).toBe(1);
  const { data } = await orrery.graphql<{ startExecution: Told }>(graphqlBlock('mutation Start'));
  expect(data.startExecution.__typename).toBe('AgentRun');
  const { value } = await first;
  expect(value).toMatchObject({ approvalChanged: { __typename: 'ApprovalRequested', approval: { risk: 'HIGH' } } });
  leaving.abort();
  const runs = await orrery.graphql<{ executions: { edges: { node: { id: string } }[] } }>(graphqlBlock('query Runs'));
  expect(runs.errors).toBeUndefined();
  expect(runs.data.executions.edges[0]?.node.id).toBe(data.startExecution.id);
  const estimate = await orrery.graphql<{ estimateExecution: object }>(graphqlBlock('query Estimate'));
  expect(estimate.data.estimateExecution).toMatchObject({ __typename: 'ExecutionEstimate', fits: true });
  const [b, a] = runs.data.executions.edges.map(({ node }) => node.id);
  const compared = await orrery.graphql<{ executionDiff: object }>(graphqlBlock('query Compare'), { a, b });
  expect(compared.data.executionDiff).toMatchObject({ kinship: 'NONE', definition: { isSame: true } });
});

test('the commands for clients of other APIs do what the README says', async () => {
  const started = await send(curl('"metadata": { "name": "refund-1" }'));
  expect([started.status, (await started.json()) as object]).toMatchObject([201, { metadata: { name: 'refund-1' } }]);
  const read = curl('executions/refund-1');
  await expect
    .poll(async () => ((await (await send(read)).json()) as { status: object }).status, { timeout: 10_000 })
    .toMatchObject({ phase: 'WaitingApproval', approvals: [expect.stringMatching(/^apr_/)] });
  const chat = await send(curl('chat/completions'));
  const { choices } = (await chat.json()) as { choices: { message: { content: string } }[] };
  expect([chat.status, choices[0]?.message.content]).toEqual([200, 'Let me look at the order first.']);
});

test('every document of the README fits the schema as it is written down', () => {
  const schema = parseSchema(fs.readFileSync('schema/generated/schema.graphql', 'utf8'));
  const commands = blocks('sh').filter((text) => text.startsWith('curl'));
  const documents = [
    ...blocks('graphql'),
    ...commands
      .map((text) => (JSON.parse(/-d '(.*)'/s.exec(text)?.[1] ?? '{}') as { query?: string }).query)
      .filter((query) => query !== undefined),
  ];
  expect(documents).toHaveLength(10);
  for (const document of documents) expect(validate(schema, parse(document))).toEqual([]);
});

test('the README names every setting, and no other', () => {
  const known = [...fs.readFileSync('src/platform/config.ts', 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
    ([, name]) => name,
  );
  const table = readme.slice(readme.indexOf('| setting |'), readme.indexOf('## How it is built'));
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  expect(named.toSorted()).toEqual(known.toSorted());
});

test('what the README links to exists', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !target.includes(':'));
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((target) => !fs.existsSync(target))).toEqual([]);
});
