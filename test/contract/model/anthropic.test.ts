import { afterEach, describe, expect, test } from 'vitest';
import type { Message } from '../../../src/modules/model/index.ts';
import { apiKey, ask, closeAll, conversation, tools, upstreamWith } from './calls.ts';

afterEach(closeAll);

describe('anthropic', () => {
  test('gets messages, tools and parameters in its dialect', async () => {
    const upstream = await upstreamWith({ replies: [{ text: 'ok' }] });
    const messages: Message[] = [...conversation, { role: 'user', content: 'And now?' }];
    await ask(upstream, 'anthropic', { messages, tools, parameters: { temperature: 0.5 } });
    const [request] = upstream.requests;
    expect(request?.path).toBe('/v1/messages');
    expect(request?.headers).toMatchObject({ 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' });
    expect(request?.body).toEqual({
      model: 'big-1',
      max_tokens: 4096,
      stream: true,
      temperature: 0.5,
      system: 'Be brief.',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Grüße' }] },
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'c1', name: 'memory_read', input: { key: 'ä' } },
            { type: 'tool_use', id: 'c2', name: 'memory_read_2', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'one' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'two' },
            { type: 'text', text: 'And now?' },
          ],
        },
      ],
      tools: [
        { name: 'memory_read', description: 'Reads.', input_schema: tools[0]?.inputSchema },
        { name: 'memory_read_2', description: 'Reads too.', input_schema: tools[1]?.inputSchema },
      ],
    });
  });

  test('takes version and token limit from its options', async () => {
    const upstream = await upstreamWith({ replies: [{ text: 'ok' }] });
    await ask(upstream, 'anthropic', { target: { options: { anthropic_version: '2099-01-01', max_tokens: '99' } } });
    expect(upstream.requests[0]).toMatchObject({
      headers: { 'anthropic-version': '2099-01-01' },
      body: { max_tokens: 99 },
    });
  });

  test.each([
    ['overloaded_error', 'MODEL_UNAVAILABLE'],
    ['rate_limit_error', 'MODEL_RATE_LIMITED'],
    ['invalid_request_error', 'MODEL_REFUSED'],
  ])('the event error of type %s is %s', async (type, code) => {
    const body = `event: error\ndata: {"type":"error","error":{"type":"${type}","message":"Busy"}}\n\n`;
    const upstream = await upstreamWith({ replies: [{ fault: { kind: 'garbage', body } }] });
    await expect(ask(upstream, 'anthropic')).rejects.toMatchObject({ code, message: expect.stringContaining('Busy') });
  });

  test('counts cached input, and passes over blocks and events that it does not know', async () => {
    const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
    const body = [
      event({
        type: 'message_start',
        message: {
          model: 'big-1-2099',
          content: [],
          usage: { input_tokens: 1, cache_read_input_tokens: 20, cache_creation_input_tokens: 300, output_tokens: 1 },
        },
      }),
      event({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
      event({ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } }),
      event({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } }),
      event({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Yes' } }),
      event({ type: 'brand_new' }),
      event({ type: 'message_delta', delta: { stop_reason: 'refusal' }, usage: { output_tokens: 9 } }),
      event({ type: 'message_stop' }),
    ].join('');
    const upstream = await upstreamWith({ replies: [{ fault: { kind: 'garbage', body } }] });
    expect(await ask(upstream, 'anthropic')).toMatchObject({
      message: { role: 'assistant', content: 'Yes' },
      usage: { inputTokens: 321, outputTokens: 9, source: 'provider' },
      finishReason: 'content_filter',
      providerModel: 'big-1-2099',
    });
  });
});
