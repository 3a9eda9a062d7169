import type { ObjectRef } from '@pothos/core';
import type { StreamItem } from '../src/modules/event/index.ts';
import type { Position } from '../src/platform/journal/index.ts';
import { builder, type GraphTypes } from './builder.ts';
import { EventTypeEnum, eventTypeNames } from './event-base.ts';
import * as types from './event-types.ts';

export const BookmarkRef = builder.objectRef<{ kind: 'bookmark'; position: Position }>('Bookmark').implement({
  description: 'Nothing happened for you up to here: move your cursor.',
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

/** What a subscriber is given: the event itself, a bookmark or a gap. */
export type StreamValue = Extract<StreamItem, { kind: 'event' }>['event'] | Exclude<StreamItem, { kind: 'event' }>;

/** What the item of a stream is in the graph. */
export function streamValue(item: StreamItem): StreamValue {
  return item.kind === 'event' ? item.event : item;
}

export const EventRef = builder.unionType('Event', {
  description: 'What a stream of events carries.',
  types: [...Object.values(types), BookmarkRef, StreamGapRef] as ObjectRef<GraphTypes, StreamValue>[],
  resolveType: (value: StreamValue) => {
    if ('kind' in value) return value.kind === 'bookmark' ? 'Bookmark' : 'StreamGap';
    return eventTypeNames[value.type];
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
    namespace: t.string({ description: 'Events in this namespace.' }),
    types: t.field({ type: [EventTypeEnum], description: 'Events of these types.' }),
  }),
});
