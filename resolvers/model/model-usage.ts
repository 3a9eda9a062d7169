import { builder } from '../../schema/builder.ts';
import { pageCost, toConnection } from '../../schema/connection.ts';
import { ModelUsageConnection, ModelUsageEdge, ModelUsageRef, ModelUsageStatusEnum } from '../../schema/model-usage.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const ModelUsageFilterInput = builder.inputType('ModelUsageFilter', {
  description: 'Which calls; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those in this namespace.' }),
    principal: t.id({ description: 'Those on behalf of this principal.' }),
    execution: t.id({ description: 'Those of this run.' }),
    endpoint: t.string({ description: 'Those of this endpoint, `<namespace>/<name>`.' }),
    provider: t.string({ description: 'Those of this provider.' }),
    model: t.string({ description: 'Those of this model, as its provider names it.' }),
    status: t.field({ type: ModelUsageStatusEnum, description: 'Those that ended like this.' }),
    since: t.field({ type: 'DateTime', description: 'Those asked for at this moment or later.' }),
    until: t.field({ type: 'DateTime', description: 'Those asked for before this moment.' }),
  }),
});

builder.queryField('modelUsage', (t) =>
  t.connection(
    {
      type: ModelUsageRef,
      description: 'Calls of models as they were metered, newest first. A call is listed soon after its answer.',
      authScopes: { action: 'usage:read' },
      args: { filter: t.arg({ type: ModelUsageFilterInput, description: 'Which ones.' }) },
      complexity: (args) => pageCost(args),
      resolve: async (_root, { filter, ...page }, { actor, services }) => {
        const wanted = {
          namespaceId: await services.identity.namespaceIdOf(actor, filter?.namespace),
          principalId: filter?.principal ?? undefined,
          executionId: filter?.execution ?? undefined,
          endpoint: filter?.endpoint ?? undefined,
          provider: filter?.provider ?? undefined,
          model: filter?.model ?? undefined,
          status: filter?.status ?? undefined,
          since: filter?.since ?? undefined,
          until: filter?.until ?? undefined,
        };
        return toConnection(await services.models.listUsage(actor, wanted, page), ({ id }) => encodeKey(id));
      },
    },
    ModelUsageConnection,
    ModelUsageEdge,
  ),
);
