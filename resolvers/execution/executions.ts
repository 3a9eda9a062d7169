import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import { ExecutionConnection, ExecutionEdge, ExecutionRef } from '../../schema/execution.ts';
import { ExecutionFilterInput, labelMap } from '../../schema/execution-input.ts';
import { watchable } from '../../schema/watchable.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

builder.queryField('executions', (t) =>
  t.connection(
    {
      type: ExecutionRef,
      description: 'Executions, newest first.',
      authScopes: { action: 'execution:read' },
      args: { filter: t.arg({ type: ExecutionFilterInput, description: 'Which ones.' }), ...offsetArgs },
      complexity: (args) => pageCost(args),
      resolve: (_root, { filter, ...page }, context, info) =>
        watchable(context, info, async () => {
          const { actor, services } = context;
          const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace);
          const wanted = {
            namespaceId,
            agentId: filter?.agent ?? undefined,
            agentName: filter?.agentName ?? undefined,
            conversation: filter?.conversation ?? undefined,
            phases: filter?.phases ?? undefined,
            labels: filter?.labels ? labelMap(filter.labels) : undefined,
            since: filter?.since ?? undefined,
          };
          const found = await services.executions.list(actor, wanted, page);
          return {
            ...toConnection(found, (execution) => encodeKey(execution.id)),
            count: () => services.executions.count(actor, wanted),
          };
        }),
    },
    ExecutionConnection,
    ExecutionEdge,
  ),
);
