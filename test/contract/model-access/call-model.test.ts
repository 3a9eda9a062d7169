import pg from 'pg';
import { expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { reach, start } from '../../support/runs.ts';
import { endpoint, openAiEndpoint, upstreamFor } from './endpoints.ts';

/** A process has one engine at most; only the test that runs something needs it. */
const apiOnly = { api: true, worker: false };

const callMutation = `mutation ($input: CallModelInput!) { callModel(input: $input) {
  __typename
  ... on ModelReply { id model provider finishReason latencyMs usageSource
    endpoint { name } answer { role content toolCalls { id name arguments } }
    usage { inputTokens outputTokens cost { amount currency } }
    route { endpoint candidates { endpoint selected reason } } }
  ... on ModelCostEstimate { low { amount } high { amount } inputTokens { low high } route { endpoint } }
  ... on Failure { code message fix retryable facts }
} }`;

type Result = { __typename: string; [field: string]: unknown };

async function call(h: Harness, input: object, options: { token?: string } = {}): Promise<Result> {
  const asked = { messages: [{ role: 'USER', content: 'hello there' }], ...input };
  const { data, errors } = await h.graphql<{ callModel: Result }>(callMutation, { input: asked }, options);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.callModel;
}

interface UsageNode {
  id: string;
  status: string;
  errorCode: string | null;
  inputTokens: number;
  cost: { amount: string };
  execution: { id: string } | null;
  endpointName: string;
  requestId: string | null;
}

/** Waits until so many calls are listed; usage is written soon after an answer. */
async function usage(h: Harness, count: number): Promise<UsageNode[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { data } = await h.graphql<{ modelUsage: { edges: { node: UsageNode }[] } }>(
      '{ modelUsage(first: 50) { edges { node { id status errorCode inputTokens cost { amount } execution { id } endpointName requestId } } } }',
    );
    const nodes = data.modelUsage.edges.map(({ node }) => node);
    if (nodes.length >= count) return nodes;
    if (Date.now() > deadline) throw new Error(`only ${nodes.length} calls are listed`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a call answers with its usage, cost and route, and is metered once', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor({ replies: [{ text: 'Good day.' }] });
  await h.apply(openAiEndpoint('small', upstream));
  const reply = await call(h, { model: 'small' });
  expect(reply).toMatchObject({
    __typename: 'ModelReply',
    model: 'm-1',
    provider: 'openai-compatible',
    endpoint: { name: 'small' },
    answer: { role: 'ASSISTANT', content: 'Good day.' },
    finishReason: 'stop',
    usage: { inputTokens: 10, outputTokens: 5, cost: { amount: '0.00006', currency: 'USD' } },
    route: { endpoint: 'default/small', candidates: [{ endpoint: 'default/small', selected: true }] },
  });
  expect(await usage(h, 1)).toEqual([
    expect.objectContaining({ id: reply['id'], status: 'SUCCEEDED', inputTokens: 10, cost: { amount: '0.00006' } }),
  ]);
});

test('an endpoint is found by every name that means it, and by no other', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor({ replies: [{ text: 'ok' }] });
  await h.apply(
    [
      openAiEndpoint('small', upstream),
      endpoint('far', 'provider: mock, model: twin', 'elsewhere'),
      endpoint('near', 'provider: mock, model: twin'),
    ].join('---\n'),
  );
  for (const model of ['small', 'default/small', 'openai-compatible/m-1', 'm-1', 'elsewhere/far']) {
    expect(await call(h, { model }), model).toMatchObject({ __typename: 'ModelReply' });
  }
  expect(await call(h, { model: 'twin' })).toMatchObject({
    code: 'MODEL_NOT_FOUND',
    fix: expect.stringContaining('elsewhere/far'),
  });
  for (const model of ['far', 'nothing', 'mock/small', '', 'agent:x']) {
    expect(await call(h, { model }), model).toMatchObject({ __typename: 'ModelNotFound', code: 'MODEL_NOT_FOUND' });
  }
});

test('auto takes the ready endpoint with the lowest priority number, then the first name', async () => {
  const h = await harness({ role: apiOnly });
  await h.apply(
    [
      endpoint('a', 'provider: mock, model: a'),
      endpoint('b', 'provider: mock, model: b, routing: { priority: 5 }'),
      endpoint('c', 'provider: mock, model: c, routing: { priority: 1 }, secret: { name: missing }'),
      endpoint('d', 'provider: mock, model: d, routing: { priority: 5 }'),
    ].join('---\n'),
  );
  expect(await call(h, { model: 'auto' })).toMatchObject({ model: 'b', route: { endpoint: 'default/b' } });
});

test('a policy decides on direct calls, and its refusal is metered', async () => {
  const h = await harness({ role: apiOnly });
  await h.apply(
    [
      endpoint('free', 'provider: mock, model: free'),
      endpoint('dear', 'provider: mock, model: dear'),
      `apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: thrift }
spec: { applyMode: global, limits: { allowedModels: [free] } }
`,
    ].join('---\n'),
  );
  expect(await call(h, { model: 'free' })).toMatchObject({ __typename: 'ModelReply' });
  expect(await call(h, { model: 'dear' })).toMatchObject({ __typename: 'PolicyDenied', facts: { policy: 'thrift' } });
  const [denied] = await usage(h, 2);
  expect(denied).toMatchObject({ status: 'REFUSED', errorCode: 'POLICY_DENIED', endpointName: 'default/dear' });
});

test('a change of an endpoint or a policy holds for the next call, and calls ask the database nothing', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor({ replies: [{ text: 'ok' }] });
  await h.apply(openAiEndpoint('small', upstream));
  await call(h, { model: 'small' });
  const input = { model: 'small', messages: [{ role: 'USER', content: 'x' }] };
  const callOnce = async (): Promise<string[]> => {
    const { result, statements } = await h.countStatements(() =>
      h.graphql('mutation ($input: CallModelInput!) { callModel(input: $input) { __typename } }', { input }),
    );
    expect(result.data).toEqual({ callModel: { __typename: 'ModelReply' } });
    return statements.filter((text) => /^select/.test(text) && /resource|secret_value|namespace/.test(text));
  };
  // What was applied above may still be on its way through the journal.
  const patience = Date.now() + 5_000;
  while ((await callOnce()).length > 0) if (Date.now() > patience) throw new Error('every call reads resources');
  expect(await callOnce()).toEqual([]);
  await h.apply(`apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: stop }
spec: { applyMode: global, limits: { allowedModels: [nothing] } }
`);
  const deadline = Date.now() + 5_000;
  for (let last = ''; last !== 'PolicyDenied'; last = (await call(h, { model: 'small' })).__typename) {
    if (Date.now() > deadline) throw new Error('the new policy never held');
  }
});

test('declared limits per minute hold, and say when to come back', async () => {
  const h = await harness({ role: apiOnly });
  await h.apply(endpoint('slow', 'provider: mock, model: slow, limits: { requestsPerMinute: 2 }'));
  await call(h, { model: 'slow' });
  await call(h, { model: 'slow' });
  const refused = await call(h, { model: 'slow' });
  expect(refused).toMatchObject({ __typename: 'ModelRateLimited', retryable: true });
  const { retryAfterMs } = refused['facts'] as { retryAfterMs: number };
  expect(retryAfterMs).toBeGreaterThan(55_000);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
});

test('a dry run and an estimate say what a call would cost and call nothing', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor({ replies: [{ text: 'ok' }] });
  await h.apply(openAiEndpoint('small', upstream));
  const parameters = { maxOutputTokens: 1_000 };
  const plan = await call(h, { model: 'small', parameters, dryRun: true });
  expect(plan).toMatchObject({ __typename: 'ModelCostEstimate', high: { amount: '0.00801' } });
  expect(await call(h, { model: 'small', maxCost: '0.000001' })).toMatchObject({ __typename: 'BudgetExceeded' });
  expect(upstream.requests).toHaveLength(0);
});

test('an upstream that fails three times is spared, shown, and called again after a reset', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor({
    reply: (_request, index) => (index < 3 ? { fault: { kind: 'status', status: 503 } } : { text: 'back' }),
  });
  await h.apply(openAiEndpoint('small', upstream));
  for (let n = 0; n < 4; n++) expect(await call(h, { model: 'small' })).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  expect(upstream.requests).toHaveLength(3);
  const { data } = await h.graphql(
    '{ modelProviders { name health local streaming endpoints { name } breaker { state blocked failures } estimatedCostPerRequest { amount } } }',
  );
  expect(data).toEqual({
    modelProviders: [
      {
        name: 'openai-compatible',
        health: 'UNAVAILABLE',
        local: false,
        streaming: true,
        endpoints: [{ name: 'small' }],
        breaker: { state: 'OPEN', blocked: true, failures: 3 },
        estimatedCostPerRequest: { amount: '0.006' },
      },
    ],
  });
  await h.graphql('mutation { resetModelBreaker(input: { provider: "openai-compatible" }) { __typename } }');
  expect(await call(h, { model: 'small' })).toMatchObject({ answer: { content: 'back' } });
});

test('tools go to the model and its calls come back, with a choice in each dialect', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor();
  const anthropic = endpoint('claude', `provider: anthropic, model: c-1, baseUrl: "${upstream.baseUrl}"`);
  await h.apply([openAiEndpoint('small', upstream), anthropic].join('---\n'));
  const tools = [{ name: 'look_up', inputSchema: { type: 'object', properties: { word: { type: 'string' } } } }];
  for (const model of ['small', 'claude']) {
    const reply = await call(h, { model, tools, toolChoice: { tool: 'look_up' }, parameters: { stop: ['END'] } });
    expect(reply, model).toMatchObject({
      finishReason: 'tool_calls',
      answer: { toolCalls: [{ name: 'look_up', arguments: { word: 'hello there' } }] },
    });
  }
  const [openAi, claude] = upstream.requests;
  expect(openAi?.body).toMatchObject({
    tool_choice: { type: 'function', function: { name: 'look_up' } },
    stop: ['END'],
  });
  expect(claude?.body).toMatchObject({ tool_choice: { type: 'tool', name: 'look_up' }, stop_sequences: ['END'] });
});

test('a viewer may not call models, and sees nothing metered', async () => {
  const h = await harness({ role: apiOnly });
  const token = await h.tokenFor('VIEWER');
  const { errors } = await h.graphql(callMutation, { input: { model: 'm', messages: [{ role: 'USER' }] } }, { token });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', fix: 'Use a key with the role operator.' });
  const usageAnswer = await h.graphql('{ modelUsage { edges { cursor } } }', {}, { token });
  expect(usageAnswer.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
});

test('input that does not fit is named by its field', async () => {
  const h = await harness({ role: apiOnly });
  expect(await call(h, { model: 'm', messages: [] })).toMatchObject({
    code: 'INPUT_INVALID',
    facts: { field: 'messages' },
  });
  expect(await call(h, { model: 'm', modality: 'IMAGE' })).toMatchObject({ facts: { field: 'modality' } });
  expect(await call(h, { model: 'm', toolChoice: { tool: 'x' } })).toMatchObject({
    facts: { field: 'toolChoice.tool' },
  });
});

test('the calls of a run are metered like direct ones', async () => {
  const h = await harness();
  await h.apply(
    [
      endpoint('mock', 'provider: mock, model: mock-1'),
      `apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: helper }
spec: { prompt: Help., model: mock }
`,
    ].join('---\n'),
  );
  const id = await start(h, 'helper');
  await reach(h, id, 'SUCCEEDED');
  expect(await usage(h, 1)).toEqual([expect.objectContaining({ execution: { id }, status: 'SUCCEEDED' })]);
});

test('nothing metered is lost when the platform stops at once', async () => {
  const stops: (() => Promise<void>)[] = [];
  const h = await harness({ role: apiOnly, stopWith: (stop) => void stops.push(stop) });
  await h.apply(endpoint('mock', 'provider: mock, model: mock-1'));
  await Promise.all(Array.from({ length: 7 }, () => call(h, { model: 'mock' })));
  await stops[0]?.();
  const client = new pg.Client({ connectionString: h.databaseUrl });
  await client.connect();
  const { rows } = await client.query('select count(*)::int as count from model_usage');
  await client.end();
  expect(rows).toEqual([{ count: 7 }]);
});

test('endpoints and agents are listed as models, in pages, and each is found by its id', async () => {
  const h = await harness({ role: apiOnly });
  await h.apply(
    [
      endpoint('a', 'provider: mock, model: mock-a'),
      endpoint('b', 'provider: mock, model: mock-b', 'team'),
      endpoint('broken', 'provider: mock, model: x, secret: { name: missing }'),
      'apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: { name: helper }\nspec: { prompt: Help., model: a }\n',
    ].join('---\n'),
  );
  const { data } = await h.graphql<{ chatModels: { id: string }[] }>(
    '{ chatModels { id kind ownedBy displayName created resource { name } } }',
  );
  expect(data.chatModels).toEqual([
    expect.objectContaining({ id: 'agent:default/helper', kind: 'AGENT', ownedBy: 'orrery', displayName: 'helper' }),
    expect.objectContaining({ id: 'default/a', kind: 'ENDPOINT', ownedBy: 'mock', resource: { name: 'a' } }),
    expect.objectContaining({ id: 'team/b', displayName: 'mock-b' }),
  ]);
  const pages = await h.graphql(`{
    first: chatModelPage(first: 2) { models { id } hasMore lastId }
    rest: chatModelPage(first: 2, after: "default/a") { models { id } hasMore firstId }
    back: chatModelPage(first: 1, before: "team/b") { models { id } hasMore }
    short: chatModel(id: "a") { id }
    agent: chatModel(id: "agent:helper") { id }
    none: chatModel(id: "nobody") { id }
  }`);
  expect(pages.data).toEqual({
    first: { models: [{ id: 'agent:default/helper' }, { id: 'default/a' }], hasMore: true, lastId: 'default/a' },
    rest: { models: [{ id: 'team/b' }], hasMore: false, firstId: 'team/b' },
    back: { models: [{ id: 'default/a' }], hasMore: true },
    short: { id: 'default/a' },
    agent: { id: 'agent:default/helper' },
    none: null,
  });
});
