import { afterEach, describe, expect, test } from 'vitest';
import { apiKey, ask, call, closeAll, conversation, failureOf, tools, upstreamWith } from './calls.ts';

afterEach(closeAll);

describe('openai', () => {
  test('gets messages, tools and parameters in its dialect', async () => {
    const upstream = await upstreamWith({ replies: [{ text: 'ok' }] });
    await ask(upstream, 'openai', {
      messages: conversation,
      tools,
      parameters: { temperature: 0.5, topP: 0.9, maxOutputTokens: 77 },
      target: { apiKey: `${apiKey}\n` },
    });
    const [request] = upstream.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'idempotency-key': 'run:agent/model:1',
    });
    expect(request?.body).toEqual({
      model: 'big-1',
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 77,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Grüße' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'memory_read', arguments: '{"key":"ä"}' } },
            { id: 'c2', type: 'function', function: { name: 'memory_read_2', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'one' },
        { role: 'tool', tool_call_id: 'c2', content: 'two' },
      ],
      tools: [
        {
          type: 'function',
          function: { name: 'memory_read', description: 'Reads.', parameters: tools[0]?.inputSchema },
        },
        {
          type: 'function',
          function: { name: 'memory_read_2', description: 'Reads too.', parameters: tools[1]?.inputSchema },
        },
      ],
    });
  });

  test('tool calls of servers that number them badly or not at all are told apart', async () => {
    const piece = (toolCall: object): string =>
      `data: ${JSON.stringify({ choices: [{ delta: { tool_calls: [toolCall] } }] })}\n\n`;
    const end = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n';
    const badly = ['a', 'b'].map((id) => piece({ index: 0, id, function: { name: `t_${id}`, arguments: '{"n":1}' } }));
    const notAtAll = ['a', 'b'].flatMap((id) => [
      piece({ function: { name: `t_${id}`, arguments: '{"n"' } }),
      piece({ function: { arguments: ':1}' } }),
    ]);
    for (const chunks of [badly, notAtAll]) {
      const upstream = await upstreamWith({
        replies: [{ fault: { kind: 'garbage', body: [...chunks, end].join('') } }],
      });
      const reply = await ask(upstream, 'openai', { step: 4 });
      expect(reply.finishReason).toBe('tool_calls');
      expect(reply.message.toolCalls).toMatchObject([
        { name: 't_a', arguments: { n: 1 } },
        { name: 't_b', arguments: { n: 1 } },
      ]);
      expect(new Set(reply.message.toolCalls?.map((one) => one.id)).size).toBe(2);
    }
  });

  test('a refusal is text that ends with content_filter', async () => {
    const body =
      'data: {"choices":[{"delta":{"refusal":"No."}}]}\n\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
    const upstream = await upstreamWith({ replies: [{ fault: { kind: 'garbage', body } }] });
    expect(await ask(upstream, 'openai')).toMatchObject({
      message: { content: 'No.' },
      finishReason: 'content_filter',
    });
  });

  test.each([
    ['{"message":"Slow down","code":"rate_limit_exceeded"}', 'MODEL_RATE_LIMITED'],
    ['{"message":"Oops","type":"server_error"}', 'MODEL_UNAVAILABLE'],
    ['{"message":"No","type":"invalid_request_error"}', 'MODEL_REFUSED'],
    ['"Oops"', 'MODEL_UNAVAILABLE'],
  ])('the error %s inside a stream is %s', async (error, code) => {
    const upstream = await upstreamWith({
      replies: [{ fault: { kind: 'garbage', body: `data: {"error":${error}}\n\n` } }],
    });
    await expect(ask(upstream, 'openai')).rejects.toMatchObject({ code });
  });

  test('its compatible servers need no key but an address, and ollama is called under /v1', async () => {
    const upstream = await upstreamWith({ replies: [{ text: 'ok' }] });
    const target = { model: 'm', options: {}, allowPrivate: true };
    await call({ target: { ...target, provider: 'openai-compatible', baseUrl: `${upstream.baseUrl}/` } });
    await call({ target: { ...target, provider: 'ollama', baseUrl: upstream.url } });
    await call({ target: { ...target, provider: 'ollama', baseUrl: upstream.baseUrl } });
    expect(upstream.requests.map((request) => request.path)).toEqual(Array(3).fill('/v1/chat/completions'));
    for (const request of upstream.requests) expect(request.headers).not.toHaveProperty('authorization');
    expect(await failureOf({ target: { ...target, provider: 'openai-compatible' } })).toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
