import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ResourceRef } from '../../schema/resource.ts';
import { SetResourceStatusInput } from '../../schema/resource-input.ts';
import type { Resource } from '../../src/modules/resource/index.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'RESOURCE_VERSION_CONFLICT', 'INPUT_INVALID'] as const;

interface StatusSet {
  resource: Resource;
  dryRun: boolean;
}

const ResourceStatusSet = builder.objectRef<StatusSet>('ResourceStatusSet').implement({
  description: 'The status was taken; in a dry run it could be.',
  fields: (t) => ({
    resource: t.expose('resource', { type: ResourceRef, description: 'The resource with its status.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
    cursor: t.field({
      type: 'Cursor',
      description: 'A place in the journal after this change: what comes after it happened later.',
      resolve: (_set, _args, { actor, services }) => services.events.head(actor),
    }),
  }),
});

const Result = resultUnion<StatusSet>('SetResourceStatusResult', {
  description: 'The resource with its status, or why the status was not taken.',
  members: [ResourceStatusSet],
  codes,
  typeName: () => 'ResourceStatusSet',
});

builder.mutationField('setResourceStatus', (t) =>
  t.field({
    type: Result,
    description:
      'Reports the state of a resource, as a controller of an API does. It is kept for that API version and shown there from then on; `conditions` and `ready` of the resource stay what the platform finds. The declaration and its generation stay; the resourceVersion grows, unless the status was so already and `writeUnchanged` is false.',
    authScopes: { action: 'resource:status' },
    args: { input: t.arg({ type: SetResourceStatusInput, required: true, description: 'Which status of what.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { kind, namespace, name, ...report } = input;
        const resource = await services.resources.setStatus(actor, { kind, namespace, name }, report);
        forgetLoaded(loaders);
        return { resource, dryRun: input.dryRun };
      }),
  }),
);
