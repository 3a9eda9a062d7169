import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';
import { type ModelUpstream, startModelUpstream, type UpstreamReply } from '../../support/model-upstream.ts';
import { reach } from '../../support/runs.ts';
import { shortStory } from '../../support/story.ts';
import { endpoint, openAiEndpoint } from '../model-access/endpoints.ts';

// The official client as it is: nothing of it is set but the address, the key and what each test says.

let h: Harness;
let upstream: ModelUpstream;
/** What the upstream does next; what it does of itself when empty. */
const next: UpstreamReply[] = [];
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const never = { fault: { kind: 'status', status: 500 } } as const;
  upstream = await startModelUpstream({ reply: () => next.shift() ?? never });
  h = await harness({ stopWith: (stop) => stops.push(stop), environment: { ORRERY_LISTEN: 'openai=0,anthropic=0' } });
  await h.apply(
    [
      openAiEndpoint('smart', upstream),
      endpoint('foreign', `provider: anthropic, model: c-1, baseUrl: "${upstream.baseUrl}"`),
      endpoint('scripted', 'provider: mock, model: mock-1, script: [{ text: "Good day, friend." }]'),
      shortStory,
    ].join('---\n'),
  );
});
afterAll(async () => {
  await upstream.close();
  await Promise.all(stops.map((stop) => stop()));
});

function clientOf(options: { apiKey?: string; maxRetries?: number; timeout?: number } = {}): OpenAI {
  return new OpenAI({ apiKey: h.adminToken, baseURL: `${h.platform.listeners['openai']}/v1`, ...options });
}

const messages = [{ role: 'user' as const, content: 'Ada' }];

/** The error that a call ends with. */
async function failureOf(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
  const error = await Promise.resolve(call).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof OpenAI.APIError) return error;
  throw new Error(`This was not refused as the client knows it: ${error}`);
}

test('models and agents are listed, found by their ids and chatted with under them', async () => {
  const client = clientOf();
  const models: OpenAI.Model[] = [];
  for await (const model of client.models.list()) models.push(model);
  expect(models.map(({ id, owned_by: by }) => `${id} ${by}`)).toEqual([
    'agent:default/greeter orrery',
    'default/foreign anthropic',
    'default/scripted mock',
    'default/short-model mock',
    'default/smart openai-compatible',
  ]);
  for (const model of models) {
    expect(model).toMatchObject({ object: 'model', created: expect.any(Number) });
    expect(await client.models.retrieve(model.id)).toEqual(model);
    next.splice(0, 1, { text: 'Hello Ada' });
    const { choices } = await client.chat.completions.create({ model: model.id, messages });
    expect([model.id, choices[0]?.message.content]).toEqual([model.id, expect.stringMatching(/^(Hello Ada|Good day)/)]);
  }
});

test('every failure is of the class that the client has for it, and names its request', async () => {
  const client = clientOf({ maxRetries: 0 });
  const chat = (more: object = {}, by = client) =>
    by.chat.completions.create({ model: 'smart', messages, ...more } as OpenAI.ChatCompletionCreateParamsNonStreaming);
  const viewer = clientOf({ apiKey: await h.tokenFor('VIEWER'), maxRetries: 0 });
  const stranger = clientOf({ apiKey: 'sk-nobody', maxRetries: 0 });
  const refused = (status: number) => {
    next.splice(0, 1, { fault: { kind: 'status', status, message: 'Slower.', headers: { 'retry-after': '3' } } });
    return chat();
  };
  const calls: [() => PromiseLike<unknown>, new (...given: never[]) => Error, object][] = [
    [() => chat({ messages: [] }), OpenAI.BadRequestError, { param: 'messages', type: 'invalid_request_error' }],
    [() => chat({}, stranger), OpenAI.AuthenticationError, { type: 'authentication_error' }],
    [() => stranger.models.list(), OpenAI.AuthenticationError, { type: 'authentication_error' }],
    [() => chat({}, viewer), OpenAI.PermissionDeniedError, { type: 'permission_error', code: 'forbidden' }],
    [() => chat({ model: 'nobody' }), OpenAI.NotFoundError, { type: 'not_found_error', code: 'model_not_found' }],
    [
      () => client.models.retrieve('nobody'),
      OpenAI.NotFoundError,
      { type: 'not_found_error', code: 'model_not_found' },
    ],
    [() => client.models.retrieve('agent:nobody'), OpenAI.NotFoundError, { type: 'not_found_error' }],
  ];
  for (const [call, kind, members] of calls) {
    const error = await failureOf(call());
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ ...members, requestID: expect.stringMatching(/^req_/) });
  }
  const limited = await failureOf(refused(429));
  expect(limited).toBeInstanceOf(OpenAI.RateLimitError);
  expect(limited.message).toContain('Slower.');
  expect(limited.headers?.get('retry-after')).toBe('3');
  expect(await failureOf(refused(500))).toBeInstanceOf(OpenAI.InternalServerError);
});

test('the client tries again by itself where that helps', async () => {
  const before = upstream.requests.length;
  const busy = { fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } } } as const;
  next.splice(0, 1, busy, { text: 'Now.' });
  const answer = await clientOf({ maxRetries: 1 }).chat.completions.create({ model: 'smart', messages });
  expect([answer.choices[0]?.message.content, upstream.requests.length - before]).toEqual(['Now.', 2]);
});

test('an answer names its request, as the client asks for it or as its caller named it', async () => {
  next.splice(0, 1, { text: 'Yes.' }, { text: 'Yes.' });
  const client = clientOf();
  const answer = await client.chat.completions.create({ model: 'smart', messages });
  expect(answer._request_id).toMatch(/^req_/);
  const {
    response,
    data,
    request_id: named,
  } = await client.chat.completions
    .create({ model: 'smart', messages, stream: true }, { headers: { 'x-request-id': 'mine-42' } })
    .withResponse();
  data.controller.abort();
  expect([named, response.headers.get('content-type')]).toEqual(['mine-42', expect.stringContaining('event-stream')]);
  expect((await client.models.list().withResponse()).request_id).toMatch(/^req_/);
});

/** The weather of a city, as a tool that the client runs by itself. */
function weatherTool(asked: string[]) {
  return {
    type: 'function' as const,
    function: {
      name: 'weather',
      parse: (text: string) => JSON.parse(text) as { city: string },
      function: ({ city }: { city: string }) => {
        asked.push(city);
        return `sunny in ${city}`;
      },
      parameters: { type: 'object' as const, properties: { city: { type: 'string' } } },
      description: 'The weather of a city.',
    },
  };
}

test.each([
  ['smart', false],
  ['smart', true],
  ['foreign', false],
  ['foreign', true],
] as const)(
  'the client runs the tools that %s calls and tells it their results, streamed: %s',
  async (model, stream) => {
    const call = (city: string) => ({ name: 'weather', arguments: { city } });
    next.splice(0, 1, { toolCalls: [call('Graz'), call('Linz')] }, { text: 'Sunny in both.' });
    const asked: string[] = [];
    const before = upstream.requests.length;
    const tools = [weatherTool(asked)];
    const { chat } = clientOf();
    const runner = stream
      ? chat.completions.runTools({ model, messages, tools, stream })
      : chat.completions.runTools({ model, messages, tools });
    expect(await runner.finalContent()).toBe('Sunny in both.');
    expect(asked).toEqual(['Graz', 'Linz']);
    const [, second] = upstream.requests.slice(before);
    expect(JSON.stringify(second?.body['messages'])).toMatch(/sunny in Graz.*sunny in Linz/);
  },
);

test("an agent's answer is streamed by the client's helper, and it runs its own tools only", async () => {
  const { chat } = clientOf();
  const stream = chat.completions.stream({ model: 'agent:default/greeter', messages });
  const pieces: string[] = [];
  stream.on('content', (delta) => pieces.push(delta));
  const { choices, model } = await stream.finalChatCompletion();
  expect([pieces.join(''), choices[0]?.message.content, model]).toEqual([
    'Hello Ada',
    'Hello Ada',
    'agent:default/greeter',
  ]);
  const offered = chat.completions.create({ model: 'agent:greeter', messages, tools: [weatherTool([])] });
  const error = await failureOf(offered);
  expect(error).toBeInstanceOf(OpenAI.BadRequestError);
  expect(error.param).toBe('tools');
});

test('who aborts a stream of an agent leaves its run to go on', async () => {
  let goOn: (value?: unknown) => void = () => undefined;
  const until = new Promise((resolve) => (goOn = resolve));
  next.splice(0, 1, { text: 'one two three', pause: { afterChunks: 2, until } });
  await h.apply(
    'apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: { name: writer }\nspec: { prompt: Write., model: smart }\n',
  );
  const stream = await clientOf().chat.completions.create({ model: 'agent:writer', messages, stream: true });
  let id = '';
  for await (const chunk of stream) {
    id = chunk.id.replace('chatcmpl-', '');
    if (chunk.choices[0]?.delta.content) break;
  }
  expect(stream.controller.signal.aborted).toBe(true);
  goOn();
  expect(await reach(h, id, 'SUCCEEDED')).toMatchObject({ output: 'one two three' });
});

test("a client's timeout ends its call upstream", async () => {
  next.splice(0, 1, { text: 'Too late.', delayMs: 2_000 });
  const before = upstream.requests.length;
  const slow = clientOf({ timeout: 300, maxRetries: 0 }).chat.completions.create({ model: 'smart', messages });
  expect(await failureOf(slow)).toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
  await upstream.requests[before]?.aborted;
});
