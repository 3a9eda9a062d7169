import { OrreryError } from '../../platform/errors.ts';
import { isObject, isSame, type JsonObject, toJsonObject } from './kinds/index.ts';
import { hubPhaseOf } from './phase-words.ts';
import type { Resource } from './resource.ts';
import { detailsFromApi } from './status-details.ts';
import type { ApiVersion } from './versions/index.ts';

const maxLength = 262_144;
const hubVersion = 'orrery.dev/v1';

/**
 * The resource with a status in the words of an API version, in place of the one reported there before. Its version
 * grows by one, unless it was so already and that is no write. @throws OrreryError INPUT_INVALID
 */
export function withStatus(
  before: Resource,
  version: ApiVersion,
  report: { status?: unknown; writeUnchanged: boolean },
): Resource {
  const status = readStatus(report.status, before.generation);
  if (isSame(before.statuses[version], status) && !report.writeUnchanged) return before;
  const statuses = { ...before.statuses, [version]: status };
  if (version !== hubVersion)
    statuses[hubVersion] = { ...before.statuses[hubVersion], ...knownToHub(before, version, status) };
  return { ...before, statuses, resourceVersion: before.resourceVersion + 1 } as Resource;
}

// What is reported over one API is seen over the others as far as the hub knows what it means.
function knownToHub({ kind }: Resource, version: ApiVersion, status: JsonObject): JsonObject {
  const { phase, lastError = '', observedGeneration = 0 } = status;
  const known = hubPhaseOf(version, phase);
  return {
    ...detailsFromApi(kind, version, status),
    ...(known !== undefined && { phase: known }),
    lastError,
    observedGeneration,
  };
}

// A controller that does not say which generation it looked at is taken to have seen the newest.
function readStatus(given: unknown, generation: number): JsonObject {
  if (!isObject(given)) throw unfit('A status must be an object.');
  const { observedGeneration, conditions, lastError } = given;
  if (JSON.stringify(given).length > maxLength) throw unfit(`A status has at most ${maxLength} characters as JSON.`);
  if (observedGeneration != null && !(Number.isSafeInteger(observedGeneration) && Number(observedGeneration) >= 0))
    throw unfit('status.observedGeneration must be a whole number, not negative.');
  if (conditions != null && !(Array.isArray(conditions) && conditions.every(isObject)))
    throw unfit('status.conditions must be a list of objects.');
  if (lastError != null && typeof lastError !== 'string') throw unfit('status.lastError must be text.');
  return toJsonObject({ ...given, observedGeneration: Number(observedGeneration ?? 0) || generation });
}

function unfit(message: string): OrreryError {
  return new OrreryError('INPUT_INVALID', message);
}
