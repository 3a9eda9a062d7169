import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { listArgs } from '../../schema/resource-input.ts';
import { SecretConnection, SecretEdge, SecretRef } from '../../schema/secret.ts';
import { watchable } from '../../schema/watchable.ts';
import { listOfKind } from './list-of-kind.ts';

builder.queryField('secrets', (t) =>
  t.connection(
    {
      type: SecretRef,
      description: 'Secrets, by name. They show the names of their values, never the values.',
      authScopes: { action: 'resource:read' },
      args: listArgs,
      complexity: (args) => pageCost(args),
      resolve: (_root, args, context, info) => watchable(context, info, () => listOfKind(context, 'Secret', args)),
    },
    SecretConnection,
    SecretEdge,
  ),
);
