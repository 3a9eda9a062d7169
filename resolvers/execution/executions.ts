import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { ExecutionConnection, ExecutionEdge, ExecutionRef } from '../../schema/execution.ts';
import { ExecutionFilterInput, labelMap } from '../../schema/execution-input.ts';
import { NamespaceRef } from '../../schema/identity.ts';
import { watchable } from '../../schema/watchable.ts';
import type { Namespace } from '../../src/modules/identity/index.ts';
import { encodeKey, type PageRequest } from '../../src/platform/db/index.ts';

const args = builder.args((t) => ({
  filter: t.field({ type: ExecutionFilterInput, description: 'Which ones.' }),
  ...offsetArgs,
}));

builder.queryField('executions', (t) =>
  t.connection(
    {
      type: ExecutionRef,
      description: 'Executions, newest first.',
      authScopes: { action: 'execution:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (_root, page, context, info) => watchable(context, info, () => pageOf(page, context)),
    },
    ExecutionConnection,
    ExecutionEdge,
  ),
);

builder.objectField(NamespaceRef, 'executions', (t) =>
  t.connection(
    {
      type: ExecutionRef,
      description: 'Its executions, newest first.',
      authScopes: { action: 'execution:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (namespace, page, context, info) => watchable(context, info, () => pageOf(page, context, namespace)),
    },
    ExecutionConnection,
    ExecutionEdge,
  ),
);

interface Asked extends PageRequest {
  filter?: typeof ExecutionFilterInput.$inferInput | null | undefined;
}

/** A page of them, of `within` or of every namespace. */
async function pageOf({ filter, ...page }: Asked, { actor, services }: Context, within?: Namespace) {
  const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace, within);
  const wanted = {
    namespaceId,
    name: filter?.name ?? undefined,
    agentId: filter?.agent ?? undefined,
    agentName: filter?.agentName ?? undefined,
    kinds: filter?.kinds ?? undefined,
    definitionId: filter?.definition ?? undefined,
    definitionName: filter?.definitionName ?? undefined,
    conversation: filter?.conversation ?? undefined,
    phases: filter?.phases ?? undefined,
    labels: labelsOf(filter),
    since: filter?.since ?? undefined,
  };
  const found = await services.executions.list(actor, wanted, page);
  return {
    ...toConnection(found, (execution) => encodeKey(execution.id)),
    count: () => services.executions.count(actor, wanted),
  };
}

function labelsOf(filter: Asked['filter']): Record<string, string> | undefined {
  const { labels, label } = filter ?? {};
  const one = label?.value == null ? {} : { [label.key]: label.value };
  return labels || label ? { ...labelMap(labels), ...one } : undefined;
}
