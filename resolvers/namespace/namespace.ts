import { builder } from '../../schema/builder.ts';
import { NamespaceRef } from '../../schema/identity.ts';

builder.queryField('namespace', (t) =>
  t.field({
    type: NamespaceRef,
    nullable: true,
    description: 'A namespace, by its name; null when there is none.',
    authScopes: { action: 'identity:read' },
    args: { name: t.arg.string({ required: true, description: 'Its name.' }) },
    resolve: async (_root, { name }, { actor, services }) =>
      (await services.identity.findNamespace(actor, name)) ?? null,
  }),
);
