import { ApprovalRef } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';

builder.queryField('approval', (t) =>
  t.field({
    type: ApprovalRef,
    nullable: true,
    description: 'One approval.',
    authScopes: { action: 'approval:read' },
    args: { id: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.approval.load(id),
  }),
);
