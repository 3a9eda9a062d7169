import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { type ReportedChange, ResourceChangeRef } from '../../schema/resource-change.ts';
import { ReplaceResourceInput } from '../../schema/resource-input.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'MANIFESTS_INVALID', 'RESOURCE_VERSION_CONFLICT', 'NAME_TAKEN'] as const;

const ResourceReplaced = builder.objectRef<ReportedChange>('ResourceReplaced').implement({
  description: 'The resource was replaced; in a dry run it could be.',
  fields: (t) => ({
    change: t.field({ type: ResourceChangeRef, description: 'What happens to it.', resolve: (change) => change }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
    cursor: t.field({
      type: 'Cursor',
      description: 'A place in the journal after this change: what comes after it happened later.',
      resolve: (_change, _args, { actor, services }) => services.events.head(actor),
    }),
  }),
});

const Result = resultUnion<ReportedChange>('ReplaceResourceResult', {
  description: 'What became of the resource, or why it was not replaced.',
  members: [ResourceReplaced],
  codes,
  typeName: () => 'ResourceReplaced',
});

builder.mutationField('replaceResource', (t) =>
  t.field({
    type: Result,
    description:
      'Puts a manifest in the place of a resource that exists. What the API version of the manifest cannot say stays as it is. Under another name it stays the same resource; what names it keeps the old name, and is not ready any more.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: ReplaceResourceInput, required: true, description: 'What to replace, by what.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { kind, namespace, name, ...replacement } = input;
        const change = await services.resources.replace(actor, { kind, namespace, name }, replacement);
        forgetLoaded(loaders);
        return { ...change, dryRun: input.dryRun };
      }),
  }),
);
