import type { ObjectRef } from '@pothos/core';
import type { StreamItem } from '../src/modules/event/index.ts';
import { type Resource, renderManifest } from '../src/modules/resource/index.ts';
import type { Position } from '../src/platform/journal/index.ts';
import { builder, type GraphTypes } from './builder.ts';
import { EventTypeEnum, eventTypeNames } from './event-base.ts';
import './approval-events.ts';
import * as types from './event-types.ts';
import { NamespaceRef } from './identity.ts';
import { type ListedRun, listedRunNames, listedRunRefs } from './listed-run.ts';
import './node-events.ts';
import { present } from './present.ts';
import { Label, ResourceRef } from './resource.ts';
import { eventManifestArgs } from './resource-relations.ts';
import { entriesOf } from './text-entry.ts';

export const BookmarkRef = builder.objectRef<{ kind: 'bookmark'; position: Position }>('Bookmark').implement({
  description:
    'Nothing happened for you up to here: move your cursor. It comes when for 15 seconds nothing else came, after each 500 events of a long search of the past in which nothing was for you, and after the list with which a stream begins.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Where to go on from.',
      resolve: (bookmark, _args, { services }) => services.events.cursor(bookmark.position),
    }),
  }),
});

export const StreamGapRef = builder.objectRef<Extract<StreamItem, { kind: 'gap' }>>('StreamGap').implement({
  description: 'Events between the two cursors are gone: read the state again, then go on from `to`.',
  fields: (t) => ({
    from: t.field({ type: 'Cursor', description: 'Where you wanted to go on from.', resolve: (gap) => gap.from }),
    to: t.field({
      type: 'Cursor',
      description: 'Where the journal begins now.',
      resolve: (gap, _args, { services }) => services.events.cursor(gap.to),
    }),
    reason: t.exposeString('reason', { description: 'Why they are gone.' }),
  }),
});

/** A resource that was there when a stream began. */
export interface ListedResource {
  kind: 'listed';
  resource: Resource;
  /** Where the journal stood before the list was read. */
  position: Position;
}

export const ResourceListedRef = builder.objectRef<ListedResource>('ResourceListed').implement({
  description: 'A resource that was there already when the stream began. A bookmark follows the last one.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description:
        'Where the journal stood before the list was read. A stream of `resourceChanged` that goes on from this lists again, for the list is whole only with the bookmark after it.',
      resolve: ({ position }, _args, { services }) => services.events.listCursor(position),
    }),
    resource: t.field({
      type: ResourceRef,
      nullable: true,
      description: 'The resource. Never null; it is of the same type as that of the events.',
      resolve: ({ resource }) => resource,
    }),
    kind: t.string({ description: 'Its kind.', resolve: ({ resource }) => resource.kind }),
    name: t.string({ description: 'Its name.', resolve: ({ resource }) => resource.name }),
    namespace: t.field({
      type: NamespaceRef,
      description: 'Where it belongs.',
      resolve: async ({ resource }, _args, { loaders }) => present(await loaders.namespace.load(resource.namespaceId)),
    }),
    resourceVersion: t.string({
      description: 'Its version.',
      resolve: ({ resource }) => String(resource.resourceVersion),
    }),
    labels: t.field({
      type: [Label],
      description: 'Its labels.',
      resolve: ({ resource }) => entriesOf(resource.labels),
    }),
    manifest: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The whole object as a manifest of an API version. Secret values are shown as `***`. Never null; it is of the same type as that of the events.',
      args: eventManifestArgs,
      resolve: ({ resource, position }, { apiVersion, withCursor }, { services }) =>
        renderManifest(resource, apiVersion, withCursor ? services.events.listCursor(position) : undefined),
    }),
  }),
});

/** What a subscriber is given: the event itself, what was there before, a bookmark or a gap. */
export type StreamValue =
  | Extract<StreamItem, { kind: 'event' }>['event']
  | Exclude<StreamItem, { kind: 'event' }>
  | ListedResource
  | ListedRun;

const typeNames = { bookmark: 'Bookmark', gap: 'StreamGap', listed: 'ResourceListed', ...listedRunNames } as const;

/** What the item of a stream is in the graph. */
export function streamValue(item: StreamItem): StreamValue {
  return item.kind === 'event' ? item.event : item;
}

export const EventRef = builder.unionType('Event', {
  description: 'What a stream of events carries.',
  types: [...Object.values(types), ResourceListedRef, ...listedRunRefs, BookmarkRef, StreamGapRef] as ObjectRef<
    GraphTypes,
    StreamValue
  >[],
  resolveType: (value: StreamValue) => {
    return 'kind' in value ? typeNames[value.kind] : eventTypeNames[value.type];
  },
});

export const EventEdge = builder.edgeObject({ type: EventRef, name: 'EventEdge', nodeNullable: false });
export const EventConnection = builder.connectionObject(
  { type: EventRef, name: 'EventConnection', edgesNullable: false },
  EventEdge,
);

export const EventFilterInput = builder.inputType('EventFilter', {
  description: 'Which events; what is absent is not asked for.',
  fields: (t) => ({
    execution: t.id({ description: 'Events of this execution.' }),
    subject: t.id({ description: 'Events about this thing, by its id.' }),
    agent: t.id({ description: 'Events about this agent and its runs.' }),
    agentName: t.string({
      description:
        'The same by the name that the agent has now, in `namespace`, which is `default` when absent. No agent of that name, no events.',
    }),
    kinds: t.stringList({ description: 'Events about things of these kinds, as `subjectKind` says them.' }),
    subjectName: t.string({ description: 'Events about things of this name, as `subjectName` says it.' }),
    namespace: t.string({ description: 'Events in this namespace.' }),
    types: t.field({ type: [EventTypeEnum], description: 'Events of these types.' }),
  }),
});
