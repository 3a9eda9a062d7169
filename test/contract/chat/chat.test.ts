import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { endpoint, openAiEndpoint, upstreamFor } from '../model-access/endpoints.ts';

const apiOnly = { api: true, worker: false };
const hello = [{ role: 'user' as const, content: 'hello there' }];

function clientOf(h: Harness, apiKey = h.adminToken): OpenAI {
  return new OpenAI({ apiKey, baseURL: h.url.replace('/graphql', '/v1'), maxRetries: 0 });
}

async function rawChat(h: Harness, body: string | object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(h.url.replace('/graphql', '/v1/chat/completions'), {
    method: 'POST',
    headers: { authorization: `Bearer ${h.adminToken}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

interface Metered {
  status: string;
  errorCode: string | null;
  inputTokens: number;
  outputTokens: number;
  usageSource: string | null;
  timeToFirstTokenMs: number | null;
}

async function metered(h: Harness, count: number): Promise<Metered[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const { data } = await h.graphql<{ modelUsage: { edges: { node: Metered }[] } }>(
      '{ modelUsage(first: 50) { edges { node { status errorCode inputTokens outputTokens usageSource timeToFirstTokenMs } } } }',
    );
    if (data.modelUsage.edges.length >= count) return data.modelUsage.edges.map(({ node }) => node);
    if (Date.now() > deadline) throw new Error(`only ${data.modelUsage.edges.length} calls are listed`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const dialects = ['openai', 'anthropic', 'mock'] as const;

async function platform(replies?: Parameters<typeof upstreamFor>[0]) {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor(replies);
  await h.apply(
    [
      openAiEndpoint('openai', upstream),
      endpoint('anthropic', `provider: anthropic, model: c-1, baseUrl: "${upstream.baseUrl}"`),
      endpoint('mock', 'provider: mock, model: mock-1, script: [{ text: "Good day, friend." }]'),
    ].join('---\n'),
  );
  return { h, upstream, client: clientOf(h) };
}

test('the official client chats, in each dialect, and every call is metered', async () => {
  const { h, client } = await platform({ replies: [{ text: 'Good day, friend.' }] });
  for (const model of dialects) {
    const answer = await client.chat.completions.create({ model, messages: hello });
    expect(answer.choices[0], model).toMatchObject({
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'Good day, friend.' },
    });
    expect(answer.object).toBe('chat.completion');
    expect(answer.usage?.total_tokens, model).toBeGreaterThan(5);
  }
  expect((await metered(h, 3)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
});

test('the official client streams, in each dialect, role first and usage last', async () => {
  const { h, client } = await platform({ replies: [{ text: 'Good day, friend.' }] });
  for (const model of dialects) {
    const options = { include_usage: true };
    const stream = await client.chat.completions.create({
      model,
      messages: hello,
      stream: true,
      stream_options: options,
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]?.choices[0]?.delta.role, model).toBe('assistant');
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), model).toBe('Good day, friend.');
    expect(chunks.length, model).toBeGreaterThan(4);
    expect(chunks.at(-2)?.choices[0]?.finish_reason, model).toBe('stop');
    expect(chunks.at(-1), model).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
  }
  for (const { timeToFirstTokenMs } of await metered(h, 3)) expect(timeToFirstTokenMs).not.toBeNull();
});

const weather = {
  type: 'function' as const,
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

test('the official client calls tools and tells their results, in each dialect', async () => {
  const h = await harness({ role: apiOnly });
  const upstream = await upstreamFor();
  await h.apply(
    [
      openAiEndpoint('openai', upstream),
      endpoint('anthropic', `provider: anthropic, model: c-1, baseUrl: "${upstream.baseUrl}"`),
      endpoint('mock', 'provider: mock, model: mock-1'),
    ].join('---\n'),
  );
  const client = clientOf(h);
  for (const model of dialects) {
    const runner = client.chat.completions.stream({ model, messages: hello, tools: [weather] });
    const { message, finish_reason: reason } = (await runner.finalChatCompletion()).choices[0] ?? {};
    expect(reason, model).toBe('tool_calls');
    const [call] = message?.tool_calls ?? [];
    if (call?.type !== 'function') throw new Error('no tool was called');
    expect(call.function.name).toBe('weather');
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'hello there' });
    const result = { role: 'tool' as const, tool_call_id: call.id, content: 'sunny' };
    const said = { role: 'assistant' as const, content: null, tool_calls: [call] };
    const answer = await client.chat.completions.create({
      model,
      messages: [...hello, said, result],
      tools: [weather],
    });
    expect(answer.choices[0]?.message.content, model).toContain('step=2');
  }
});

test('an answer of the same dialect arrives byte for byte, and the request changes only in its model', async () => {
  const { h, upstream } = await platform({ replies: [{ text: 'äöü ✓' }] });
  const body =
    '{"messages":[{"role":"user","content":"x"}],  "model":"openai","seed":12345678901234567890,"made_up":1}';
  const passed = await rawChat(h, body);
  const direct = await fetch(`${upstream.baseUrl}/chat/completions`, {
    method: 'POST',
    body: body.replace('openai', 'm-1'),
  });
  expect(Buffer.from(await passed.arrayBuffer())).toEqual(Buffer.from(await direct.arrayBuffer()));
  expect(upstream.requests[0]?.body).toMatchObject({ model: 'm-1', made_up: 1 });
  expect(upstream.requests[0]?.headers['authorization']).toBeUndefined();
  const streamed = await (await rawChat(h, { model: 'openai', stream: true, messages: hello })).text();
  expect(streamed).toMatch(/^data: \{"id":"chatcmpl-1"/);
  expect(streamed.endsWith('data: [DONE]\n\n')).toBe(true);
});

test('a stream without usage is metered by an estimate', async () => {
  const { h } = await platform({ replies: [{ text: 'a'.repeat(400) }] });
  await (await rawChat(h, { model: 'openai', stream: true, messages: hello })).text();
  expect(await metered(h, 1)).toEqual([
    expect.objectContaining({ usageSource: 'estimated', inputTokens: 3, outputTokens: 100, status: 'SUCCEEDED' }),
  ]);
});

test('the first chunk reaches the client while the upstream still thinks about the second', async () => {
  let goOn: (value?: unknown) => void = () => undefined;
  const until = new Promise((resolve) => {
    goOn = resolve;
  });
  const { h } = await platform({ replies: [{ text: 'one two', pause: { afterChunks: 2, until } }] });
  const reader = (await rawChat(h, { model: 'openai', stream: true, messages: hello })).body?.getReader();
  let text = '';
  while (!text.includes('one')) text += Buffer.from((await reader?.read())?.value ?? []).toString();
  expect(text).not.toContain('two');
  goOn();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    text += Buffer.from(next.value);
  expect(text).toContain('two');
});

test('a client that leaves ends the call upstream, which is metered as cancelled', async () => {
  const until = new Promise(() => undefined);
  const { h, upstream } = await platform({ replies: [{ text: 'one two', pause: { afterChunks: 2, until } }] });
  const leaving = new AbortController();
  const client = clientOf(h);
  const stream = await client.chat.completions.create(
    { model: 'openai', messages: hello, stream: true },
    { signal: leaving.signal },
  );
  await stream[Symbol.asyncIterator]().next();
  leaving.abort();
  await upstream.requests[0]?.aborted;
  expect(await metered(h, 1)).toEqual([expect.objectContaining({ status: 'CANCELLED', errorCode: 'CANCELLED' })]);
});

test('errors have the type, the status and the member that the official client knows', async () => {
  const { h, client } = await platform();
  const failing = (model: string, more: object = {}) =>
    client.chat.completions.create({ model, messages: hello, ...more }).then(
      () => undefined,
      (error: unknown) => error,
    );
  expect(await failing('nobody')).toBeInstanceOf(OpenAI.NotFoundError);
  expect(await failing('openai', { messages: [] })).toMatchObject({ status: 400, param: 'messages' });
  expect(await failing('mock', { messages: [{ role: 'robot', content: 'x' }] })).toMatchObject({
    param: 'messages[0].role',
  });
  expect(await failing('mock', { n: 2 })).toMatchObject({ status: 400, param: 'n', type: 'invalid_request_error' });
  const wrong = clientOf(h, 'nobody').chat.completions.create({ model: 'mock', messages: hello });
  await expect(wrong).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  const viewer = clientOf(h, await h.tokenFor('VIEWER')).chat.completions.create({ model: 'mock', messages: hello });
  await expect(viewer).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
});

test.each([
  ['', 400],
  ['{', 400],
  ['[]', 400],
  ['{"model":7,"messages":[]}', 400],
  ['{"model":"mock"}', 400],
  ['{"model":"mock","messages":[null]}', 400],
  ['{"model":"openai","model":"mock","messages":[{"role":"user"}]}', 200],
  ['{"model":"mock","model":"openai","messages":[{"role":"user"}]}', 400],
  ['{"model":"mock","messages":[{"role":"user","content":[{"type":"image_url"}]}]}', 400],
])('the body %s is answered with %i', async (body, status) => {
  const { h } = await platform();
  const response = await rawChat(h, body);
  expect(response.status).toBe(status);
  const answer = (await response.json()) as { error?: { type: string } };
  if (status === 400) expect(answer.error).toMatchObject({ type: 'invalid_request_error' });
});

test('a body beyond 4 MiB is refused, and another method is', async () => {
  const { h } = await platform();
  const large = await rawChat(h, { model: 'mock', messages: [{ role: 'user', content: 'x'.repeat(4 * 1024 * 1024) }] });
  expect(large.status).toBe(413);
  const get = await fetch(h.url.replace('/graphql', '/v1/chat/completions'));
  expect(get.status).toBe(405);
});

test("an upstream's refusal passes with its status and without its key", async () => {
  const h = await harness({ role: apiOnly });
  const statuses = [400, 401, 429, 500];
  const upstream = await upstreamFor({
    reply: (_request, index) => ({
      fault: {
        kind: 'status',
        status: statuses[index] ?? 500,
        message: 'not with sk-hidden',
        headers: { 'retry-after': '7' },
      },
    }),
  });
  await h.apply(
    `apiVersion: orrery.dev/v1\nkind: Secret\nmetadata: { name: key }\nspec: { values: { value: sk-hidden } }\n---\n${openAiEndpoint('openai', upstream, ', secret: { name: key }')}`,
  );
  const told = [];
  for (const _ of statuses) {
    const response = await rawChat(h, { model: 'openai', messages: hello });
    const text = await response.text();
    expect(text).not.toContain('sk-hidden');
    told.push([response.status, response.headers.get('retry-after')]);
  }
  expect(told).toEqual([
    [400, null],
    [502, null],
    [429, '7'],
    [500, null],
  ]);
  expect(upstream.requests[0]?.headers['authorization']).toBe('Bearer sk-hidden');
});

test('an upstream that breaks off its stream gives the client an error, never a whole answer', async () => {
  const { h } = await platform({ replies: [{ text: 'one two three', fault: { kind: 'cut', afterChunks: 3 } }] });
  const client = clientOf(h);
  for (const model of ['openai', 'anthropic']) {
    const read = async (): Promise<void> => {
      const stream = await client.chat.completions.create({ model, messages: hello, stream: true });
      for await (const _ of stream);
    };
    await expect(read(), model).rejects.toThrow();
  }
  expect((await metered(h, 2)).map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
});

test('an address that may not be called is refused here as everywhere', async () => {
  const h = await harness({ role: apiOnly, environment: { ORRERY_OUTBOUND_ALLOW: '' } });
  const upstream = await upstreamFor();
  await h.apply(openAiEndpoint('openai', upstream));
  const response = await rawChat(h, { model: 'openai', messages: hello });
  expect([response.status, upstream.requests.length]).toEqual([403, 0]);
});

test('what a policy redacts never reaches the upstream', async () => {
  const { h, upstream } = await platform({ replies: [{ text: 'ok' }] });
  await h.apply(`apiVersion: orrery.dev/v1
kind: Policy
metadata: { name: discreet }
spec: { applyMode: global, rules: [{ name: mails, effect: MODIFY, expression: "action == 'model.call'", redact: [email] }] }
`);
  const ask = { model: 'openai', messages: [{ role: 'user', content: 'write to ann@example.org' }] };
  const deadline = Date.now() + 5_000;
  for (let sent = ''; !sent.includes('[REDACTED]'); ) {
    if (Date.now() > deadline) throw new Error(`still sent: ${sent}`);
    await rawChat(h, ask);
    sent = JSON.stringify(upstream.requests.at(-1)?.body);
  }
});
