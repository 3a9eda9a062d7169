import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { NamespaceRef } from '../../schema/identity.ts';
import { LabelInput } from '../../schema/resource.ts';
import { StepPhaseEnum, ToolCallRef } from '../../schema/step.ts';
import { addJournalCursor, watchable } from '../../schema/watchable.ts';
import type { Namespace } from '../../src/modules/identity/index.ts';
import { encodeKey, type PageRequest } from '../../src/platform/db/index.ts';

const ToolCallFilterInput = builder.inputType('ToolCallFilter', {
  description: 'Which tool calls; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those of executions in this namespace.' }),
    id: t.id({ description: 'The one with this id.' }),
    execution: t.id({ description: 'Those of this execution.' }),
    tool: t.string({ description: 'Those of the tool that is called so.' }),
    labels: t.field({ type: [LabelInput], description: 'Those of executions with all of these labels.' }),
    phases: t.field({ type: [StepPhaseEnum], description: 'Those in one of these phases.' }),
  }),
});

const ToolCallEdge = builder.edgeObject({ type: ToolCallRef, name: 'ToolCallEdge', nodeNullable: false });
const ToolCallConnection = builder.connectionObject(
  { type: ToolCallRef, name: 'ToolCallConnection', edgesNullable: false },
  ToolCallEdge,
);
addJournalCursor(ToolCallConnection);

const args = builder.args((t) => ({
  filter: t.field({ type: ToolCallFilterInput, description: 'Which ones.' }),
  ...offsetArgs,
}));

builder.queryField('toolCalls', (t) =>
  t.connection(
    {
      type: ToolCallRef,
      description: 'Tool calls of all executions, newest first.',
      authScopes: { action: 'execution:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (_root, page, context, info) => watchable(context, info, () => pageOf(page, context)),
    },
    ToolCallConnection,
    ToolCallEdge,
  ),
);

builder.objectField(NamespaceRef, 'toolCalls', (t) =>
  t.connection(
    {
      type: ToolCallRef,
      description: 'The tool calls of its executions, newest first.',
      authScopes: { action: 'execution:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (namespace, page, context, info) => watchable(context, info, () => pageOf(page, context, namespace)),
    },
    ToolCallConnection,
    ToolCallEdge,
  ),
);

interface Asked extends PageRequest {
  filter?: typeof ToolCallFilterInput.$inferInput | null | undefined;
}

/** A page of them, of `within` or of every namespace. */
async function pageOf({ filter, ...page }: Asked, { actor, services }: Context, within?: Namespace) {
  const wanted = {
    namespaceId: await services.identity.namespaceIdOf(actor, filter?.namespace, within),
    id: filter?.id ?? undefined,
    labels: filter?.labels ? labelMap(filter.labels) : undefined,
    executionId: filter?.execution ?? undefined,
    tool: filter?.tool ?? undefined,
    phases: filter?.phases ?? undefined,
  };
  return toConnection(await services.toolCalls.list(actor, wanted, page), ({ id }) => encodeKey(id));
}
