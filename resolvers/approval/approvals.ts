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
import { labelMap } from '../../schema/execution-input.ts';
import { NamespaceRef } from '../../schema/identity.ts';
import { LabelInput } from '../../schema/resource.ts';
import { watchable } from '../../schema/watchable.ts';
import { approvalCursor } from '../../src/modules/approval/index.ts';
import type { Namespace } from '../../src/modules/identity/index.ts';
import { type PageRequest, readNamePlace } from '../../src/platform/db/index.ts';

const ApprovalFilterInput = builder.inputType('ApprovalFilter', {
  description: 'Which approvals; what is absent is not asked for.',
  fields: (t) => ({
    namespace: t.string({ description: 'Those in this namespace.' }),
    name: t.string({ description: 'Those of this name.' }),
    category: t.field({ type: ApprovalCategoryEnum, description: 'Those of this kind.' }),
    execution: t.id({ description: 'Those of this execution.' }),
    labels: t.field({ type: [LabelInput], description: 'Those that have all of these labels.' }),
    phases: t.field({ type: [ApprovalPhaseEnum], description: 'Those in one of these phases.' }),
  }),
});

const ApprovalOrder = builder.enumType('ApprovalOrder', {
  description: 'How a list of approvals is sorted.',
  values: { NEWEST: { description: 'Newest first.' }, NAME: { description: 'By name.' } } as const,
});

const args = builder.args((t) => ({
  filter: t.field({ type: ApprovalFilterInput, description: 'Which ones.' }),
  order: t.field({ type: ApprovalOrder, required: true, defaultValue: 'NEWEST', description: 'In which order.' }),
  afterName: t.string({
    description: 'Only with the order NAME: those after this name, or after what `nextName` of the page before is.',
  }),
  ...offsetArgs,
}));

builder.queryField('approvals', (t) =>
  t.connection(
    {
      type: ApprovalRef,
      description: 'Approvals, newest first unless `order` says otherwise.',
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
  order: 'NEWEST' | 'NAME';
  afterName?: string | null | undefined;
}

/** A page of them, of `within` or of every namespace. */
async function pageOf({ filter, order, afterName, ...page }: Asked, { actor, services }: Context, within?: Namespace) {
  const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace, within);
  const wanted = {
    namespaceId,
    name: filter?.name ?? undefined,
    category: filter?.category ?? undefined,
    executionId: filter?.execution ?? undefined,
    phases: filter?.phases ?? undefined,
    labels: filter?.labels ? labelMap(filter.labels) : undefined,
    byName: order === 'NAME',
    afterName: order === 'NAME' && afterName != null ? readNamePlace(afterName) : undefined,
  };
  const found = await services.approvals.list(actor, wanted, page);
  return {
    ...toConnection(found, (approval) => approvalCursor(approval, wanted.byName)),
    nextName: async () => (wanted.byName ? services.approvals.nextName(actor, wanted, found) : null),
    count: () => services.approvals.count(actor, wanted),
  };
}
