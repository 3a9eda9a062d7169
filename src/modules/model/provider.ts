import type { FinishReason, ModelDelta, ModelRequest, ToolCallRequest } from './model.ts';

/** What a provider's dialect is translated to. */
export interface ProviderReply {
  content: string;
  toolCalls: ToolCallRequest[];
  finishReason: FinishReason;
  /** Undefined when the provider did not report it. */
  usage: { inputTokens: number; outputTokens: number } | undefined;
  providerModel: string;
}

/** Speaks one provider's dialect. `emit` hears the reply as it grows. */
export type Provider = (request: ModelRequest, emit: (delta: ModelDelta) => void) => Promise<ProviderReply>;
