import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

type Json = Record<string, unknown>;
type Dialect = 'openai' | 'anthropic';

/** How an answer goes wrong. `cut` breaks the connection after so many chunks; `garbage` is sent as it is. */
export type UpstreamFault =
  | { kind: 'status'; status: number; message?: string; headers?: Record<string, string> }
  | { kind: 'cut'; afterChunks: number }
  | { kind: 'garbage'; body: string; contentType?: string };

/** One reply, in no dialect. */
export interface UpstreamReply {
  text?: string;
  /** Arguments that are a text are sent as they are, be they JSON or not. */
  toolCalls?: { name: string; arguments: Json | string }[];
  /** Null when the upstream reports none; 10 and 5 tokens when not given. */
  usage?: { inputTokens: number; outputTokens: number } | null;
  /** Ends the reply because of its length. */
  isCutShort?: boolean;
  /** Waits before it answers. */
  delayMs?: number;
  /** Waits after so many chunks of a stream until the promise resolves. */
  pause?: { afterChunks: number; until: Promise<unknown> };
  fault?: UpstreamFault;
}

/** A request as the upstream got it. */
export interface ModelUpstreamRequest {
  dialect: Dialect;
  path: string;
  headers: IncomingHttpHeaders;
  body: Json;
  /** Resolves when the connection of this request is closed before the answer is complete. */
  aborted: Promise<void>;
}

export interface ModelUpstreamOptions {
  /** Given in this order; a last one without tool calls again and again. */
  replies?: readonly UpstreamReply[];
  /** Decides each reply, in place of `replies`; `index` counts requests from 0. */
  reply?: (request: ModelUpstreamRequest, index: number) => UpstreamReply;
  /** False for an upstream that answers with plain JSON although a stream was asked for. */
  streams?: boolean;
}

export interface ModelUpstream {
  /** Origin without a slash at the end. */
  url: string;
  /** Base URL for both dialects: `<url>/v1`. */
  baseUrl: string;
  requests: ModelUpstreamRequest[];
  /** Resolves when so many requests came in. */
  waitForRequests(count: number): Promise<ModelUpstreamRequest[]>;
  close(): Promise<void>;
}

/**
 * Starts a real HTTP server on a free port of 127.0.0.1 that speaks OpenAI's chat completions and Anthropic's messages,
 * streamed and not. Without a script it calls the first tool it is offered once, and then answers `model=<m> step=<n>`.
 */
export async function startModelUpstream(options: ModelUpstreamOptions = {}): Promise<ModelUpstream> {
  const { streams = true, replies = [] } = options;
  const requests: ModelUpstreamRequest[] = [];
  const waiting = new Set<() => void>();

  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming, response);
    if (!request) return sendJson(response, 404, { error: { message: `There is nothing at ${incoming.url}.` } });
    const index = requests.push(request) - 1;
    for (const check of waiting) check();
    const reply = options.reply?.(request, index) ?? scripted(replies, index) ?? unscripted(request.body);
    await answer(response, request, { reply, isStream: streams && request.body['stream'] === true });
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    baseUrl: `${url}/v1`,
    requests,
    waitForRequests: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (requests.length < count) return;
          waiting.delete(check);
          resolve(requests);
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<ModelUpstreamRequest | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const path = incoming.url ?? '';
  const dialect = path.endsWith('/chat/completions') ? 'openai' : path.endsWith('/messages') ? 'anthropic' : undefined;
  if (!dialect || incoming.method !== 'POST') return undefined;
  const aborted = new Promise<void>((resolve) => {
    response.once('close', () => response.writableFinished || resolve());
  });
  return {
    dialect,
    path,
    headers: incoming.headers,
    body: JSON.parse(Buffer.concat(chunks).toString('utf8')),
    aborted,
  };
}

function scripted(replies: readonly UpstreamReply[], index: number): UpstreamReply | undefined {
  const last = replies.at(-1);
  return replies[index] ?? (last?.toolCalls ? undefined : last);
}

/** What the mock provider would answer. Both dialects keep messages and tools under the same names. */
function unscripted(body: Json): UpstreamReply {
  const messages = list(body['messages']);
  const step = messages.filter((message) => message['role'] === 'assistant').length + 1;
  const text = `model=${body['model']} step=${step}`;
  const [tool] = list(body['tools']);
  if (!tool || step > 1) return { text };
  const offer = isJson(tool['function']) ? tool['function'] : tool;
  const schema = offer['parameters'] ?? offer['input_schema'];
  const properties = isJson(schema) && isJson(schema['properties']) ? schema['properties'] : {};
  const [key = 'input'] = Object.entries(properties).find(([, one]) => isJson(one) && one['type'] === 'string') ?? [];
  return { text, toolCalls: [{ name: String(offer['name']), arguments: { [key]: lastUserText(messages) } }] };
}

function lastUserText(messages: Json[]): string {
  const content = messages.findLast((message) => message['role'] === 'user')?.['content'];
  if (typeof content === 'string') return content;
  return list(content)
    .map((block) => block['text'] ?? '')
    .join('');
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function answer(
  response: ServerResponse,
  { dialect, body }: ModelUpstreamRequest,
  { reply, isStream }: { reply: UpstreamReply; isStream: boolean },
): Promise<void> {
  const { fault } = reply;
  if (reply.delayMs) await delay(reply.delayMs);
  if (fault?.kind === 'garbage') {
    response.writeHead(200, { 'content-type': fault.contentType ?? 'text/event-stream' }).end(fault.body);
  } else if (fault?.kind === 'status') {
    const error = { type: 'error', message: fault.message ?? 'It does not work.' };
    sendJson(response, fault.status, { type: 'error', error }, fault.headers);
  } else if (isStream) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    await play(response, dialect === 'openai' ? openAiStream(body, reply) : anthropicStream(body, reply), reply);
  } else {
    sendJson(response, 200, dialect === 'openai' ? openAiWhole(body, reply) : anthropicWhole(body, reply));
  }
}

function sendJson(response: ServerResponse, status: number, body: Json, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function play(
  response: ServerResponse,
  chunks: Iterable<string>,
  { pause, fault }: UpstreamReply,
): Promise<void> {
  let sent = 0;
  for (const chunk of chunks) {
    if (pause?.afterChunks === sent) {
      response.flushHeaders();
      await pause.until;
    }
    if (fault?.kind === 'cut' && fault.afterChunks === sent) {
      // What was written is handed to the system before the connection goes.
      response.write('', () => response.destroy());
      return;
    }
    response.write(chunk);
    sent++;
  }
  response.end();
}

const defaultUsage = { inputTokens: 10, outputTokens: 5 };

function words(text = ''): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

function callsOf(reply: UpstreamReply): { id: string; name: string; argumentsText: string }[] {
  return (reply.toolCalls ?? []).map(({ name, arguments: given }, index) => ({
    id: `call_up_${index + 1}`,
    name,
    argumentsText: typeof given === 'string' ? given : JSON.stringify(given),
  }));
}

/** Arguments come in pieces that are not JSON by themselves. */
function pieces(text: string): string[] {
  return text.match(/.{1,7}/gs) ?? [];
}

function openAiUsage({ usage = defaultUsage }: UpstreamReply): Json {
  if (!usage) return {};
  const { inputTokens: input, outputTokens: output } = usage;
  return { usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output } };
}

function openAiFinish(reply: UpstreamReply): string {
  return reply.isCutShort ? 'length' : reply.toolCalls ? 'tool_calls' : 'stop';
}

function openAiWhole({ model }: Json, reply: UpstreamReply): Json {
  const calls = callsOf(reply).map(({ id, name, argumentsText }) => ({
    id,
    type: 'function',
    function: { name, arguments: argumentsText },
  }));
  const message = {
    role: 'assistant',
    content: reply.text ?? null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  const choices = [{ index: 0, message, finish_reason: openAiFinish(reply) }];
  return { id: 'chatcmpl-1', object: 'chat.completion', created: 1_700_000_000, model, choices, ...openAiUsage(reply) };
}

function* openAiStream(body: Json, reply: UpstreamReply): Generator<string> {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: body['model'] };
  const chunk = (delta: Json, finishReason: string | null = null): string =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
  yield chunk({ role: 'assistant', content: '' });
  for (const content of words(reply.text)) yield chunk({ content });
  for (const [index, { id, name, argumentsText }] of callsOf(reply).entries()) {
    yield chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] });
    for (const piece of pieces(argumentsText)) yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
  }
  yield chunk({}, openAiFinish(reply));
  const wantsUsage = isJson(body['stream_options']) && body['stream_options']['include_usage'] === true;
  if (wantsUsage && reply.usage !== null)
    yield `data: ${JSON.stringify({ ...head, choices: [], ...openAiUsage(reply) })}\n\n`;
  yield 'data: [DONE]\n\n';
}

function anthropicUsage({ usage = defaultUsage }: UpstreamReply): Json {
  return usage ? { usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens } } : {};
}

function anthropicStop(reply: UpstreamReply): string {
  return reply.isCutShort ? 'max_tokens' : reply.toolCalls ? 'tool_use' : 'end_turn';
}

function anthropicMessage(model: unknown, content: Json[], stopReason: string | null): Json {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stopReason,
    stop_sequence: null,
  };
}

function anthropicWhole({ model }: Json, reply: UpstreamReply): Json {
  const text = reply.text === undefined ? [] : [{ type: 'text', text: reply.text }];
  const calls = callsOf(reply).map(({ id, name, argumentsText }) => ({
    type: 'tool_use',
    id,
    name,
    input: JSON.parse(argumentsText),
  }));
  return { ...anthropicMessage(model, [...text, ...calls], anthropicStop(reply)), ...anthropicUsage(reply) };
}

function* anthropicStream({ model }: Json, reply: UpstreamReply): Generator<string> {
  const event = (type: string, data: Json): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
  const { usage = defaultUsage } = reply;
  const opening = usage ? { usage: { input_tokens: usage.inputTokens, output_tokens: 1 } } : {};
  yield event('message_start', { message: { ...anthropicMessage(model, [], null), ...opening } });
  yield event('ping', {});
  let index = 0;
  if (reply.text !== undefined) {
    yield event('content_block_start', { index, content_block: { type: 'text', text: '' } });
    for (const text of words(reply.text))
      yield event('content_block_delta', { index, delta: { type: 'text_delta', text } });
    yield event('content_block_stop', { index: index++ });
  }
  for (const { id, name, argumentsText } of callsOf(reply)) {
    yield event('content_block_start', { index, content_block: { type: 'tool_use', id, name, input: {} } });
    for (const piece of pieces(argumentsText)) {
      yield event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: piece } });
    }
    yield event('content_block_stop', { index: index++ });
  }
  const used = usage ? { usage: { output_tokens: usage.outputTokens } } : {};
  yield event('message_delta', { delta: { stop_reason: anthropicStop(reply), stop_sequence: null }, ...used });
  yield event('message_stop', {});
}
