import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import { StepPhaseEnum, ToolCallRef } from '../../schema/step.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const ToolCallFilterInput = builder.inputType('ToolCallFilter', {
  description: 'Which tool calls; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those of executions in this namespace.' }),
    execution: t.id({ description: 'Those of this execution.' }),
    tool: t.string({ description: 'Those of the tool that is called so.' }),
    phases: t.field({ type: [StepPhaseEnum], description: 'Those in one of these phases.' }),
  }),
});

const ToolCallEdge = builder.edgeObject({ type: ToolCallRef, name: 'ToolCallEdge', nodeNullable: false });
const ToolCallConnection = builder.connectionObject(
  { type: ToolCallRef, name: 'ToolCallConnection', edgesNullable: false },
  ToolCallEdge,
);

builder.queryField('toolCalls', (t) =>
  t.connection(
    {
      type: ToolCallRef,
      description: 'Tool calls of all executions, newest first.',
      authScopes: { action: 'execution:read' },
      args: { filter: t.arg({ type: ToolCallFilterInput, description: 'Which ones.' }), ...offsetArgs },
      complexity: (args) => pageCost(args),
      resolve: async (_root, { filter, ...page }, { actor, services }) => {
        const wanted = {
          namespaceId: await services.identity.namespaceIdOf(actor, filter?.namespace),
          executionId: filter?.execution ?? undefined,
          tool: filter?.tool ?? undefined,
          phases: filter?.phases ?? undefined,
        };
        return toConnection(await services.toolCalls.list(actor, wanted, page), ({ id }) => encodeKey(id));
      },
    },
    ToolCallConnection,
    ToolCallEdge,
  ),
);
