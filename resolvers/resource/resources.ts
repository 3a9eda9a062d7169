import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { ResourceRef } from '../../schema/resource.ts';
import { ResourceFilterInput } from '../../schema/resource-input.ts';
import { ResourceConnection, ResourceEdge } from '../../schema/resource-relations.ts';
import { watchable } from '../../schema/watchable.ts';
import { resourceCursor } from '../../src/modules/resource/index.ts';
import { readNamePlace } from '../../src/platform/db/index.ts';

builder.queryField('resources', (t) =>
  t.connection(
    {
      type: ResourceRef,
      description: 'Resources, by kind and name.',
      authScopes: { action: 'resource:read' },
      args: { filter: t.arg({ type: ResourceFilterInput, description: 'Which ones.' }), ...offsetArgs },
      complexity: (args) => pageCost(args),
      resolve: (_root, { filter, ...page }, context, info) =>
        watchable(context, info, async () => {
          const { actor, services } = context;
          const wanted = {
            kind: filter?.kind ?? undefined,
            kinds: filter?.kinds ?? undefined,
            afterName: filter?.afterName == null ? undefined : readNamePlace(filter.afterName),
            namespaceId: await services.identity.namespaceIdOf(actor, filter?.namespace),
            labels: filter?.labels ? labelMap(filter.labels) : undefined,
          };
          return toConnection(await services.resources.list(actor, wanted, page), resourceCursor);
        }),
    },
    ResourceConnection,
    ResourceEdge,
  ),
);
