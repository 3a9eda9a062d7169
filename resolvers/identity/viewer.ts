import { builder } from '../../schema/builder.ts';
import { ViewerRef } from '../../schema/identity.ts';

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    description: 'Who asks, and what they may do.',
    authScopes: { action: 'identity:read' },
    resolve: (_root, _args, { actor }) => actor,
  }),
);
