import {
  type JsonObject,
  type KindDefinition,
  kinds,
  ownValue,
  type ResourceKind,
  resourceKinds,
  shapeTree,
} from './kinds/index.ts';
import type { Resource } from './resource.ts';

/** How far a declaration has come, with what each word means. */
export const resourcePhases = {
  Pending: 'Nothing has looked at it yet, or it waits for something.',
  Connecting: 'A connection to it is being made.',
  Ready: 'Everything that it needs is there.',
  NotReady: 'It was ready and cannot be used now.',
  Running: 'It works.',
  WaitingApproval: 'It waits for a person.',
  Suspended: 'It is held until somebody lets it go on.',
  Succeeded: 'It has done what it was for.',
  Failed: 'It could not do what it was for.',
  DeadLetter: 'It was tried as often as it may be, and failed.',
  Error: 'Something that it needs is missing or wrong.',
} as const satisfies Record<string, string>;

/** One of `resourcePhases`. */
export type ResourcePhase = keyof typeof resourcePhases;

/** The state of a resource: what every kind's status tells, and in `details` what only this kind's does. */
export interface HubStatus {
  phase: ResourcePhase;
  /** Why it is not ready, in words for a person. */
  lastError?: string;
  /** The generation that the status is about. */
  observedGeneration: number;
  details: JsonObject;
}

/** The state of a resource as the platform knows it: its conditions, and what controllers reported. */
export function hubStatus(resource: Resource): HubStatus {
  const reported = resource.statuses['orrery.dev/v1'] ?? {};
  const failing = resource.conditions.filter(({ status }) => status === 'False').map(({ message }) => message);
  const told = ownValue(reported, 'lastError');
  const lastError = failing.length > 0 ? failing.join(' ') : told;
  const observed = ownValue(reported, 'observedGeneration');
  return {
    phase: failing.length > 0 ? 'Error' : (phaseOf(ownValue(reported, 'phase')) ?? 'Ready'),
    ...(typeof lastError === 'string' && lastError !== '' && { lastError }),
    observedGeneration: typeof observed === 'number' ? observed : resource.generation,
    details: { ...detailsOf(resource.kind, reported), ...kinds[resource.kind].derived?.(resource) },
  };
}

/** The hub's phase for a word of any API; undefined when it is none. */
export function phaseOf(word: unknown): ResourcePhase | undefined {
  return typeof word === 'string' && Object.hasOwn(resourcePhases, word) ? (word as ResourcePhase) : undefined;
}

const fieldsByKind = new Map(resourceKinds.map((kind) => [kind, fieldsOf(kinds[kind].status)]));

function fieldsOf(status: KindDefinition<object>['status']): ReadonlySet<string> {
  const shape = status && shapeTree(status);
  return new Set(shape?.type === 'object' ? shape.fields.keys() : []);
}

// What a controller from elsewhere reports may not fit; then nothing of it is told as if it did.
function detailsOf(kind: ResourceKind, reported: JsonObject): JsonObject {
  const { status } = kinds[kind];
  if (status === undefined) return {};
  const own = Object.entries(reported).filter(([field]) => fieldsByKind.get(kind)?.has(field));
  const parsed = status.safeParse(Object.fromEntries(own));
  return (parsed.success ? parsed.data : status.parse({})) as JsonObject;
}
