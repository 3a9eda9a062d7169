import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { ModelEndpointConnection, ModelEndpointEdge, ModelEndpointRef } from '../../schema/model-endpoint.ts';
import { listArgs } from '../../schema/resource-input.ts';
import { watchable } from '../../schema/watchable.ts';
import { listOfKind } from './list-of-kind.ts';

builder.queryField('modelEndpoints', (t) =>
  t.connection(
    {
      type: ModelEndpointRef,
      description: 'Model endpoints, by name.',
      authScopes: { action: 'resource:read' },
      args: listArgs,
      complexity: (args) => pageCost(args),
      resolve: (_root, args, context, info) =>
        watchable(context, info, () => listOfKind(context, 'ModelEndpoint', args)),
    },
    ModelEndpointConnection,
    ModelEndpointEdge,
  ),
);
