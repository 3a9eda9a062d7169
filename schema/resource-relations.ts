import type { Action, Actor } from '../src/modules/identity/index.ts';
import { renderManifest, renderStatus } from '../src/modules/resource/index.ts';
import { encodeKey } from '../src/platform/db/index.ts';
import { builder } from './builder.ts';
import { pageCost, toConnection } from './connection.ts';
import { ActionEnum, Permission } from './identity.ts';
import { ResourceRef } from './resource.ts';
import { ResourceRevisionConnection, ResourceRevisionEdge, ResourceRevisionRef } from './resource-revision.ts';
import { addJournalCursor, watchable } from './watchable.ts';

export const ResourceEdge = builder.edgeObject({
  type: ResourceRef,
  name: 'ResourceEdge',
  description: 'A resource in a list.',
});
export const ResourceConnection = builder.connectionObject(
  { type: ResourceRef, name: 'ResourceConnection', description: 'A page of resources.' },
  ResourceEdge,
);
addJournalCursor(ResourceConnection);

/** The arguments of a field that renders a resource. */
export const manifestArgs = builder.args((t) => ({
  apiVersion: t.string({
    required: true,
    defaultValue: 'orrery.dev/v1',
    description: 'Which one: orrery.dev/v1, orloj.dev/v1 or joch.dev/v1alpha1.',
  }),
}));

/** The arguments of a field that renders a resource as an event left it. */
export const eventManifestArgs = builder.args((t) => ({
  ...manifestArgs,
  withCursor: t.boolean({
    required: true,
    defaultValue: false,
    description:
      'Show `N@cursor` as its resourceVersion: what was N, and where to go on after this event. A write that expects that version takes it as N.',
  }),
}));

builder.interfaceField(ResourceRef, 'manifest', (t) =>
  t.field({
    type: 'JSON',
    description:
      'The whole object as a manifest, in exactly the field names of an API version. Secret values are shown as `***`.',
    args: manifestArgs,
    resolve: (resource, { apiVersion }) => renderManifest(resource, apiVersion),
  }),
);

builder.interfaceField(ResourceRef, 'statusIn', (t) =>
  t.field({
    type: 'JSON',
    description:
      'Its state in the words of an API version, as `manifest` shows it: what the controllers of that API reported last, else what the platform itself finds. A report hides nothing that the platform finds wrong: its `phase` stands as reported, but `lastError` names what is missing, `conditions` hold those of the platform, and `ready` is false.',
    args: {
      apiVersion: t.arg.string({
        required: true,
        defaultValue: 'orrery.dev/v1',
        description: 'Which one: orrery.dev/v1, orloj.dev/v1 or joch.dev/v1alpha1.',
      }),
    },
    resolve: (resource, { apiVersion }) => renderStatus(resource, apiVersion),
  }),
);

builder.interfaceField(ResourceRef, 'viewerCan', (t) =>
  t.field({
    type: Permission,
    description: 'Whether the viewer may do something with it.',
    args: { action: t.arg({ type: ActionEnum, required: true, description: 'What the viewer wants to do.' }) },
    resolve: (_resource, { action }, { actor }): { action: Action; actor: Actor } => ({ action, actor }),
  }),
);

builder.interfaceField(ResourceRef, 'references', (t) =>
  t.field({
    type: [ResourceRef],
    description: 'What it names, as far as it exists, by kind and name.',
    resolve: (resource, _args, { loaders }) => loaders.referencesOf.load(resource.id),
  }),
);

builder.interfaceField(ResourceRef, 'referencedBy', (t) =>
  t.connection(
    {
      type: ResourceRef,
      description: 'The resources that name it, oldest first.',
      complexity: (args) => pageCost(args),
      resolve: (resource, page, context, info) =>
        watchable(context, info, async () => {
          const { actor, services } = context;
          return toConnection(await services.resources.referencedBy(actor, resource, page), ({ id }) => encodeKey(id));
        }),
    },
    ResourceConnection,
    ResourceEdge,
  ),
);

builder.interfaceField(ResourceRef, 'history', (t) =>
  t.connection(
    {
      type: ResourceRevisionRef,
      description: 'Every state that its declaration had, newest first.',
      complexity: (args) => pageCost(args),
      resolve: async (resource, page, { actor, services }) =>
        toConnection(await services.resources.history(actor, resource.id, page), ({ resourceVersion }) =>
          encodeKey(String(resourceVersion)),
        ),
    },
    ResourceRevisionConnection,
    ResourceRevisionEdge,
  ),
);
