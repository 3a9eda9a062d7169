import { builder } from '../../schema/builder.ts';
import type { ModelProvider } from '../../src/modules/model-access/index.ts';

const ProviderBreakers = builder.objectRef<readonly ModelProvider[]>('ProviderBreakers').implement({
  description: 'How many providers are in which state; each counts as its endpoint that fares worst.',
  fields: (t) => ({
    open: t.int({ description: 'Those that are not called at present.', resolve: countOf('open') }),
    halfOpen: t.int({ description: 'Those that are being tried again.', resolve: countOf('half_open') }),
  }),
});

builder.queryField('providerBreakers', (t) =>
  t.field({
    type: ProviderBreakers,
    description: 'The breakers of all model providers, counted.',
    authScopes: { action: 'resource:read' },
    resolve: (_root, _args, { actor, services }) => services.models.providers(actor),
  }),
);

function countOf(state: ModelProvider['breaker']['state']) {
  return (providers: readonly ModelProvider[]): number =>
    providers.filter(({ breaker }) => breaker.state === state).length;
}
