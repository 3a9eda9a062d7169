import { builder } from '../../schema/builder.ts';
import { pageCost, toConnection } from '../../schema/connection.ts';
import { ApiKeyRef } from '../../schema/identity.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const ApiKeyEdge = builder.edgeObject({ type: ApiKeyRef, name: 'ApiKeyEdge', nodeNullable: false });
const ApiKeyConnection = builder.connectionObject(
  { type: ApiKeyRef, name: 'ApiKeyConnection', edgesNullable: false },
  ApiKeyEdge,
);

builder.queryField('apiKeys', (t) =>
  t.connection(
    {
      type: ApiKeyRef,
      description: 'API keys, oldest first.',
      authScopes: { action: 'apiKey:read' },
      complexity: (args) => pageCost(args),
      resolve: async (_root, page, { actor, services }) =>
        toConnection(await services.identity.listApiKeys(actor, page), (key) => encodeKey(key.id)),
    },
    ApiKeyConnection,
    ApiKeyEdge,
  ),
);
