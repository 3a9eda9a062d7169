import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ApiKeyRef } from '../../schema/identity.ts';
import type { ApiKey } from '../../src/modules/identity/index.ts';

const codes = ['API_KEY_NOT_FOUND'] as const;

const RevokeApiKeyInput = builder.inputType('RevokeApiKeyInput', {
  description: 'Which key to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The key.' }) }),
});

const RevokeApiKeyResult = resultUnion<ApiKey>('RevokeApiKeyResult', {
  description: 'The ended key, or why nothing was done.',
  members: [ApiKeyRef],
  codes,
  typeName: () => 'ApiKey',
});

builder.mutationField('revokeApiKey', (t) =>
  t.field({
    type: RevokeApiKeyResult,
    description: 'Ends an API key at once. Safe to repeat.',
    authScopes: { action: 'apiKey:write' },
    args: { input: t.arg({ type: RevokeApiKeyInput, required: true, description: 'Which key.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => services.identity.revokeApiKey(actor, input.id)),
  }),
);
