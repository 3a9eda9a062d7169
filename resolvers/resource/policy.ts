import { builder } from '../../schema/builder.ts';
import { PolicyRef } from '../../schema/policy.ts';
import { loadNamed } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';

builder.queryField('policy', (t) =>
  t.field({
    type: PolicyRef,
    nullable: true,
    description: 'One policy, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: (_root, name, { loaders }) => loadNamed(loaders, 'Policy', name),
  }),
);
