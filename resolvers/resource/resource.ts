import { builder } from '../../schema/builder.ts';
import { loadKey } from '../../schema/reference.ts';
import { ResourceKindEnum, ResourceRef } from '../../schema/resource.ts';
import { nameArgs } from '../../schema/resource-input.ts';

builder.queryField('resource', (t) =>
  t.field({
    type: ResourceRef,
    nullable: true,
    description: 'One resource of any kind, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: { kind: t.arg({ type: ResourceKindEnum, required: true, description: 'Its kind.' }), ...nameArgs },
    resolve: (_root, key, { loaders }) => loadKey(loaders, key),
  }),
);
