import { builder } from '../../schema/builder.ts';
import { ModelEndpointRef } from '../../schema/model-endpoint.ts';
import { loadNamed } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';

builder.queryField('modelEndpoint', (t) =>
  t.field({
    type: ModelEndpointRef,
    nullable: true,
    description: 'One model endpoint, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: (_root, name, { loaders }) => loadNamed(loaders, 'ModelEndpoint', name),
  }),
);
