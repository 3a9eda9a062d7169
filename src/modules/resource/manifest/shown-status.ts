import { isObject, type JsonObject, type JsonValue, kinds, type ResourceKind } from '../kinds/index.ts';
import { type ApiVersion, spokeOf } from '../versions/index.ts';

/** What is known of a resource's state, and what it follows from. */
interface StatusFacts {
  kind: ResourceKind;
  namespace: string;
  name: string;
  generation: number;
  conditions: readonly { type: string; status: string; reason: string; message: string }[];
  /** What controllers reported, by API version. */
  statuses: { readonly [apiVersion: string]: JsonObject };
}

/**
 * The status of a resource as an API version shows it. What its controller reported stands; where a version has
 * conditions, those that the platform judges itself are never hidden by it.
 */
export function shownStatus(facts: StatusFacts, version: ApiVersion): JsonObject {
  const reported = facts.statuses[version];
  const told = reported === undefined ? own[version](facts) : merged[version](facts, reported);
  return { ...told, ...derivedStatus(facts, version) };
}

/** What of the status follows from the resource itself, as an API version calls it. */
export function derivedStatus(
  resource: Pick<StatusFacts, 'kind' | 'namespace' | 'name'>,
  version: ApiVersion,
): JsonObject {
  const derived = kinds[resource.kind].derived?.(resource) ?? {};
  const { statusNames = {} } = spokeOf(version, resource.kind);
  return Object.fromEntries(Object.entries(derived).map(([field, value]) => [statusNames[field] ?? field, value]));
}

const own: Record<ApiVersion, (facts: StatusFacts) => JsonObject> = {
  'orloj.dev/v1': (facts) => {
    const problem = problemOf(facts);
    const phase = { phase: problem === '' ? 'Ready' : 'Error', observedGeneration: facts.generation };
    return problem === '' ? phase : { ...phase, lastError: problem };
  },
  'joch.dev/v1alpha1': (facts) => ({
    phase: problemOf(facts) === '' ? 'Ready' : 'Failed',
    conditions: ownConditions(facts),
    observedGeneration: facts.generation,
  }),
  'orrery.dev/v1': (facts) => ({
    ready: problemOf(facts) === '',
    conditions: ownConditions(facts),
    observedGeneration: facts.generation,
  }),
};

const merged: Record<ApiVersion, (facts: StatusFacts, reported: JsonObject) => JsonObject> = {
  'orloj.dev/v1': (_facts, reported) => reported,
  'joch.dev/v1alpha1': (facts, reported) => ({ ...reported, conditions: allConditions(facts, reported) }),
  'orrery.dev/v1': (facts, reported) => ({
    ...reported,
    ready: problemOf(facts) === '' && reported['ready'] !== false,
    conditions: allConditions(facts, reported),
  }),
};

function problemOf({ conditions }: StatusFacts): string {
  const failing = conditions.filter(({ status }) => status !== 'True');
  return failing.map(({ message }) => message).join(' ');
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
