import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import { judge, type PlannedWrite, planOne } from './apply.ts';
import { assertVersion, claimedVersion, type VersionClaim } from './expected-version.ts';
import { type ParsedManifest, readManifest } from './manifest/index.ts';
import { keyText, notFound, type Resource, type ResourceKey } from './resource.ts';
import type { ResourceStore } from './resource-store.ts';

/**
 * Works out what putting one manifest in the place of a resource would write, over rows that are locked. A manifest
 * of another name renames the resource.
 * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT, NAME_TAKEN, MANIFESTS_INVALID
 */
export async function planReplace(
  tx: Tx,
  actor: Actor,
  plan: {
    manifest: ParsedManifest;
    key: ResourceKey;
    claim: Omit<VersionClaim, 'documentVersion'>;
    store: ResourceStore;
    /** The values that Secrets hold now, by their ids. */
    storedValues: (ids: readonly string[]) => Promise<Map<string, Record<string, string>>>;
    /** Whether what changes nothing is written as well. */
    writeUnchanged: boolean;
    now: Date;
  },
): Promise<PlannedWrite> {
  const { manifest, key, store, writeUnchanged, now } = plan;
  const target = { ...key, name: manifest.name };
  const before = placed(await store.lockKeys(tx, actor, [key, target]), key, target);
  const hub = readManifest(manifest, before);
  const { resourceVersion: documentVersion } = hub;
  assertVersion(before, key, claimedVersion(before, { ...plan.claim, documentVersion }));
  const known = before.kind === 'Secret' ? (await plan.storedValues([before.id])).get(before.id) : undefined;
  const { namespaceId } = before;
  const write = planOne({ before, hub, key: target, actor, namespaceId, known: known ?? {}, writeUnchanged, now });
  await judge(tx, actor, { writes: [write], store });
  return write;
}

/** The one at `key`, when `target` is free or the same place. */
function placed(found: readonly Resource[], key: ResourceKey, target: ResourceKey): Resource {
  const before = found.find((resource) => resource.name === key.name);
  if (before === undefined) throw notFound(key);
  if (target.name === key.name || found.length === 1) return before;
  throw new OrreryError('NAME_TAKEN', `There is a ${keyText(target)} already.`, {
    fix: 'Choose another name, or delete the one that has it.',
    facts: { resource: keyText(target) },
  });
}
