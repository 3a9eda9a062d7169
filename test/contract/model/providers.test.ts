import { afterEach, describe, expect, test } from 'vitest';
import type { Message, ModelDelta } from '../../../src/modules/model/index.ts';
import type { UpstreamReply } from '../../support/model-upstream.ts';
import { type Asked, apiKey, ask, closeAll, failureOf, tools, upstreamWith } from './calls.ts';

afterEach(closeAll);

describe.each(['openai', 'anthropic'])('%s', (provider) => {
  const failing = async (reply: UpstreamReply, asked: Asked = {}): Promise<unknown> =>
    ask(await upstreamWith({ replies: [reply] }), provider, asked).then(
      () => undefined,
      (error: unknown) => error,
    );

  test.each([
    ['streamed', true],
    ['in one piece', false],
  ])('a reply with text and tool calls arrives whole, %s', async (_way, streams) => {
    const calls = [
      { name: 'memory_read', arguments: { key: 'schön "🪐"', deep: [1, { a: null }] } },
      { name: 'memory_read_2', arguments: {} },
    ];
    const usage = { inputTokens: 120, outputTokens: 34 };
    const upstream = await upstreamWith({
      replies: [{ text: 'Ich sehe nach, größer 🪐', toolCalls: calls, usage }],
      streams,
    });
    const deltas: ModelDelta[] = [];
    const reply = await ask(upstream, provider, { tools, onDelta: (delta) => deltas.push(delta) });
    expect(reply).toMatchObject({
      message: {
        role: 'assistant',
        content: 'Ich sehe nach, größer 🪐',
        toolCalls: [
          { id: 'call_up_1', name: 'memory.read', arguments: { key: 'schön "🪐"', deep: [1, { a: null }] } },
          { id: 'call_up_2', name: 'memory_read', arguments: {} },
        ],
      },
      finishReason: 'tool_calls',
      usage: { ...usage, source: 'provider' },
      providerModel: 'big-1',
    });
    expect(joined(deltas)).toEqual({
      text: 'Ich sehe nach, größer 🪐',
      calls: [
        { id: 'call_up_1', name: 'memory.read', arguments: { key: 'schön "🪐"', deep: [1, { a: null }] } },
        { id: 'call_up_2', name: 'memory_read', arguments: {} },
      ],
    });
    expect(deltas.length > 10).toBe(streams);
  });

  test('text is passed on while the provider still writes', async () => {
    let goOn = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const upstream = await upstreamWith({ replies: [{ text: 'one two three', pause: { afterChunks: 5, until } }] });
    const texts: string[] = [];
    const reply = await ask(upstream, provider, {
      onDelta: (delta) => {
        if (delta.kind === 'text') texts.push(delta.text);
        if (texts.length === 2) goOn();
      },
    });
    expect(texts).toEqual(['one ', 'two ', 'three']);
    expect(reply.message.content).toBe('one two three');
    expect(reply.timeToFirstTokenMs).toBeLessThanOrEqual(reply.latencyMs);
  });

  test('usage that is not reported is estimated', async () => {
    const upstream = await upstreamWith({ replies: [{ text: '12345678', usage: null }] });
    expect((await ask(upstream, provider, { messages: [{ role: 'user', content: '1234' }] })).usage).toEqual({
      inputTokens: 1,
      outputTokens: 2,
      source: 'estimated',
    });
  });

  test('a reply that reached its limit says so', async () => {
    const upstream = await upstreamWith({ replies: [{ text: 'cut', isCutShort: true }] });
    expect((await ask(upstream, provider)).finishReason).toBe('length');
  });

  test('a conversation with tools comes to its end against an upstream without a script', async () => {
    const upstream = await upstreamWith();
    const first = await ask(upstream, provider, { tools });
    expect(first.message.toolCalls).toMatchObject([{ name: 'memory.read', arguments: { key: 'Hello' } }]);
    const [called] = first.message.toolCalls ?? [];
    const messages: Message[] = [
      { role: 'user', content: 'Hello' },
      first.message,
      { role: 'tool', toolCallId: called?.id ?? '', content: 'r' },
    ];
    const second = await ask(upstream, provider, { tools, messages, step: 2 });
    expect(second.message).toEqual({ role: 'assistant', content: 'model=big-1 step=2' });
  });

  test.each([
    [429, 'MODEL_RATE_LIMITED', true],
    [500, 'MODEL_UNAVAILABLE', true],
    [529, 'MODEL_UNAVAILABLE', true],
    [408, 'MODEL_TIMED_OUT', true],
    [400, 'MODEL_REFUSED', false],
    [401, 'MODEL_REFUSED', false],
    [307, 'MODEL_REFUSED', false],
  ])('HTTP %i is %s, with what the provider said and never with the key', async (status, code, retryable) => {
    const failure = await failing({ fault: { kind: 'status', status, message: `The key ${apiKey} is bad.` } });
    expect(failure).toMatchObject({
      code,
      retryable,
      facts: { status },
      message: expect.stringContaining('The key [key] is bad.'),
    });
    expect(JSON.stringify(failure)).not.toContain(apiKey);
  });

  test.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '7', 'retry-after-ms': '250' }, 250],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  ])('the pause that a provider asks for with %o is %i ms', async (headers, retryAfterMs) => {
    const failure = await failing({ fault: { kind: 'status', status: 429, headers } });
    expect(failure).toMatchObject({ code: 'MODEL_RATE_LIMITED', facts: { retryAfterMs } });
  });

  test.each([0, 1, 2, 3, 4])('a stream that is cut after %i chunks can be tried again', async (afterChunks) => {
    const failure = await failing({ text: 'one two three', fault: { kind: 'cut', afterChunks } });
    expect(failure).toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true });
  });

  test.each([
    ['a stream that ends well before its reply does', '', 'text/event-stream', 'MODEL_UNAVAILABLE'],
    ['an event that is not JSON', 'data: {"choices":[{\n\n', 'text/event-stream', 'MODEL_REFUSED'],
    [
      'an event of another dialect',
      'event: message_start\ndata: {"type":"message_start","choices":"none"}\n\n',
      'text/event-stream',
      'MODEL_REFUSED',
    ],
    ['a page', '<html>Welcome</html>', 'text/html', 'MODEL_REFUSED'],
    ['JSON of another kind', '{"hello":"world"}', 'application/json', 'MODEL_REFUSED'],
  ])('%s is a clear failure', async (_what, body, contentType, code) => {
    expect(await failing({ fault: { kind: 'garbage', body, contentType } })).toMatchObject({
      code,
      message: expect.stringContaining('big-1'),
    });
  });

  test.each(['{"key": ', '[1]', '"text"', 'nothing'])('tool arguments %s are a clear failure', async (args) => {
    const failure = await failing({ toolCalls: [{ name: 'search', arguments: args }] });
    expect(failure).toMatchObject({ code: 'MODEL_REFUSED', message: expect.stringContaining('search') });
  });

  test('an answer that takes too long ends the call and the work upstream', async () => {
    const upstream = await upstreamWith({
      replies: [{ text: 'a b c', pause: { afterChunks: 3, until: new Promise(() => undefined) } }],
    });
    await expect(ask(upstream, provider, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'MODEL_TIMED_OUT',
      retryable: true,
    });
    await upstream.requests[0]?.aborted;
  });

  test('its signal ends the call with its reason, and the work upstream', async () => {
    const upstream = await upstreamWith({
      replies: [{ text: 'a b c', pause: { afterChunks: 0, until: new Promise(() => undefined) } }],
    });
    const controller = new AbortController();
    const waiting = ask(upstream, provider, { signal: controller.signal });
    waiting.catch(() => undefined);
    const [request] = await upstream.waitForRequests(1);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await request?.aborted;
  });

  test('nobody at the address is a failure that can be tried again', async () => {
    const upstream = await upstreamWith();
    await upstream.close();
    await expect(ask(upstream, provider)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', retryable: true });
  });

  test('a provider inside is not called unless its operator said so', async () => {
    const upstream = await upstreamWith();
    await expect(ask(upstream, provider, { target: { allowPrivate: false } })).rejects.toMatchObject({
      code: 'OUTBOUND_REFUSED',
    });
    expect(upstream.requests).toHaveLength(0);
  });

  test('its own service is not called without a key', async () => {
    expect(await failureOf({ target: { provider, model: 'big-1' } })).toMatchObject({ code: 'SECRET_UNRESOLVED' });
  });
});

/** What somebody who only hears the deltas ends up with. */
function joined(deltas: readonly ModelDelta[]): { text: string; calls: object[] } {
  let text = '';
  const calls: { id?: string | undefined; name?: string | undefined; argumentsText: string }[] = [];
  for (const delta of deltas) {
    if (delta.kind === 'text') {
      text += delta.text;
      continue;
    }
    const call = calls[delta.index] ?? { id: delta.id, name: delta.name, argumentsText: '' };
    calls[delta.index] = { ...call, argumentsText: call.argumentsText + delta.argumentsText };
  }
  return {
    text,
    calls: calls.map(({ id, name, argumentsText }) => ({ id, name, arguments: JSON.parse(argumentsText || '{}') })),
  };
}
