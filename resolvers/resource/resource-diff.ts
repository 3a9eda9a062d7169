import { builder } from '../../schema/builder.ts';
import { loadAt } from '../../schema/reference.ts';
import { ResourceKindEnum } from '../../schema/resource.ts';
import { FieldChange, versionArgs } from '../../schema/resource-change.ts';
import { nameArgs } from '../../schema/resource-input.ts';
import { ResourceRevisionRef } from '../../schema/resource-revision.ts';
import type { GenerationDiff } from '../../src/modules/resource/index.ts';

const ResourceDiff = builder.objectRef<GenerationDiff>('ResourceDiff').implement({
  description: 'What changed from one generation of a resource to another.',
  fields: (t) => ({
    from: t.expose('from', { type: ResourceRevisionRef, description: 'The last change of the one generation.' }),
    to: t.expose('to', { type: ResourceRevisionRef, description: 'The last change of the other generation.' }),
    changes: t.expose('changes', {
      type: [FieldChange],
      description:
        'Every difference in name, labels, annotations and spec, by path. Secret values are in none: a generation in which only they changed has no difference.',
    }),
  }),
});

builder.queryField('resourceDiff', (t) =>
  t.field({
    type: ResourceDiff,
    nullable: true,
    description:
      'What changed from one generation of a resource to another, in either direction; null when there is no such resource. A generation that it never had fails with INPUT_INVALID.',
    authScopes: { action: 'resource:read' },
    args: {
      kind: t.arg({ type: ResourceKindEnum, required: true, description: 'Its kind.' }),
      ...nameArgs,
      from: t.arg.int({ required: true, description: 'The generation to start from; the first is 1.' }),
      to: t.arg.int({ description: 'The generation to get to; the one that it has when absent.' }),
      ...versionArgs,
    },
    resolve: async (_root, { from, to, apiVersion, ...key }, { actor, services, loaders }) => {
      const resource = await loadAt(loaders, key);
      if (resource === null) return null;
      return services.resourcePast.diff(actor, resource, { from, to: to ?? resource.generation, apiVersion });
    },
  }),
);
