import type { CallEstimate, DirectReply } from '../src/modules/model-access/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import type { ErrorCode } from '../src/platform/errors.ts';
import { builder } from './builder.ts';
import { ModelEndpointRef } from './model-endpoint.ts';
import { MessageRef, RouteDecision } from './step.ts';
import { Money, Usage, type UsageShape } from './usage.ts';

/** Why a direct call of a model may come to nothing. */
export const modelCallCodes = [
  'MODEL_NOT_FOUND',
  'POLICY_DENIED',
  'BUDGET_EXCEEDED',
  'MODEL_UNAVAILABLE',
  'MODEL_RATE_LIMITED',
  'MODEL_REFUSED',
  'MODEL_TIMED_OUT',
  'SECRET_UNRESOLVED',
  'OUTBOUND_REFUSED',
  'INPUT_INVALID',
] as const satisfies readonly ErrorCode[];

/** Which of the shapes below a value is. */
export type ModelCallValue = DirectReply | CallEstimate;

export const ModelReplyRef = builder.objectRef<DirectReply>('ModelReply').implement({
  description: 'What a model answered to a call outside runs.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The call, as `modelUsage` lists it.' }),
    model: t.exposeString('providerModel', { description: 'The model that answered, as its provider names it.' }),
    provider: t.exposeString('provider', { description: 'The provider that was asked.' }),
    endpoint: t.field({
      type: ModelEndpointRef,
      nullable: true,
      description: 'The endpoint that was called; null when it was deleted meanwhile.',
      resolve: async ({ endpointId }, _args, { loaders }) =>
        (await loaders.resource.load(endpointId)) as Resource<'ModelEndpoint'> | null,
    }),
    // Not `message`: every failure has a field of that name, and one selection could not ask for both.
    answer: t.field({ type: MessageRef, description: 'What it says.', resolve: (reply) => reply.message }),
    finishReason: t.exposeString('finishReason', {
      description: 'Why the model stopped: stop, length, tool_calls or content_filter.',
    }),
    usage: t.field({
      type: Usage,
      description: 'What the call used and cost.',
      resolve: usageOfReply,
    }),
    usageSource: t.string({
      description: 'Whether the provider counted the tokens or we estimated them.',
      resolve: ({ usage }) => usage.source,
    }),
    latencyMs: t.exposeInt('latencyMs', { description: 'How long the call took, in milliseconds.' }),
    timeToFirstTokenMs: t.exposeInt('timeToFirstTokenMs', {
      nullable: true,
      description: 'How long the first token took, in milliseconds; null when the answer is empty.',
    }),
    route: t.field({ type: RouteDecision, description: 'How the endpoint was chosen.', resolve: ({ route }) => route }),
  }),
});

/** What a call used, in the shape of every other usage. */
export function usageOfReply({ usage, cost }: DirectReply): UsageShape {
  return { ...usage, modelCalls: 1, toolCalls: 0, cost: cost.amount, currency: cost.currency };
}

const TokenInterval = builder.objectRef<{ low: number; high: number }>('TokenInterval').implement({
  description: 'Tokens between two guesses.',
  fields: (t) => ({
    low: t.exposeInt('low', { description: 'As few as it may be.' }),
    high: t.exposeInt('high', { description: 'As many as it may be.' }),
  }),
});

export const ModelCostEstimateRef = builder.objectRef<CallEstimate>('ModelCostEstimate').implement({
  description: 'What a call of a model would take, before it is made.',
  fields: (t) => ({
    model: t.exposeString('model', { description: 'The model that would answer.' }),
    provider: t.exposeString('provider', { description: 'The provider that would be asked.' }),
    inputTokens: t.field({
      type: TokenInterval,
      description: 'Tokens that the model would be given: about four characters each.',
      resolve: (estimate) => estimate.inputTokens,
    }),
    outputTokens: t.field({
      type: TokenInterval,
      description: 'Tokens that it may answer with: from one to as many as it is allowed.',
      resolve: (estimate) => estimate.outputTokens,
    }),
    low: t.field({
      type: Money,
      description: 'The least that it may cost, from the prices of the endpoint.',
      resolve: ({ cost }) => ({ amount: cost.low, currency: cost.currency }),
    }),
    high: t.field({
      type: Money,
      description: 'The most that it may cost.',
      resolve: ({ cost }) => ({ amount: cost.high, currency: cost.currency }),
    }),
    route: t.field({ type: RouteDecision, description: 'Which endpoint it would be.', resolve: ({ route }) => route }),
  }),
});
