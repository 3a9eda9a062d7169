import { callCost, estimateUsage } from '../model/index.ts';
import type { CallEstimate, DirectCall } from './direct-call.ts';
import type { CatalogEndpoint } from './model-catalog.ts';
import type { ModelRoute } from './model-usage.ts';

/** Four characters make a token in English prose; code and other scripts have fewer in theirs, long words more. */
const density = { low: 0.75, high: 1.5 } as const;
/** What is allowed for when neither the caller nor the endpoint bounds the answer. */
const assumedMaxOutputTokens = 4_096;

/** What a call of `endpoint` would take: at least one token of answer, at most as many as it may have. */
export function estimateCall(endpoint: CatalogEndpoint, call: DirectCall, route: ModelRoute): CallEstimate {
  const { spec } = endpoint.resource;
  const { inputTokens } = estimateUsage(call, { content: '', toolCalls: [] });
  const input = { low: Math.ceil(inputTokens * density.low), high: Math.ceil(inputTokens * density.high) };
  const mostOutput =
    call.parameters.maxOutputTokens ??
    spec.parameters.maxOutputTokens ??
    spec.limits?.maxOutputTokens ??
    assumedMaxOutputTokens;
  const output = { low: 1, high: Math.max(1, mostOutput) };
  const low = callCost({ inputTokens: input.low, outputTokens: output.low }, spec.pricing);
  const high = callCost({ inputTokens: input.high, outputTokens: output.high }, spec.pricing);
  return {
    endpointId: endpoint.resource.id,
    provider: spec.provider,
    model: spec.model,
    route,
    inputTokens: input,
    outputTokens: output,
    cost: { low: low.amount, high: high.amount, currency: low.currency },
  };
}
