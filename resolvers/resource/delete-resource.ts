import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ResourceRef } from '../../schema/resource.ts';
import { DeleteResourceInput } from '../../schema/resource-input.ts';
import type { Resource } from '../../src/modules/resource/index.ts';
import { forgetLoaded } from './forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'RESOURCE_VERSION_CONFLICT'] as const;

interface Deleted {
  resource: Resource;
  dryRun: boolean;
}

const ResourceDeletion = builder.objectRef<Deleted>('ResourceDeletion').implement({
  description: 'The resource was deleted; in a dry run it could be.',
  fields: (t) => ({
    resource: t.expose('resource', { type: ResourceRef, description: 'The resource as it was.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
    cursor: t.field({
      type: 'Cursor',
      description: 'A place in the journal after this change: what comes after it happened later.',
      resolve: (_deleted, _args, { actor, services }) => services.events.head(actor),
    }),
  }),
});

const Result = resultUnion<Deleted>('DeleteResourceResult', {
  description: 'The resource as it was, or why it was not deleted.',
  members: [ResourceDeletion],
  codes,
  typeName: () => 'ResourceDeletion',
});

builder.mutationField('deleteResource', (t) =>
  t.field({
    type: Result,
    description: 'Deletes one resource. What names it stays and is not ready any more.',
    authScopes: { action: 'resource:delete' },
    args: { input: t.arg({ type: DeleteResourceInput, required: true, description: 'What to delete.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { kind, namespace, name, dryRun, expectedVersion = null } = input;
        const key = { kind, namespace, name };
        const resource = await services.resources.delete(actor, key, { expectedVersion, dryRun });
        forgetLoaded(loaders);
        return { resource, dryRun };
      }),
  }),
);
