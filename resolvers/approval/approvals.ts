import {
  ApprovalCategoryEnum,
  ApprovalConnection,
  ApprovalEdge,
  ApprovalPhaseEnum,
  ApprovalRef,
} from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import { watchable } from '../../schema/watchable.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const ApprovalFilterInput = builder.inputType('ApprovalFilter', {
  description: 'Which approvals; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those in this namespace.' }),
    name: t.string({ description: 'Those of this name.' }),
    category: t.field({ type: ApprovalCategoryEnum, description: 'Those of this kind.' }),
    execution: t.id({ description: 'Those of this execution.' }),
    phases: t.field({ type: [ApprovalPhaseEnum], description: 'Those in one of these phases.' }),
  }),
});

builder.queryField('approvals', (t) =>
  t.connection(
    {
      type: ApprovalRef,
      description: 'Approvals, newest first.',
      authScopes: { action: 'approval:read' },
      args: { filter: t.arg({ type: ApprovalFilterInput, description: 'Which ones.' }), ...offsetArgs },
      complexity: (args) => pageCost(args),
      resolve: (_root, { filter, ...page }, context, info) =>
        watchable(context, info, async () => {
          const { actor, services } = context;
          const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace);
          const wanted = {
            namespaceId,
            name: filter?.name ?? undefined,
            category: filter?.category ?? undefined,
            executionId: filter?.execution ?? undefined,
            phases: filter?.phases ?? undefined,
          };
          const found = await services.approvals.list(actor, wanted, page);
          return {
            ...toConnection(found, (approval) => encodeKey(approval.id)),
            count: () => services.approvals.count(actor, wanted),
          };
        }),
    },
    ApprovalConnection,
    ApprovalEdge,
  ),
);
