import type { OrreryEvent } from './event.ts';

/** Which resources a watcher follows; absent means any. */
export interface ResourceSelection {
  kinds?: readonly string[] | undefined;
  name?: string | undefined;
  /** Labels that must all be there with these values. */
  labels?: Record<string, string> | undefined;
}

/** An event about a resource. */
export type ResourceEvent = Extract<OrreryEvent, { type: `resource.${string}` }>;

/** Whether the event is about a resource. */
export function isResourceEvent(event: OrreryEvent): event is ResourceEvent {
  return event.type.startsWith('resource.');
}

/**
 * The event as it looks to who follows only these resources; undefined when it does not concern them. Labels are
 * compared as they were: a resource that gets the labels is new to the watcher, one that loses them is gone.
 */
export function seenBy(selection: ResourceSelection, event: OrreryEvent): ResourceEvent | undefined {
  if (!isResourceEvent(event)) return undefined;
  const { kinds, name, labels } = selection;
  if (kinds !== undefined && !kinds.includes(event.payload.kind)) return undefined;
  if (name !== undefined && event.payload.name !== name) return undefined;
  return labels === undefined ? event : seenByLabels(labels, event);
}

function seenByLabels(wanted: Record<string, string>, event: ResourceEvent): ResourceEvent | undefined {
  const isWanted = hasLabels(event.payload.labels, wanted);
  if (event.type !== 'resource.applied') return isWanted ? event : undefined;
  const { payload } = event;
  const wasWanted = !payload.created && hasLabels(payload.previousLabels ?? payload.labels, wanted);
  if (isWanted) return wasWanted ? event : { ...event, payload: { ...payload, created: true } };
  if (!wasWanted) return undefined;
  const { kind, name, resourceVersion, labels } = payload;
  return { ...event, type: 'resource.deleted', payload: { kind, name, resourceVersion, labels, isStillThere: true } };
}

function hasLabels(labels: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
