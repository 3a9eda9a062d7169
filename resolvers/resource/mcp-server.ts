import { builder } from '../../schema/builder.ts';
import { McpServerRef } from '../../schema/mcp-server.ts';
import { loadNamed } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';

builder.queryField('mcpServer', (t) =>
  t.field({
    type: McpServerRef,
    nullable: true,
    description: 'One MCP server, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: (_root, name, { loaders }) => loadNamed(loaders, 'McpServer', name),
  }),
);
