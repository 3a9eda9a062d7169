import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { type ReportedChange, resourceWritten } from '../../schema/resource-change.ts';
import { ReplaceResourceInput } from '../../schema/resource-input.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'MANIFESTS_INVALID', 'RESOURCE_VERSION_CONFLICT', 'NAME_TAKEN'] as const;

const ResourceReplaced = resourceWritten('ResourceReplaced', 'The resource was replaced; in a dry run it could be.');

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
