import { builder } from '../../schema/builder.ts';
import { loadAt, loadNearest } from '../../schema/reference.ts';
import { ResourceKindEnum, ResourceRef } from '../../schema/resource.ts';
import { nameArgs, orShared } from '../../schema/resource-input.ts';

builder.queryField('resource', (t) =>
  t.field({
    type: ResourceRef,
    nullable: true,
    description: 'One resource of any kind, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: {
      kind: t.arg({ type: ResourceKindEnum, required: true, description: 'Its kind.' }),
      ...nameArgs,
      orShared: t.arg.boolean({ required: true, defaultValue: false, description: orShared }),
    },
    resolve: (_root, { orShared: reaches, ...key }, { loaders }) =>
      reaches ? loadNearest(loaders, key) : loadAt(loaders, key),
  }),
);
