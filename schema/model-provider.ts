import type { BreakerView } from '../src/modules/model/index.ts';
import type { ModelProvider } from '../src/modules/model-access/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { ModelEndpointRef } from './model-endpoint.ts';
import { Money } from './usage.ts';

export const ProviderTier = builder.enumType('ModelProviderTier', {
  description: 'What kind of provider it is.',
  values: {
    LOCAL: { description: 'It runs here and costs nothing.' },
    BASIC: { description: 'It has models for everyday work.' },
    PREMIUM: { description: 'One of its endpoints says that its model reasons.' },
  } satisfies Record<ModelProvider['tier'], object>,
});

const ProviderHealth = builder.enumType('ModelProviderHealth', {
  description: 'How a provider fares, as the process that answers has seen it.',
  values: {
    HEALTHY: { description: 'Every breaker is closed.' },
    DEGRADED: { description: 'Some endpoint failed lately and is spared.' },
    UNAVAILABLE: { description: 'No endpoint is called at present.' },
  } satisfies Record<ModelProvider['health'], object>,
});

const ProviderModality = builder.enumType('ModelProviderModality', {
  description: 'What the models of a provider understand or give.',
  values: {
    TEXT: { description: 'Text.' },
    IMAGE: { description: 'Pictures.' },
    AUDIO: { description: 'Sound.' },
    EMBEDDING: { description: 'Vectors.' },
  } satisfies Record<ModelProvider['modalities'][number], object>,
});

const BreakerState = builder.enumType('BreakerState', {
  description: 'Whether calls go through.',
  values: {
    CLOSED: { value: 'closed', description: 'All do.' },
    OPEN: { value: 'open', description: 'None does.' },
    HALF_OPEN: { value: 'half_open', description: 'One at a time does, to see whether the provider is back.' },
  } as const,
});

const BreakerRef = builder.objectRef<BreakerView>('CircuitBreaker').implement({
  description: 'What spares a provider that fails: three failures within a minute open it.',
  fields: (t) => ({
    state: t.field({ type: BreakerState, description: 'Whether calls go through.', resolve: ({ state }) => state }),
    blocked: t.exposeBoolean('isBlocked', { description: 'Whether a call would be turned away now.' }),
    failures: t.exposeInt('failures', { description: 'Failures of the last minute.' }),
    paymentTripped: t.exposeBoolean('isPaymentTripped', {
      description: 'Whether the provider wants to be paid; then only a reset closes the breaker.',
    }),
    opensAgainAt: t.expose('opensAgainAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a call may go through again; null while they do, and when only a reset helps.',
    }),
  }),
});

export const ModelProviderRef = builder.objectRef<ModelProvider>('ModelProvider').implement({
  description: 'A provider of models that has endpoints here.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, as endpoints write it.' }),
    tier: t.field({ type: ProviderTier, description: 'What kind it is.', resolve: ({ tier }) => tier }),
    modalities: t.field({
      type: [ProviderModality],
      description: 'What its models understand or give, as its endpoints declare.',
      resolve: ({ modalities }) => modalities,
    }),
    streaming: t.exposeBoolean('isStreaming', { description: 'Whether answers come while they are written.' }),
    local: t.exposeBoolean('isLocal', { description: 'Whether it runs on this machine and costs nothing.' }),
    health: t.field({ type: ProviderHealth, description: 'How it fares.', resolve: ({ health }) => health }),
    breaker: t.field({
      type: BreakerRef,
      description: 'The breaker of its endpoint that fares worst; its failures are those of all.',
      resolve: ({ breaker }) => breaker,
    }),
    endpoints: t.field({
      type: [ModelEndpointRef],
      description: 'Its endpoints, by namespace and name.',
      resolve: async ({ endpointIds }, _args, { loaders }) => {
        const found = await Promise.all(endpointIds.map((id) => loaders.resource.load(id)));
        return found.flatMap((resource) => (resource as Resource<'ModelEndpoint'> | null) ?? []);
      },
    }),
    estimatedCostPerRequest: t.field({
      type: Money,
      description: 'What 1,000 tokens and an answer of 500 cost at its cheapest endpoint.',
      resolve: (provider) => provider.estimatedCostPerRequest,
    }),
  }),
});

builder.objectField(ModelEndpointRef, 'breaker', (t) =>
  t.field({
    type: BreakerRef,
    description: 'What spares it when it fails, as the process that answers has seen it.',
    resolve: (endpoint, _args, { services }) => services.models.breakerOf(endpoint.id),
  }),
);
