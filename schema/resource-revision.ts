import type { Revision } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { PrincipalRef } from './identity.ts';
import { Label } from './resource.ts';
import { entriesOf } from './text-entry.ts';

export const ResourceRevisionRef = builder.objectRef<Revision>('ResourceRevision').implement({
  description: 'A resource as one change of its declaration left it.',
  fields: (t) => ({
    resourceVersion: t.string({
      description: 'The version that the change made.',
      resolve: (revision) => String(revision.resourceVersion),
    }),
    generation: t.exposeInt('generation', { description: 'The generation that the change made or left.' }),
    apiVersion: t.exposeString('apiVersion', { description: 'The API version in which it was written.' }),
    labels: t.field({ type: [Label], description: 'Its labels.', resolve: ({ labels }) => entriesOf(labels) }),
    annotations: t.field({
      type: [Label],
      description: 'Its annotations.',
      resolve: ({ annotations }) => entriesOf(annotations),
    }),
    spec: t.expose('spec', {
      type: 'JSON',
      description: 'Its spec in the shape of orrery.dev/v1, as that was at the time.',
    }),
    changedBy: t.field({
      type: PrincipalRef,
      nullable: true,
      description: 'Who made the change; null when they are gone.',
      resolve: (revision, _args, { loaders }) => loaders.principal.load(revision.actorId),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the change was made.' }),
  }),
});

export const ResourceRevisionEdge = builder.edgeObject({
  type: ResourceRevisionRef,
  name: 'ResourceRevisionEdge',
  description: 'A revision in a history.',
});
export const ResourceRevisionConnection = builder.connectionObject(
  { type: ResourceRevisionRef, name: 'ResourceRevisionConnection', description: 'A page of a history.' },
  ResourceRevisionEdge,
);
