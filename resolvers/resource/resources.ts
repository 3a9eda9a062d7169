import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { NamespaceRef } from '../../schema/identity.ts';
import { ResourceRef } from '../../schema/resource.ts';
import { ResourceFilterInput } from '../../schema/resource-input.ts';
import { ResourceConnection, ResourceEdge } from '../../schema/resource-relations.ts';
import { watchable } from '../../schema/watchable.ts';
import type { Namespace } from '../../src/modules/identity/index.ts';
import { resourceCursor } from '../../src/modules/resource/index.ts';
import { type PageRequest, readNamePlace } from '../../src/platform/db/index.ts';

const args = builder.args((t) => ({
  filter: t.field({ type: ResourceFilterInput, description: 'Which ones.' }),
  ...offsetArgs,
}));

builder.queryField('resources', (t) =>
  t.connection(
    {
      type: ResourceRef,
      description: 'Resources, by kind and name.',
      authScopes: { action: 'resource:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (_root, page, context, info) => watchable(context, info, () => pageOf(page, context)),
    },
    ResourceConnection,
    ResourceEdge,
  ),
);

builder.objectField(NamespaceRef, 'resources', (t) =>
  t.connection(
    {
      type: ResourceRef,
      description: 'What is declared in it, by kind and name.',
      authScopes: { action: 'resource:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (namespace, page, context, info) => watchable(context, info, () => pageOf(page, context, namespace)),
    },
    ResourceConnection,
    ResourceEdge,
  ),
);

interface Asked extends PageRequest {
  filter?: typeof ResourceFilterInput.$inferInput | null | undefined;
}

/** A page of them, of `within` or of every namespace. */
async function pageOf({ filter, ...page }: Asked, { actor, services }: Context, within?: Namespace) {
  const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace, within);
  const wanted = {
    kind: filter?.kind ?? undefined,
    kinds: filter?.kinds ?? undefined,
    name: filter?.name ?? undefined,
    afterName: filter?.afterName == null ? undefined : readNamePlace(filter.afterName),
    namespaceIds: namespaceId === undefined ? undefined : [namespaceId],
    labels: filter?.labels ? labelMap(filter.labels) : undefined,
  };
  return toConnection(await services.resources.list(actor, wanted, page), resourceCursor);
}
