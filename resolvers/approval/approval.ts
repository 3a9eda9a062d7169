import { ApprovalCategoryEnum, ApprovalRef } from '../../schema/approval.ts';
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
      category: t.arg({ type: ApprovalCategoryEnum, description: 'Only when it is of this category.' }),
    },
    resolve: async (_root, { id, namespace, name, category }, { actor, services, loaders }) => {
      if ((id == null) === (name == null))
        throw new OrreryError('INPUT_INVALID', 'Give an id or a name, one of the two.');
      const found =
        id == null
          ? await services.approvals.findByName(actor, namespace ?? 'default', name ?? '')
          : await loaders.approval.load(id);
      return found && (category ?? found.category) === found.category ? found : null;
    },
  }),
);
