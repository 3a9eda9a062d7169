import { builder } from '../../schema/builder.ts';
import { loadNamed } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';
import { ToolRef } from '../../schema/tool.ts';

builder.queryField('tool', (t) =>
  t.field({
    type: ToolRef,
    nullable: true,
    description: 'One tool, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: (_root, name, { loaders }) => loadNamed(loaders, 'Tool', name),
  }),
);
