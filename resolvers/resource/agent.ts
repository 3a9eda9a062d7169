import { AgentRef } from '../../schema/agent.ts';
import { builder } from '../../schema/builder.ts';
import { loadNamed } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';

builder.queryField('agent', (t) =>
  t.field({
    type: AgentRef,
    nullable: true,
    description: 'One agent, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: (_root, name, { loaders }) => loadNamed(loaders, 'Agent', name),
  }),
);
