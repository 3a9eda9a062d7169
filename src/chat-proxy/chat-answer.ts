import type { Message, ModelDelta } from '../modules/model/index.ts';
import type { Exchange } from '../server/index.ts';
import { chatErrorOf } from './chat-error.ts';

/** More than this waiting for a slow client, and it is cut. */
const mostBufferedBytes = 1024 * 1024;

/** Who answers, and under which id. */
export interface AnswerHead {
  id: string;
  model: string;
  /** Seconds since 1970. */
  created: number;
}

export interface AnswerUsage {
  inputTokens: number;
  outputTokens: number;
}

/** Headers of an answer that comes while it is written. */
export const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
} as const;

/** Writes JSON as the whole answer. */
export function sendJson(
  exchange: Exchange,
  answer: { status: number; body: unknown; headers?: Record<string, string> },
): void {
  const { response, request } = exchange;
  if (response.headersSent || response.destroyed) return;
  const text = Buffer.from(JSON.stringify(answer.body));
  const headers = exchange.headers(answer.headers);
  headers['content-type'] = 'application/json';
  headers['content-length'] = String(text.length);
  // A body that was not read to its end would be taken for the next request.
  if (!request.complete) headers['connection'] = 'close';
  response.writeHead(answer.status, headers);
  response.end(text);
}

/** Tells the client what went wrong, in whatever state its answer is. */
export function sendError(exchange: Exchange, error: unknown): void {
  const { response } = exchange;
  // Writing to somebody who left would be an error of its own.
  if (response.destroyed) return;
  const { status, body, headers } = chatErrorOf(error);
  if (!response.headersSent) sendJson(exchange, { status, body, headers });
  else if (!String(response.getHeader('content-type')).startsWith('text/event-stream')) response.destroy();
  else if (!response.writableEnded) response.end(`data: ${JSON.stringify(body)}\n\n`);
}

/** A whole completion. */
export function completionOf(
  head: AnswerHead,
  said: { message: Message; finishReason: string; usage: AnswerUsage },
): object {
  const { message, finishReason, usage } = said;
  const { toolCalls = [], content } = message;
  const calls = toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  const answer = {
    role: 'assistant',
    content: content === '' && calls.length > 0 ? null : content,
    refusal: null,
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: answer, logprobs: null, finish_reason: finishReason }],
    usage: usageOf(usage),
  };
}

function usageOf({ inputTokens, outputTokens }: AnswerUsage): object {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}

/** A completion in chunks. Nothing is sent before the first, so that a failure before it still has its own status. */
export class ChunkStream {
  readonly #exchange: Exchange;
  readonly #head: AnswerHead;
  readonly #wantsUsage: boolean;
  #hasBegun = false;

  constructor(exchange: Exchange, head: AnswerHead, wantsUsage: boolean) {
    this.#exchange = exchange;
    this.#head = head;
    this.#wantsUsage = wantsUsage;
  }

  delta(delta: ModelDelta): void {
    if (delta.kind === 'text') this.#choice({ content: delta.text });
    else this.#toolCall(delta);
  }

  #toolCall(delta: ModelDelta & { kind: 'toolCall' }): void {
    const { index, id, name, argumentsText } = delta;
    const opening = id === undefined ? {} : { id, type: 'function' };
    const called = { ...(name !== undefined && { name }), arguments: argumentsText };
    this.#choice({ tool_calls: [{ index, ...opening, function: called }] });
  }

  /** Shows the client that somebody is still at work. */
  keepAlive(): void {
    this.#begin();
    this.#write(': keep-alive\n\n');
  }

  finish(finishReason: string, usage: AnswerUsage): void {
    this.#choice({}, finishReason);
    if (this.#wantsUsage) this.#chunk({ choices: [], usage: usageOf(usage) });
    this.#write('data: [DONE]\n\n');
    if (!this.#exchange.response.destroyed) this.#exchange.response.end();
  }

  #begin(): void {
    const { response } = this.#exchange;
    if (this.#hasBegun || response.destroyed) return;
    this.#hasBegun = true;
    for (const [name, value] of Object.entries(this.#exchange.headers(streamHeaders))) response.setHeader(name, value);
    response.writeHead(200);
    this.#choice({ role: 'assistant', content: '' });
  }

  #choice(delta: object, finishReason: string | null = null): void {
    this.#begin();
    this.#chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] });
  }

  #chunk(content: object): void {
    const usage = this.#wantsUsage ? { usage: null } : {};
    this.#write(
      `data: ${JSON.stringify({ ...this.#head, object: 'chat.completion.chunk', ...usage, ...content })}\n\n`,
    );
  }

  #write(text: string): void {
    const { response } = this.#exchange;
    if (response.destroyed) return;
    response.write(text);
    if (response.writableLength > mostBufferedBytes) response.destroy();
  }
}
