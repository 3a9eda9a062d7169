export { type BreakerPass, Breakers, type BreakerView } from './breaker.ts';
export { callCost } from './call-cost.ts';
export type {
  FinishReason,
  Message,
  MessageRole,
  ModelDelta,
  ModelGateway,
  ModelParameters,
  ModelReply,
  ModelRequest,
  ModelTarget,
  ModelUsage,
  ScriptedReply,
  ToolCallRequest,
  ToolChoice,
  ToolOffer,
} from './model.ts';
export { connectionFailure } from './model-errors.ts';
export { createModelGateway } from './model-gateway.ts';
export { modelsRequest } from './models-list.ts';
export { type ChatUpstream, chatUpstream } from './openai.ts';
export { answerFailure } from './provider-call.ts';
export { estimateUsage } from './usage-estimate.ts';
