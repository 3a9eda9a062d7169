import { z } from 'zod';
import { type OutboundResponse, readEventStream } from '../../platform/http/index.ts';
import type { FinishReason, ModelRequest } from './model.ts';
import { cutOff, malformed, streamFailure } from './model-errors.ts';
import type { ProviderReply } from './provider.ts';
import { parseJson } from './provider-call.ts';
import type { ReplyAssembler } from './reply-assembler.ts';

const count = z.int().min(0).nullish();

const usage = z
  .object({
    input_tokens: count,
    cache_creation_input_tokens: count,
    cache_read_input_tokens: count,
    output_tokens: count,
  })
  .nullish();

/** Blocks of kinds that we don't ask for, such as thinking, are passed over. */
const block = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({ type: z.string() }).transform(() => ({ type: 'other' as const })),
]);

const message = z.object({ model: z.string(), content: z.array(block), stop_reason: z.string().nullish(), usage });

const streamed = z.union([
  z.object({ type: z.literal('message_start'), message }),
  z.object({ type: z.literal('content_block_start'), index: z.int(), content_block: block }),
  z.object({
    type: z.literal('content_block_delta'),
    index: z.int(),
    delta: z.object({ text: z.string().optional(), partial_json: z.string().optional() }),
  }),
  z.object({ type: z.literal('message_delta'), delta: z.object({ stop_reason: z.string().nullish() }), usage }),
  z.object({ type: z.literal('error'), error: z.object({ type: z.string(), message: z.string() }) }),
]);

type Block = z.infer<typeof block>;

/** What every event has. */
const typed = z.object({ type: z.string() });

const readTypes: ReadonlySet<unknown> = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'message_delta',
  'error',
]);

const finishReasons: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/** Gathers what the events of one reply say. */
export class AnthropicReply {
  readonly #request: ModelRequest;
  readonly #assembler: ReplyAssembler;
  #finishReason: FinishReason | undefined;
  #inputTokens: number | undefined;
  #outputTokens: number | undefined;
  #model: string | undefined;

  constructor(request: ModelRequest, assembler: ReplyAssembler) {
    this.#request = request;
    this.#assembler = assembler;
  }

  /** Reads a streamed reply to its end. @throws OrreryError MODEL_UNAVAILABLE when it is cut off */
  async readStream(response: OutboundResponse): Promise<ProviderReply> {
    for await (const { data } of readEventStream(response.body)) {
      const value = parseJson(this.#request.target, data);
      const { success, data: event } = typed.safeParse(value);
      if (event?.type === 'message_stop') return this.#finish();
      // New kinds of events may come any time and are to be ignored, and so are pings.
      if (!success || readTypes.has(event.type)) this.#take(value);
    }
    throw cutOff(this.#request.target);
  }

  /** Reads a reply that came in one piece. */
  async readWhole(response: OutboundResponse): Promise<ProviderReply> {
    const { success, data, error } = message.safeParse(parseJson(this.#request.target, await response.text()));
    if (!success) throw malformed(this.#request.target, 'an answer that is no message', error);
    this.#begin(data);
    return this.#finish();
  }

  #take(value: unknown): void {
    const { target } = this.#request;
    const { success, data: event, error } = streamed.safeParse(value);
    if (!success) throw malformed(target, 'an event that is none of its dialect', error);
    if (event.type === 'message_start') this.#begin(event.message);
    else if (event.type === 'content_block_start') this.#open(event.index, event.content_block);
    else if (event.type === 'content_block_delta') this.#grow(event.index, event.delta);
    else if (event.type === 'message_delta') this.#account(event.usage, event.delta.stop_reason);
    else throw streamFailure(target, { kind: event.error.type, message: event.error.message });
  }

  #begin({ model, content, usage: used, stop_reason: stopReason }: z.infer<typeof message>): void {
    this.#model = model;
    this.#account(used, stopReason);
    for (const [index, piece] of content.entries()) this.#open(index, piece);
  }

  #open(key: number, piece: Block): void {
    if (piece.type === 'text') this.#assembler.text(piece.text);
    if (piece.type !== 'tool_use') return;
    // A stream begins with an empty input and sends it in pieces; a whole message has it at once.
    const argumentsText = isEmpty(piece.input) ? '' : JSON.stringify(piece.input);
    this.#assembler.toolCall({ key, id: piece.id, name: piece.name, argumentsText });
  }

  #grow(
    key: number,
    { text, partial_json: partialJson }: { text?: string | undefined; partial_json?: string | undefined },
  ): void {
    if (text !== undefined) this.#assembler.text(text);
    if (partialJson) this.#assembler.toolCall({ key, argumentsText: partialJson });
  }

  /** Later counts replace earlier ones: those at the end are the sums. */
  #account(used: z.infer<typeof usage>, stopReason: string | null | undefined): void {
    if (stopReason) this.#finishReason = finishReasons[stopReason] ?? 'stop';
    if (typeof used?.output_tokens === 'number') this.#outputTokens = used.output_tokens;
    if (typeof used?.input_tokens !== 'number') return;
    this.#inputTokens =
      used.input_tokens + (used.cache_creation_input_tokens ?? 0) + (used.cache_read_input_tokens ?? 0);
  }

  #finish(): ProviderReply {
    const { target } = this.#request;
    const inputTokens = this.#inputTokens;
    const outputTokens = this.#outputTokens;
    const isCounted = inputTokens !== undefined && outputTokens !== undefined;
    return {
      ...this.#assembler.finish(this.#finishReason ?? 'stop'),
      usage: isCounted ? { inputTokens, outputTokens } : undefined,
      providerModel: this.#model ?? target.model,
    };
  }
}

function isEmpty(input: unknown): boolean {
  return input === undefined || input === null || (typeof input === 'object' && Object.keys(input).length === 0);
}
