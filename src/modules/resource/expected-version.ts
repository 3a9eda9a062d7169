import { OrreryError } from '../../platform/errors.ts';
import { keyText, type Resource, type ResourceKey } from './resource.ts';

/** What a writer says about the version that it looked at. */
export interface VersionClaim {
  /** Any version will do, though one must be named: `If-Match: *`. */
  anyVersion?: boolean;
  expectedVersion?: string | null | undefined;
  /** The version that stands in what is written itself. */
  documentVersion?: string | null | undefined;
  /** Whether a write that names no version is refused. */
  requireVersion?: boolean;
}

/**
 * The version that a claim names, undefined for whatever it is at. An expected version of `*` means any.
 * @throws OrreryError RESOURCE_VERSION_CONFLICT when it names two, or none where it must
 */
export function claimedVersion(before: Resource, claim: VersionClaim): string | undefined {
  const isAny = claim.anyVersion === true || claim.expectedVersion?.trim() === '*';
  const expected = isAny ? undefined : ownVersion(claim.expectedVersion);
  const inDocument = ownVersion(claim.documentVersion);
  if (expected !== undefined && inDocument !== undefined && expected !== inDocument) {
    throw conflict(before, `The write names two versions, ${expected} and ${inDocument}.`);
  }
  const version = expected ?? inDocument;
  if (version === undefined && claim.requireVersion === true && !isAny) {
    throw conflict(before, `${keyText(before)} is only written by one who names the resourceVersion that they saw.`);
  }
  return version;
}

/** A version of `*` is any. @throws OrreryError RESOURCE_VERSION_CONFLICT when the writer looked at another one */
export function assertVersion(before: Resource | undefined, key: ResourceKey, given: string | undefined): void {
  const expected = ownVersion(given);
  if (expected === undefined || expected === '*' || (before === undefined && expected === '0')) return;
  if (before !== undefined && expected === String(before.resourceVersion)) return;
  const current = before === undefined ? 'does not exist' : `is at resourceVersion ${before.resourceVersion}`;
  throw conflict(before ?? key, `${keyText(key)} ${current}, not at ${expected}.`);
}

// In the frames of a watch the cursor follows the version: `3@cursor`.
function ownVersion(given: string | null | undefined): string | undefined {
  return given?.replace(/@.*$/s, '').trim() || undefined;
}

function conflict(about: Resource | ResourceKey, message: string): OrreryError {
  const currentVersion = 'resourceVersion' in about ? String(about.resourceVersion) : null;
  return new OrreryError('RESOURCE_VERSION_CONFLICT', message, {
    fix: 'Read it again, make your change on what it is now, and write that.',
    facts: { resource: keyText(about), currentVersion },
  });
}
