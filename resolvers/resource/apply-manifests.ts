import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { type ReportedChange, ResourceChangeRef } from '../../schema/resource-change.ts';
import { ApplyManifestsInput } from '../../schema/resource-input.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['MANIFESTS_INVALID', 'RESOURCE_VERSION_CONFLICT'] as const;

interface Applied {
  changes: ReportedChange[];
  dryRun: boolean;
}

const ManifestsApplied = builder.objectRef<Applied>('ManifestsApplied').implement({
  description: 'The manifests were applied, all of them; in a dry run they could be.',
  fields: (t) => ({
    changes: t.expose('changes', {
      type: [ResourceChangeRef],
      description: 'What happens to each resource; what is named comes before what names it.',
    }),
    change: t.field({
      type: ResourceChangeRef,
      nullable: true,
      description: 'What happens to the only resource; null when there are several, or none.',
      resolve: ({ changes }) => (changes.length === 1 ? changes[0] : null),
    }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
    cursor: t.field({
      type: 'Cursor',
      description: 'A place in the journal after these changes: what comes after it happened later.',
      resolve: (_applied, _args, { actor, services }) => services.events.head(actor),
    }),
  }),
});

const Result = resultUnion<Applied>('ApplyManifestsResult', {
  description: 'What became of the manifests, or why none was applied.',
  members: [ManifestsApplied],
  codes,
  typeName: () => 'ManifestsApplied',
});

builder.mutationField('applyManifests', (t) =>
  t.field({
    type: Result,
    description: 'Makes resources what the manifests declare, all or none. Safe to repeat.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: ApplyManifestsInput, required: true, description: 'What to apply.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { dryRun } = input;
        const changes = await services.resources.apply(actor, input);
        forgetLoaded(loaders);
        const together = changes.map(({ resource }) => resource);
        return { changes: changes.map((change) => ({ ...change, dryRun, together })), dryRun };
      }),
  }),
);
