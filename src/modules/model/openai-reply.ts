import { z } from 'zod';
import { type OutboundResponse, readEventStream } from '../../platform/http/index.ts';
import type { FinishReason, ModelRequest } from './model.ts';
import { cutOff, malformed, streamFailure } from './model-errors.ts';
import type { ProviderReply } from './provider.ts';
import { parseJson } from './provider-call.ts';
import type { ReplyAssembler } from './reply-assembler.ts';

const text = z.string().nullish();

const said = z.object({
  content: text,
  refusal: text,
  tool_calls: z
    .array(
      z.object({ index: z.int().nullish(), id: text, function: z.object({ name: text, arguments: text }).nullish() }),
    )
    .nullish(),
});

const usage = z.object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) });

/** `{message, type, code}`, or only the message as a text. */
const failure = z.preprocess(
  (value) => (typeof value === 'string' ? { message: value } : value),
  z.object({ message: z.string(), type: text, code: z.union([z.string(), z.number()]).nullish() }),
);

/** A chunk of a stream, which has deltas, or a whole completion, which has messages. */
const completion = z.object({
  model: text,
  choices: z.array(z.object({ delta: said.nullish(), message: said.nullish(), finish_reason: text })).nullish(),
  usage: usage.nullish().catch(undefined),
  error: failure.nullish(),
});

type Completion = z.infer<typeof completion>;
type Said = z.infer<typeof said>;

const finishReasons: Record<string, FinishReason> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  content_filter: 'content_filter',
};

/** Gathers what the chunks of one reply say. */
export class OpenAiReply {
  readonly #request: ModelRequest;
  readonly #assembler: ReplyAssembler;
  #finishReason: FinishReason | undefined;
  #isRefused = false;
  #usage: ProviderReply['usage'];
  #model: string | undefined;

  constructor(request: ModelRequest, assembler: ReplyAssembler) {
    this.#request = request;
    this.#assembler = assembler;
  }

  /** Reads a streamed reply to its end. @throws OrreryError MODEL_UNAVAILABLE when it is cut off */
  async readStream(response: OutboundResponse): Promise<ProviderReply> {
    for await (const { data } of readEventStream(response.body)) {
      if (data.trim() === '[DONE]') return this.#finish(this.#finishReason ?? 'stop');
      this.#take(parseJson(this.#request.target, data));
    }
    if (this.#finishReason === undefined) throw cutOff(this.#request.target);
    return this.#finish(this.#finishReason);
  }

  /** Reads a reply that came in one piece. */
  async readWhole(response: OutboundResponse): Promise<ProviderReply> {
    const whole = this.#take(parseJson(this.#request.target, await response.text()));
    if (!whole.choices?.[0]?.message) throw malformed(this.#request.target, 'an answer without a message');
    return this.#finish(this.#finishReason ?? 'stop');
  }

  #take(value: unknown): Completion {
    const { target } = this.#request;
    const { success, data, error } = completion.safeParse(value);
    if (!success) throw malformed(target, 'an answer that is no chat completion', error);
    if (data.error) throw streamFailure(target, { kind: kindOf(data.error), message: data.error.message });
    this.#model ??= data.model || undefined;
    if (data.usage) this.#usage = { inputTokens: data.usage.prompt_tokens, outputTokens: data.usage.completion_tokens };
    const [choice] = data.choices ?? [];
    const piece = choice?.delta ?? choice?.message;
    if (choice?.finish_reason) this.#finishReason = finishReasons[choice.finish_reason] ?? 'stop';
    if (piece) this.#say(piece);
    return data;
  }

  #say({ content, refusal, tool_calls: calls }: Said): void {
    if (content) this.#assembler.text(content);
    if (refusal) this.#assembler.text(refusal);
    this.#isRefused ||= Boolean(refusal);
    for (const { index, id, function: called } of calls ?? []) {
      const argumentsText = called?.arguments ?? '';
      this.#assembler.toolCall({
        key: index ?? undefined,
        id: id || undefined,
        name: called?.name || undefined,
        argumentsText,
      });
    }
  }

  #finish(finishReason: FinishReason): ProviderReply {
    const providerModel = this.#model ?? this.#request.target.model;
    return {
      ...this.#assembler.finish(this.#isRefused ? 'content_filter' : finishReason),
      usage: this.#usage,
      providerModel,
    };
  }
}

function kindOf(error: { type?: string | null | undefined; code?: string | number | null | undefined }): string {
  return [error.type, error.code].filter(Boolean).join(' ') || 'error';
}
