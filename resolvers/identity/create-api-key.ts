import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ApiKeyRef, RoleEnum } from '../../schema/identity.ts';
import type { ApiKey } from '../../src/modules/identity/index.ts';

const codes = ['INPUT_INVALID'] as const;

const ApiKeyCreated = builder.objectRef<{ apiKey: ApiKey; token: string }>('ApiKeyCreated').implement({
  description: 'A new key, with its token.',
  fields: (t) => ({
    apiKey: t.field({ type: ApiKeyRef, description: 'The key.', resolve: (created) => created.apiKey }),
    token: t.exposeString('token', { description: 'The token. It is shown this once; only its hash is kept.' }),
  }),
});

const CreateApiKeyInput = builder.inputType('CreateApiKeyInput', {
  description: 'What the key is for.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for, 1 to 100 characters.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'What it may do.' }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it ends by itself; never when absent.' }),
  }),
});

const CreateApiKeyResult = resultUnion<{ apiKey: ApiKey; token: string }>('CreateApiKeyResult', {
  description: 'The new key, or why there is none.',
  members: [ApiKeyCreated],
  codes,
  typeName: () => 'ApiKeyCreated',
});

builder.mutationField('createApiKey', (t) =>
  t.field({
    type: CreateApiKeyResult,
    description: 'Makes an API key.',
    authScopes: { action: 'apiKey:write' },
    args: { input: t.arg({ type: CreateApiKeyInput, required: true, description: 'What it is for.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () => services.identity.createApiKey(actor, { ...input, expiresAt: input.expiresAt ?? null })),
  }),
);
