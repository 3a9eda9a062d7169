import { builder } from '../../schema/builder.ts';
import { loadNamed } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';
import { SecretRef } from '../../schema/secret.ts';

builder.queryField('secret', (t) =>
  t.field({
    type: SecretRef,
    nullable: true,
    description:
      'One Secret, by its name; null when there is none. It shows the names of its values, never the values.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: (_root, name, { loaders }) => loadNamed(loaders, 'Secret', name),
  }),
);
