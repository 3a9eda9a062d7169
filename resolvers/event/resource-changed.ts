import { builder } from '../../schema/builder.ts';
import type { Context } from '../../schema/context.ts';
import { EventRef, type StreamValue } from '../../schema/event.ts';
import { labelMap } from '../../schema/execution-input.ts';
import { LabelInput, ResourceKindEnum } from '../../schema/resource.ts';
import { isResourceEvent, type OrreryEvent, seenBy } from '../../src/modules/event/index.ts';
import { homeOf } from '../../src/modules/resource/index.ts';
import { begun } from './begun.ts';
import { afterDescription, watch } from './watch.ts';

const types = ['resource.applied', 'resource.deleted', 'resource.statusChanged'] as const;

const ResourceSelector = builder.inputType('ResourceSelector', {
  description: 'Which resources: those that fit all that is said; what is absent is not asked for.',
  fields: (t) => ({
    kind: t.field({
      type: ResourceKindEnum,
      description: 'Those of this kind. Of one that belongs to all namespaces, those are in each.',
    }),
    kinds: t.field({ type: [ResourceKindEnum], description: 'Those of one of these kinds.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    namespaces: t.stringList({ description: 'Those in one of these namespaces.' }),
    name: t.string({
      description:
        'Those of this name. One that gets it by a rename is told as applied and new, one that loses it as deleted.',
    }),
    labels: t.field({
      type: [LabelInput],
      description:
        'Those that have all of these labels. One that gets them is told as applied and new, one that loses them as deleted.',
    }),
  }),
});

type Selector = typeof ResourceSelector.$inferInput | null | undefined;

/** What a watcher follows, in the words of the modules. */
function selectionOf(selector: Selector) {
  const { kind, kinds, namespace, namespaces, name, labels } = selector ?? {};
  return {
    namespaces: onlyOf(namespace, namespaces)?.map((place) => (kind == null ? place : homeOf(kind, place))),
    selection: {
      kinds: onlyOf(kind, kinds),
      name: name ?? undefined,
      labels: labels == null ? undefined : labelMap(labels),
    },
  };
}

/** What is both the one and among the many, where these are said; undefined for anything. */
function onlyOf<T>(one: T | null | undefined, many: readonly T[] | null | undefined): readonly T[] | undefined {
  if (one == null) return many ?? undefined;
  return many == null || many.includes(one) ? [one] : [];
}

/** What is there, a bookmark, and then every change that the list does not show. */
async function* listThenWatch(
  context: Context,
  { namespaces, selection }: ReturnType<typeof selectionOf>,
  newerThan: number,
): AsyncGenerator<StreamValue> {
  const { services, actor, signal } = context;
  // Read before the namespaces: what is written to one that is made meanwhile is a change after this place.
  const start = await services.events.bookmark(actor);
  const all = await services.identity.listNamespaces(actor);
  const listing = services.resources.listing(actor, {
    namespaces: all.filter(({ name }) => namespaces?.includes(name) ?? true),
    filter: selection,
  });
  for await (const resource of listing.resources()) {
    if (signal.aborted) return;
    if (resource.resourceVersion > newerThan) yield { kind: 'listed', resource, position: start.position };
  }
  yield start;
  const seen = (event: OrreryEvent): OrreryEvent | undefined =>
    isResourceEvent(event) && !listing.shows({ ...event, ...event.payload }) ? seenBy(selection, event) : undefined;
  yield* watch(context, { types }, { after: services.events.cursor(start.position), namespaces, seen });
}

builder.subscriptionField('resourceChanged', (t) =>
  t.field({
    type: EventRef,
    description: 'Changes of resources as they happen.',
    authScopes: { action: 'event:read' },
    args: {
      selector: t.arg({ type: ResourceSelector, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
      initial: t.arg.boolean({
        required: true,
        defaultValue: false,
        description:
          'Begin with what is there: a ResourceListed for each resource, by namespace and name, then a Bookmark, then the changes since. Without effect when `after` is given.',
      }),
      newerThan: t.arg.int({
        description: 'With `initial`: those that are at this resourceVersion or an older one are not listed.',
      }),
    },
    subscribe: async (_root, { selector, after, initial, newerThan }, context) => {
      const { events } = context.services;
      const selected = selectionOf(selector);
      if (after == null ? initial : events.isListCursor(after))
        return begun(listThenWatch(context, selected, newerThan ?? 0));
      const { namespaces, selection } = selected;
      return watch(context, { types }, { after, namespaces, seen: (event) => seenBy(selection, event) });
    },
    resolve: (value) => value,
  }),
);
