import type { ModelUsageRecord, ModelUsageStatus } from '../src/modules/model-access/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { NamespaceRef, PrincipalRef } from './identity.ts';
import { ModelEndpointRef } from './model-endpoint.ts';
import { RouteDecision } from './step.ts';
import { Money } from './usage.ts';

export const ModelUsageStatusEnum = builder.enumType('ModelUsageStatus', {
  description: 'How a call of a model ended.',
  values: {
    SUCCEEDED: { description: 'The model answered.' },
    FAILED: { description: 'It did not, or not to the end.' },
    CANCELLED: { description: 'The caller left first.' },
    REFUSED: { description: 'The provider was not asked: a policy, a limit or a breaker was against it.' },
  } satisfies Record<ModelUsageStatus, object>,
});

export const ModelUsageRef = builder.objectRef<ModelUsageRecord>('ModelUsage').implement({
  description: 'One call of a model as it was metered, whichever way it came in.',
});

builder.objectFields(ModelUsageRef, (t) => ({
  id: t.exposeID('id', { description: 'Unique; sorts by time.' }),
  namespace: t.field({
    type: NamespaceRef,
    nullable: true,
    description: 'The namespace of the endpoint, or of the run.',
    resolve: (usage, _args, { loaders }) => loaders.namespace.load(usage.namespaceId),
  }),
  principal: t.field({
    type: PrincipalRef,
    nullable: true,
    description: 'On whose behalf the call was made.',
    resolve: (usage, _args, { loaders }) => loaders.principal.load(usage.principalId),
  }),
  execution: t.field({
    type: ExecutionRef,
    nullable: true,
    description: 'The run that made the call; null for a direct one.',
    resolve: (usage, _args, { loaders }) =>
      usage.executionId === null ? null : loaders.execution.load(usage.executionId),
  }),
  endpoint: t.field({
    type: ModelEndpointRef,
    nullable: true,
    description: 'The endpoint that was called; null when it was deleted.',
    resolve: async (usage, _args, { loaders }) =>
      (await loaders.resource.load(usage.endpointId)) as Resource<'ModelEndpoint'> | null,
  }),
  endpointName: t.exposeString('endpoint', { description: 'Namespace and name of the endpoint at the time.' }),
  provider: t.exposeString('provider', { description: 'The provider that was asked.' }),
  model: t.exposeString('model', { description: 'The model, as its provider names it.' }),
  route: t.field({ type: RouteDecision, description: 'How the endpoint was chosen.', resolve: ({ route }) => route }),
}));

builder.objectFields(ModelUsageRef, (t) => ({
  inputTokens: t.exposeInt('inputTokens', { description: 'Tokens that the model was given.' }),
  outputTokens: t.exposeInt('outputTokens', { description: 'Tokens that it gave.' }),
  usageSource: t.exposeString('usageSource', {
    nullable: true,
    description: 'Whether the provider counted the tokens or we estimated them; null when there were none to count.',
  }),
  cost: t.field({
    type: Money,
    description: 'What it cost, from the prices of the endpoint.',
    resolve: ({ cost, currency }) => ({ amount: cost, currency }),
  }),
  latencyMs: t.exposeInt('latencyMs', { description: 'How long the call took, in milliseconds.' }),
  timeToFirstTokenMs: t.exposeInt('timeToFirstTokenMs', {
    nullable: true,
    description: 'How long the first token took, in milliseconds; null when it is not known.',
  }),
  status: t.field({ type: ModelUsageStatusEnum, description: 'How it ended.', resolve: ({ status }) => status }),
  errorCode: t.exposeString('errorCode', { nullable: true, description: 'Why it gave nothing: a failure code.' }),
  requestId: t.exposeString('requestId', { nullable: true, description: 'The request, as the log names it.' }),
  createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
}));

export const ModelUsageEdge = builder.edgeObject({ type: ModelUsageRef, name: 'ModelUsageEdge', nodeNullable: false });
export const ModelUsageConnection = builder.connectionObject(
  { type: ModelUsageRef, name: 'ModelUsageConnection', edgesNullable: false },
  ModelUsageEdge,
);
