import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ModelProviderRef } from '../../schema/model-provider.ts';
import type { ModelProvider } from '../../src/modules/model-access/index.ts';

const codes = ['RESOURCE_NOT_FOUND'] as const;

const ResetModelBreakerInput = builder.inputType('ResetModelBreakerInput', {
  description: 'Whose breakers to close.',
  fields: (t) => ({
    provider: t.string({ required: true, description: 'The provider, as endpoints write it.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say how it fares.' }),
  }),
});

const ResetModelBreakerResult = resultUnion<ModelProvider>('ResetModelBreakerResult', {
  description: 'The provider as it stands now, or why nothing was done.',
  members: [ModelProviderRef],
  codes,
  typeName: () => 'ModelProvider',
});

builder.mutationField('resetModelBreaker', (t) =>
  t.field({
    type: ResetModelBreakerResult,
    description: "Closes the breakers of a provider's endpoints and forgets their failures. Safe to repeat.",
    authScopes: { action: 'model:call' },
    args: { input: t.arg({ type: ResetModelBreakerInput, required: true, description: 'Whose.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => services.models.resetBreaker(actor, input.provider, { dryRun: input.dryRun === true })),
  }),
);
