import { builder } from '../../schema/builder.ts';
import { pageCost } from '../../schema/connection.ts';
import { McpServerConnection, McpServerEdge, McpServerRef } from '../../schema/mcp-server.ts';
import { listArgs } from '../../schema/resource-input.ts';
import { watchable } from '../../schema/watchable.ts';
import { listOfKind } from './list-of-kind.ts';

builder.queryField('mcpServers', (t) =>
  t.connection(
    {
      type: McpServerRef,
      description: 'MCP servers, by name.',
      authScopes: { action: 'resource:read' },
      args: listArgs,
      complexity: (args) => pageCost(args),
      resolve: (_root, args, context, info) => watchable(context, info, () => listOfKind(context, 'McpServer', args)),
    },
    McpServerConnection,
    McpServerEdge,
  ),
);
