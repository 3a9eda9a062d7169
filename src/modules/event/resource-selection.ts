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
 * The event as it looks to who follows only these resources; undefined when it does not concern them. Name and labels
 * are compared as they were: a resource that gets them is new to the watcher, one that loses them is gone.
 */
export function seenBy(selection: ResourceSelection, event: OrreryEvent): ResourceEvent | undefined {
  if (!isResourceEvent(event)) return undefined;
  const { payload } = event;
  if (selection.kinds !== undefined && !selection.kinds.includes(payload.kind)) return undefined;
  const isWanted = isSelected(selection, payload);
  if (event.type !== 'resource.applied') return isWanted ? event : undefined;
  const { created, renamedFrom, previousLabels, ...now } = event.payload;
  const before = { name: renamedFrom ?? now.name, labels: previousLabels ?? now.labels };
  const wasWanted = !created && isSelected(selection, before);
  if (isWanted) return wasWanted ? event : { ...event, payload: { ...event.payload, created: true } };
  if (!wasWanted) return undefined;
  const { kind, resourceVersion, labels } = now;
  const gone = { kind, name: before.name, resourceVersion, labels, isStillThere: true } as const;
  return { ...event, type: 'resource.deleted', payload: gone };
}

function isSelected(
  { name, labels }: ResourceSelection,
  found: { name: string; labels: Record<string, string> },
): boolean {
  return (name === undefined || found.name === name) && (labels === undefined || hasLabels(found.labels, labels));
}

/** Whether all of these labels are there with these values. */
export function hasLabels(labels: Record<string, string>, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}
