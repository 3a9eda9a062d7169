import { describe, expect, test } from 'vitest';
import type { Message, ModelDelta, ScriptedReply, ToolOffer } from '../../../src/modules/model/index.ts';
import { call, failureOf } from './calls.ts';

const tool = (name: string, properties: Record<string, unknown> = { query: { type: 'string' } }): ToolOffer => ({
  name,
  description: name,
  inputSchema: { type: 'object', properties },
});
const user = (content: string): Message => ({ role: 'user', content });
const calledTool = (name: string): Message => ({
  role: 'assistant',
  content: '',
  toolCalls: [{ id: 'c', name, arguments: {} }],
});
const result = (content: string): Message => ({ role: 'tool', toolCallId: 'c', content });

describe('the mock without a script', () => {
  test('answers with its model and step, and with an estimated usage', async () => {
    const reply = await call({ step: 3, messages: [user('12345678')] });
    expect(reply).toMatchObject({
      message: { role: 'assistant', content: 'model=m step=3' },
      finishReason: 'stop',
      usage: { inputTokens: 2, outputTokens: 4, source: 'estimated' },
      cost: { amount: '0', currency: 'USD' },
      providerModel: 'm',
    });
    expect(reply.message).not.toHaveProperty('toolCalls');
  });

  test('calls the first tool at step 1 with what came in, under the first property that takes text', async () => {
    const tools = [tool('calc', { n: { type: 'number' }, q: { type: ['string', 'null'] } }), tool('other')];
    const { message, finishReason } = await call({ tools, messages: [user('2+2')] });
    expect(message).toMatchObject({
      content: 'model=m step=1',
      toolCalls: [{ name: 'calc', arguments: { q: '2+2' } }],
    });
    expect(finishReason).toBe('tool_calls');
    const bare = await call({ tools: [{ ...tool('calc'), inputSchema: {} }], messages: [] });
    expect(bare.message.toolCalls).toMatchObject([{ arguments: { input: 'step=1' } }]);
  });

  test('prefers the tool that the conversation speaks of, in the order of its keywords', async () => {
    const tools = [tool('first'), tool('db-query'), tool('web-search')];
    const asked = { tools, messages: [{ role: 'system', content: 'Use the DB.' } as const, user('Search for it')] };
    expect((await call(asked)).message.toolCalls).toMatchObject([{ name: 'web-search' }]);
    const messages = [...asked.messages, calledTool('web-search'), result('r')];
    expect((await call({ tools, messages, step: 2 })).message.toolCalls).toMatchObject([{ name: 'db-query' }]);
  });

  test('finishes at step 2 although its tool is offered again', async () => {
    const messages = [user('echo this'), calledTool('echo'), result('this')];
    expect(await call({ tools: [tool('echo')], messages, step: 2 })).toMatchObject({
      message: { content: 'model=m step=2' },
      finishReason: 'stop',
    });
  });

  test('streams its text word by word', async () => {
    const deltas: ModelDelta[] = [];
    const reply = await call({ tools: [tool('t')], onDelta: (delta) => deltas.push(delta) });
    expect(deltas).toEqual([
      { kind: 'text', text: 'model=m ' },
      { kind: 'text', text: 'step=1' },
      { kind: 'toolCall', index: 0, id: 'call_1_1', name: 't', argumentsText: '{"query":"Hello"}' },
    ]);
    expect(reply.timeToFirstTokenMs).not.toBeNull();
  });
});

describe('the mock with a script', () => {
  const ask = (script: ScriptedReply[], step: number, messages: Message[] = [user('Hi $& there')]) =>
    call({
      target: { script, pricing: { currency: 'EUR', inputPerMillionTokens: '3', outputPerMillionTokens: '15.5' } },
      step,
      messages,
    });

  test('gives the reply of the step, and a last one that only talks again and again', async () => {
    const script = [{ toolCalls: [{ name: 'search', arguments: { q: 1 } }] }, { text: 'done' }];
    expect((await ask(script, 1)).message).toEqual({
      role: 'assistant',
      content: '',
      toolCalls: [{ id: 'call_1_1', name: 'search', arguments: { q: 1 } }],
    });
    expect((await ask(script, 2)).message.content).toBe('done');
    expect((await ask(script, 9)).message.content).toBe('done');
  });

  test('does not repeat a last reply that calls tools', async () => {
    const { message } = await ask([{ toolCalls: [{ name: 'search', arguments: {} }] }], 2);
    expect(message).toEqual({ role: 'assistant', content: 'model=m step=2' });
  });

  test('fills in the last tool result and the last user message, whatever they hold', async () => {
    const messages = [user('first'), user('$& {{result}}'), calledTool('t'), result('old'), result('new')];
    expect((await ask([{ text: 'r={{result}} i={{input}} {{other}}' }], 1, messages)).message.content).toBe(
      'r=new i=$& {{result}} {{other}}',
    );
  });

  test('reports the usage it is told to, and its exact cost', async () => {
    const reply = await ask([{ text: 'x', usage: { inputTokens: 1_000, outputTokens: 7 } }], 1);
    expect(reply).toMatchObject({
      usage: { inputTokens: 1_000, outputTokens: 7, source: 'provider' },
      cost: { amount: '0.0031085', currency: 'EUR' },
    });
  });

  test('fails as a provider with that status', async () => {
    await expect(ask([{ error: { status: 429, message: 'slow down' } }], 1)).rejects.toMatchObject({
      code: 'MODEL_RATE_LIMITED',
      message: expect.stringContaining('slow down'),
    });
    await expect(ask([{ error: { status: 503, message: '' } }], 1)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
    });
    await expect(ask([{ error: { status: 400, message: 'no' } }], 1)).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
  });

  test('takes its time, but no longer than it is given, and stops when it is told to', async () => {
    const target = { script: [{ text: 'late', delayMs: 60_000 }] };
    expect(await failureOf({ target, timeoutMs: 20 })).toMatchObject({ code: 'MODEL_TIMED_OUT' });
    const controller = new AbortController();
    const waiting = failureOf({ target, signal: controller.signal, timeoutMs: 120_000 });
    const reason = new Error('enough');
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    const quick = await call({ target: { script: [{ text: 'ok', delayMs: 20 }] } });
    expect(quick.latencyMs).toBeGreaterThanOrEqual(19);
  });
});
