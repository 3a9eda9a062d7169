export { agentNamed, type ChatModel } from './chat-model.ts';
export type { Admission, CallEstimate, CallOutcome, DirectCall, DirectReply } from './direct-call.ts';
export { ModelAccessService } from './model-access-service.ts';
export { ModelCatalog, modelTarget } from './model-catalog.ts';
export type { ModelProvider } from './model-provider.ts';
export type { ModelRoute, ModelUsageFilter, ModelUsageRecord, ModelUsageStatus } from './model-usage.ts';
export { ModelUsageStore } from './model-usage-store.ts';
export { assertModality, type Modality, type ModelTier } from './preference.ts';
export { UsageMeter } from './usage-meter.ts';
