import { ApprovalRef } from '../../schema/approval.ts';
import { builder } from '../../schema/builder.ts';
import { OrreryError } from '../../src/platform/errors.ts';

builder.queryField('approval', (t) =>
  t.field({
    type: ApprovalRef,
    nullable: true,
    description: 'One approval, by its id, or by its namespace and name.',
    authScopes: { action: 'approval:read' },
    args: {
      id: t.arg.id({ description: 'Its id.' }),
      namespace: t.arg.string({ defaultValue: 'default', description: 'Its namespace, when it is looked up by name.' }),
      name: t.arg.string({ description: 'Its name.' }),
    },
    resolve: async (_root, { id, namespace, name }, { actor, services, loaders }) => {
      if ((id == null) === (name == null))
        throw new OrreryError('INPUT_INVALID', 'Give an id or a name, one of the two.');
      if (id != null) return loaders.approval.load(id);
      return (await services.approvals.findByName(actor, namespace ?? 'default', name ?? '')) ?? null;
    },
  }),
);
