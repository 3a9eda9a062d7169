import { builder } from '../../schema/builder.ts';
import { ModelProviderRef } from '../../schema/model-provider.ts';

builder.queryField('modelProviders', (t) =>
  t.field({
    type: [ModelProviderRef],
    description: 'The providers that have endpoints here, by name.',
    authScopes: { action: 'resource:read' },
    resolve: (_root, _args, { actor, services }) => services.models.providers(actor),
  }),
);
