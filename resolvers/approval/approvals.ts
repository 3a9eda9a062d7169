import {
  ApprovalCategoryEnum,
  ApprovalConnection,
  ApprovalEdge,
  ApprovalPhaseEnum,
  ApprovalRef,
} from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import type { Context } from '../../schema/context.ts';
import { NamespaceRef } from '../../schema/identity.ts';
import { watchable } from '../../schema/watchable.ts';
import type { Namespace } from '../../src/modules/identity/index.ts';
import { encodeKey, type PageRequest } from '../../src/platform/db/index.ts';

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

const args = builder.args((t) => ({
  filter: t.field({ type: ApprovalFilterInput, description: 'Which ones.' }),
  ...offsetArgs,
}));

builder.queryField('approvals', (t) =>
  t.connection(
    {
      type: ApprovalRef,
      description: 'Approvals, newest first.',
      authScopes: { action: 'approval:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (_root, page, context, info) => watchable(context, info, () => pageOf(page, context)),
    },
    ApprovalConnection,
    ApprovalEdge,
  ),
);

builder.objectField(NamespaceRef, 'approvals', (t) =>
  t.connection(
    {
      type: ApprovalRef,
      description: 'Its approvals, newest first.',
      authScopes: { action: 'approval:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: (namespace, page, context, info) => watchable(context, info, () => pageOf(page, context, namespace)),
    },
    ApprovalConnection,
    ApprovalEdge,
  ),
);

interface Asked extends PageRequest {
  filter?: typeof ApprovalFilterInput.$inferInput | null | undefined;
}

/** A page of them, of `within` or of every namespace. */
async function pageOf({ filter, ...page }: Asked, { actor, services }: Context, within?: Namespace) {
  const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace, within);
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
}
