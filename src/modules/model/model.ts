export type MessageRole = 'system' | 'user' | 'assistant' | 'tool';

/** A tool call that a model asked for. */
export interface ToolCallRequest {
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** One message of a conversation, in no provider's dialect. */
export interface Message {
  role: MessageRole;
  content: string;
  /** What an assistant asked for with this message. */
  toolCalls?: ToolCallRequest[];
  /** The call that a tool message answers. */
  toolCallId?: string;
  name?: string;
}

/** A tool that the model may call. */
export interface ToolOffer {
  name: string;
  description: string;
  /** JSON Schema of its arguments, which are an object. */
  inputSchema: Record<string, unknown>;
}

/** One reply of the mock provider. */
export interface ScriptedReply {
  /** `{{result}}` stands for the last tool result, `{{input}}` for the last user message. */
  text?: string | undefined;
  toolCalls?: { name: string; arguments: Record<string, unknown> }[] | undefined;
  delayMs?: number | undefined;
  /** Fails as a provider that answers with this HTTP status. */
  error?: { status: number; message: string } | undefined;
  usage?: { inputTokens: number; outputTokens: number } | undefined;
}

/** Prices as exact decimals. */
export interface ModelPricing {
  /** ISO 4217, such as USD. */
  currency: string;
  inputPerMillionTokens: string;
  outputPerMillionTokens: string;
}

/** Which model is called, and how it is reached. */
export interface ModelTarget {
  provider: string;
  model: string;
  /** The provider's own when not given. */
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  /** Keys in small letters: `anthropic_version`, `max_tokens`. */
  options: Record<string, string>;
  /** Whether the provider may be on a private network or on this machine. */
  allowPrivate: boolean;
  pricing?: ModelPricing | undefined;
  /** What the mock answers, by step. */
  script?: ScriptedReply[] | undefined;
}

/** What a caller may set; the provider decides about the rest. */
export interface ModelParameters {
  temperature?: number | undefined;
  topP?: number | undefined;
  maxOutputTokens?: number | undefined;
  /** Texts before which the reply ends. */
  stop?: string[] | undefined;
}

/** Whether tools may or must be called, or the name of the one that must be. */
export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };

/** One call of one model. */
export interface ModelRequest {
  target: ModelTarget;
  messages: Message[];
  tools: ToolOffer[];
  /** `auto` when not given. */
  toolChoice?: ToolChoice | undefined;
  parameters: ModelParameters;
  /** 1 for the first model call of its run; the mock's step. */
  step: number;
  /** The same for every attempt of one call; sent as the `Idempotency-Key` header. */
  idempotencyKey: string;
  /** Ends the call and the provider's work, with the signal's reason. */
  signal: AbortSignal;
  /** For the whole call, the last token included. */
  timeoutMs: number;
  /** Hears the reply as it grows. What it heard is void when the call fails. */
  onDelta?: ((delta: ModelDelta) => void) | undefined;
}

/** A piece of a reply. `index` counts the reply's tool calls from 0; id and name come with a call's first piece. */
export type ModelDelta =
  | { kind: 'text'; text: string }
  | { kind: 'toolCall'; index: number; id?: string; name?: string; argumentsText: string };

/** Tokens as the provider counted them, or estimated at four characters each. */
export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
  source: 'provider' | 'estimated';
}

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** A finished reply, with what it took and cost. Times are whole milliseconds. */
export interface ModelReply {
  /** Of the role assistant. */
  message: Message;
  finishReason: FinishReason;
  usage: ModelUsage;
  /** An exact decimal; `0` when the target has no prices. */
  cost: { amount: string; currency: string };
  latencyMs: number;
  /** Null when the reply was empty. */
  timeToFirstTokenMs: number | null;
  /** The model as the provider names it. */
  providerModel: string;
}

/** Calls models. */
export interface ModelGateway {
  /**
   * Calls one model once.
   * @throws OrreryError MODEL_UNAVAILABLE, MODEL_RATE_LIMITED (with the fact `retryAfterMs` when the provider names it),
   * MODEL_REFUSED, MODEL_TIMED_OUT, SECRET_UNRESOLVED, INPUT_INVALID, OUTBOUND_REFUSED, OUTBOUND_TOO_LARGE;
   * the signal's reason when it aborts
   */
  call(request: ModelRequest): Promise<ModelReply>;
}
