import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { PolicyConnection, PolicyEdge, PolicyRef } from '../../schema/policy.ts';
import { listArgs } from '../../schema/resource-input.ts';
import { watchable } from '../../schema/watchable.ts';
import { listOfKind } from './list-of-kind.ts';

builder.queryField('policies', (t) =>
  t.connection(
    {
      type: PolicyRef,
      description: 'Policies, by name.',
      authScopes: { action: 'resource:read' },
      args: listArgs,
      complexity: (args) => pageCost(args),
      resolve: (_root, args, context, info) => watchable(context, info, () => listOfKind(context, 'Policy', args)),
    },
    PolicyConnection,
    PolicyEdge,
  ),
);
