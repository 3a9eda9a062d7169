import { builder } from '../../schema/builder.ts';
import { NamespaceRef } from '../../schema/identity.ts';

builder.queryField('namespaces', (t) =>
  t.field({
    type: [NamespaceRef],
    description: 'Every namespace of the organization, by name.',
    authScopes: { action: 'identity:read' },
    resolve: (_root, _args, { actor, services }) => services.identity.listNamespaces(actor),
  }),
);
