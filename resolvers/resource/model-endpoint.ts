import { builder } from '../../schema/builder.ts';
import { ModelEndpointRef } from '../../schema/model-endpoint.ts';
import { isOfKind, loadAt } from '../../schema/reference.ts';
import { nameArgs } from '../../schema/resource-input.ts';

builder.queryField('modelEndpoint', (t) =>
  t.field({
    type: ModelEndpointRef,
    nullable: true,
    description: 'One model endpoint, by its name; null when there is none.',
    authScopes: { action: 'resource:read' },
    args: nameArgs,
    resolve: async (_root, name, { loaders }) => {
      const found = await loadAt(loaders, { kind: 'ModelEndpoint', ...name });
      return found !== null && isOfKind(found, 'ModelEndpoint') ? found : null;
    },
  }),
);
