import { AgentConnection, AgentEdge, AgentRef } from '../../schema/agent.ts';
import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { listArgs } from '../../schema/resource-input.ts';
import { watchable } from '../../schema/watchable.ts';
import { listOfKind } from './list-of-kind.ts';

builder.queryField('agents', (t) =>
  t.connection(
    {
      type: AgentRef,
      description: 'Agents, by name.',
      authScopes: { action: 'resource:read' },
      args: listArgs,
      complexity: (args) => pageCost(args),
      resolve: (_root, args, context, info) => watchable(context, info, () => listOfKind(context, 'Agent', args)),
    },
    AgentConnection,
    AgentEdge,
  ),
);
