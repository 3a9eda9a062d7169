import { hubStatus, type StatusFacts } from '../hub-status.ts';
import { isObject, type JsonObject, type JsonValue, kinds } from '../kinds/index.ts';
import { phaseWord } from '../phase-words.ts';
import { detailsForApi } from '../status-details.ts';
import type { ApiVersion } from '../versions/index.ts';

/**
 * The status of a resource as an API version shows it. What was reported in that version stands; where a version has
 * conditions, those that the platform judges itself are never hidden by it.
 */
export function shownStatus(facts: StatusFacts, version: ApiVersion): JsonObject {
  const reported = facts.statuses[version];
  const told = reported === undefined ? own(facts, version) : merged[version](facts, reported);
  return { ...told, ...derivedStatus(facts, version) };
}

/** What of the status follows from the resource itself, as an API version calls it. */
export function derivedStatus(
  resource: Pick<StatusFacts, 'kind' | 'namespace' | 'name'>,
  version: ApiVersion,
): JsonObject {
  return detailsForApi(resource.kind, version, kinds[resource.kind].derived?.(resource) ?? {});
}

function own(facts: StatusFacts, version: ApiVersion): JsonObject {
  const { phase, lastError, observedGeneration, details } = hubStatus(facts);
  return {
    ...detailsForApi(facts.kind, version, details),
    ...(version === 'orrery.dev/v1' && { ready: isReady(facts) }),
    phase: phaseWord(version, phase),
    ...(version === 'joch.dev/v1alpha1' || lastError === undefined ? {} : { lastError }),
    ...(version === 'orloj.dev/v1' ? {} : { conditions: ownConditions(facts) }),
    ...(observedGeneration > 0 && { observedGeneration }),
  };
}

const merged: Record<ApiVersion, (facts: StatusFacts, reported: JsonObject) => JsonObject> = {
  'orloj.dev/v1': (_facts, reported) => reported,
  'joch.dev/v1alpha1': (facts, reported) => ({ ...reported, conditions: allConditions(facts, reported) }),
  // The hub's own version keeps what was reported over the others as well, so nothing there stands alone.
  'orrery.dev/v1': (facts, reported) => ({
    ...reported,
    ...own(facts, 'orrery.dev/v1'),
    ready: isReady(facts) && reported['ready'] !== false,
    conditions: allConditions(facts, reported),
  }),
};

function isReady({ conditions }: StatusFacts): boolean {
  return conditions.every(({ status }) => status === 'True');
}

function ownConditions({ conditions }: StatusFacts): JsonObject[] {
  return conditions.map((condition) => ({ ...condition }));
}

// A reported condition of a type that the platform judges itself would say something else about the same.
function allConditions(facts: StatusFacts, reported: JsonObject): JsonValue[] {
  const judged = new Set<unknown>(facts.conditions.map(({ type }) => type));
  const given = Array.isArray(reported['conditions']) ? reported['conditions'] : [];
  const others = given.filter((condition) => !isObject(condition) || !judged.has(condition['type']));
  return [...ownConditions(facts), ...others];
}
