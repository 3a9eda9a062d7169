import { isObject, type JsonObject, kinds, ownValue, type ResourceKind } from './kinds/index.ts';
import type { Condition } from './resource.ts';
import { fittingDetails, wholeDetails } from './status-details.ts';

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
  /** The generation that the status is about; 0 when nothing has looked at it yet. */
  observedGeneration: number;
  details: JsonObject;
}

/** What is known of a resource's state, and what it follows from. */
export interface StatusFacts {
  kind: ResourceKind;
  namespace: string;
  name: string;
  generation: number;
  conditions: readonly Condition[];
  /** What was reported, by API version, and under `findingKey` what a controller of the platform found. */
  statuses: { readonly [apiVersion: string]: JsonObject };
}

/** Where the statuses of a resource keep what a controller of the platform itself found; no API version has this name. */
export const findingKey = 'orrery.dev/controller';

/** The condition that the store itself keeps true to every write. */
export const storesCondition = 'ReferencesResolved';

/** The condition that tells of what a resource names. */
export const dependenciesCondition = 'DependenciesReady';

const aboutOthers: readonly string[] = [storesCondition, dependenciesCondition];

/**
 * The state of a resource as the platform knows it: its conditions, what its controller found, and what controllers from
 * elsewhere reported.
 */
export function hubStatus(facts: StatusFacts): HubStatus {
  const reported = facts.statuses['orrery.dev/v1'] ?? {};
  const found = facts.statuses[findingKey] ?? {};
  const observed = observedGeneration(facts, [reported, found]);
  const isSeen = observed >= facts.generation;
  // What controllers found out is about the generation that they saw; the store's own condition is never old.
  const current = facts.conditions.filter(({ type }) => isSeen || type === storesCondition);
  const { isCarriedOut } = kinds[facts.kind];
  const failing = current
    .filter(({ type, status }) => status === 'False' && !(isCarriedOut && aboutOthers.includes(type)))
    .map(({ message }) => message);
  const toldError = ownValue(reported, 'lastError') ?? ownValue(found, 'lastError');
  const lastError = failing.length > 0 ? failing.join(' ') : isSeen ? toldError : undefined;
  const untold = isCarriedOut ? 'Pending' : 'Ready';
  const told = phaseOf(ownValue(reported, 'phase')) ?? phaseOf(ownValue(found, 'phase')) ?? untold;
  return {
    phase: failing.length > 0 && !isCarriedOut ? 'Error' : isSeen ? told : 'Pending',
    ...(typeof lastError === 'string' && lastError !== '' && { lastError }),
    observedGeneration: observed,
    details: { ...detailsOf(facts.kind, { found, reported }), ...kinds[facts.kind].derived?.(facts) },
  };
}

/** The hub's phase for a word of any API; undefined when it is none. */
export function phaseOf(word: unknown): ResourcePhase | undefined {
  return typeof word === 'string' && Object.hasOwn(resourcePhases, word) ? (word as ResourcePhase) : undefined;
}

// The state of what nobody looks at is always that of the newest generation, unless somebody reports otherwise.
function observedGeneration({ kind, generation }: StatusFacts, statuses: JsonObject[]): number {
  const told = statuses.map((status) => ownValue(status, 'observedGeneration')).filter((at) => typeof at === 'number');
  const { hasController, awaitsReport } = kinds[kind];
  if (hasController || awaitsReport) return Math.max(0, ...told);
  return told[0] ?? generation;
}

function detailsOf(kind: ResourceKind, { found, reported }: { found: JsonObject; reported: JsonObject }): JsonObject {
  const details = ownValue(found, 'details');
  const own = isObject(details) ? details : {};
  return wholeDetails(kind, { ...own, ...fittingDetails(kind, reported) });
}
