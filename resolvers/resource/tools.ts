import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { listArgs } from '../../schema/resource-input.ts';
import { ToolConnection, ToolEdge, ToolRef } from '../../schema/tool.ts';
import { watchable } from '../../schema/watchable.ts';
import { listOfKind } from './list-of-kind.ts';

builder.queryField('tools', (t) =>
  t.connection(
    {
      type: ToolRef,
      description: 'Tools, by name.',
      authScopes: { action: 'resource:read' },
      args: listArgs,
      complexity: (args) => pageCost(args),
      resolve: (_root, args, context, info) => watchable(context, info, () => listOfKind(context, 'Tool', args)),
    },
    ToolConnection,
    ToolEdge,
  ),
);
