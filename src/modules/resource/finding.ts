import { dependenciesCondition, findingKey, type ResourcePhase, storesCondition } from './hub-status.ts';
import { isObject, isSame, type JsonObject, ownValue, toJsonObject } from './kinds/index.ts';
import type { FailingDependency } from './reconcile-store.ts';
import { type Condition, keyText, type Resource } from './resource.ts';
import { targetsOf } from './resource-writer.ts';

/** What a controller found out about a resource. */
export interface Found {
  /** In place of those that it found out before. */
  conditions: readonly Condition[];
  phase?: ResourcePhase;
  /** Why it could not do what it was for. */
  lastError?: string;
  /** What the kind's status tells besides. */
  details?: JsonObject;
}

/**
 * The resource with what a controller found out about its newest generation, and whether what it names is well. What
 * others reported stays. Its version grows by one, unless all was so before.
 */
export function withFinding(before: Resource, found: Found, failing: readonly FailingDependency[]): Resource {
  const conditions = [
    ...before.conditions.filter(({ type }) => type === storesCondition),
    ...(targetsOf(before).length > 0 ? [dependenciesConditionOf(failing)] : []),
    ...found.conditions,
  ];
  const { phase, lastError, details = {} } = found;
  const finding = toJsonObject({ observedGeneration: before.generation, phase, lastError, details });
  if (isSame(before.conditions, conditions) && isSame(before.statuses[findingKey], finding)) return before;
  return {
    ...before,
    conditions,
    statuses: { ...before.statuses, [findingKey]: finding },
    resourceVersion: before.resourceVersion + 1,
  } as Resource;
}

/** Whether something else is wrong with the resource itself than before, so that who names it may be well or not. */
export function isTurned(before: Resource, after: Resource): boolean {
  return ownProblem(before) !== ownProblem(after);
}

/** Whether something else is known of the resource than before, other than when it was looked at. */
export function isRenewed(before: Resource, after: Resource): boolean {
  return !isSame(lasting(before), lasting(after));
}

function ownProblem({ conditions }: Resource): string {
  const failing = conditions.filter(({ type, status }) => status === 'False' && type !== dependenciesCondition);
  return failing.map(({ message }) => message).join(' ');
}

function lasting({ statuses }: Resource): object {
  const details = ownValue(statuses[findingKey] ?? {}, 'details');
  return isObject(details) ? Object.fromEntries(Object.entries(details).filter(([name]) => !name.endsWith('At'))) : {};
}

function dependenciesConditionOf(failing: readonly FailingDependency[]): Condition {
  const type = dependenciesCondition;
  if (failing.length === 0)
    return { type, status: 'True', reason: 'AllReady', message: 'Nothing that this names is known to be wrong.' };
  const problems = failing.map((dependency) => `${keyText(dependency)} is not ready: ${dependency.problem}`);
  return { type, status: 'False', reason: 'NotReady', message: problems.join(' ') };
}
