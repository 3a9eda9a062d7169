import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor, Namespace } from '../identity/index.ts';
import { isSame } from './kinds/index.ts';
import { diffSpecs, type HubManifest, type ParsedManifest, readManifest, type SpecChange } from './manifest/index.ts';
import { keyText, type Resource, type ResourceKey, referencesCondition } from './resource.ts';
import type { ResourceStore } from './resource-store.ts';
import { type ResourceWrite, targetsOf } from './resource-writer.ts';

/** What a write does to one resource. */
export interface ResourceChange {
  action: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'DELETED';
  /** As it is after the write, or was before it was deleted. */
  resource: Resource;
  diff: SpecChange[];
}

export interface PlannedWrite extends ResourceWrite {
  change: ResourceChange;
  /** The labels that the write takes the place of; absent when it leaves them as they are. */
  previousLabels?: Record<string, string>;
}

interface Wanted {
  manifest: ParsedManifest;
  key: ResourceKey;
}

/** The keys of `manifests`, each once. @throws OrreryError MANIFESTS_INVALID when two documents are the same resource */
export function keysOf(manifests: readonly ParsedManifest[], defaultNamespace: string): Wanted[] {
  const seen = new Set<string>();
  return manifests.map((manifest) => {
    const key = { kind: manifest.kind, namespace: manifest.namespace ?? defaultNamespace, name: manifest.name };
    const text = keyText(key);
    if (seen.has(text)) throw invalid([`${text} stands in more than one document.`]);
    seen.add(text);
    return { manifest, key };
  });
}

export function invalid(faults: string[]): OrreryError {
  const [first = 'The manifests are not valid.'] = faults;
  const message = faults.length === 1 ? first : `The manifests have ${faults.length} faults. The first: ${first}`;
  return new OrreryError('MANIFESTS_INVALID', message, { facts: { faults } });
}

/**
 * Works out what applying `wanted` would write, over rows that are locked.
 * @throws OrreryError MANIFESTS_INVALID, RESOURCE_VERSION_CONFLICT
 */
export async function planApply(
  tx: Tx,
  actor: Actor,
  plan: {
    /** The values that Secrets hold now, by their ids. */
    storedValues: (ids: readonly string[]) => Promise<Map<string, Record<string, string>>>;
    wanted: readonly Wanted[];
    namespaces: readonly Namespace[];
    store: ResourceStore;
    force: boolean;
    now: Date;
  },
): Promise<PlannedWrite[]> {
  const { wanted, namespaces, store, force, now } = plan;
  const stored = new Map(
    (
      await store.lockKeys(
        tx,
        actor,
        wanted.map(({ key }) => key),
      )
    ).map((resource) => [keyText(resource), resource]),
  );
  const namespaceIds = new Map(namespaces.map((namespace) => [namespace.name, namespace.id]));
  const secrets = [...stored.values()].filter((resource) => resource.kind === 'Secret').map((secret) => secret.id);
  const values = secrets.length === 0 ? new Map() : await plan.storedValues(secrets);
  const writes = wanted.map(({ manifest, key }) => {
    const before = stored.get(keyText(key));
    const hub = readManifest(manifest, before);
    if (!force) assertVersion(before, key, hub.resourceVersion);
    const known = (before && values.get(before.id)) ?? {};
    const namespaceId = namespaceIds.get(key.namespace) ?? '';
    return planOne({ before, hub, key, actor, namespaceId, known, now });
  });
  await judge(tx, actor, { writes, store });
  return writes;
}

/** @throws OrreryError RESOURCE_VERSION_CONFLICT when the writer looked at another version */
export function assertVersion(before: Resource | undefined, key: ResourceKey, expected: string | undefined): void {
  if (expected === undefined || expected === '' || (before === undefined && expected === '0')) return;
  if (before !== undefined && expected === String(before.resourceVersion)) return;
  const current = before === undefined ? 'does not exist' : `is at resourceVersion ${before.resourceVersion}`;
  throw new OrreryError('RESOURCE_VERSION_CONFLICT', `${keyText(key)} ${current}, not at ${expected}.`, {
    fix: 'Read it again, make your change on what it is now, and write that.',
    facts: { resource: keyText(key), currentVersion: before === undefined ? null : String(before.resourceVersion) },
  });
}

function planOne(from: {
  before: Resource | undefined;
  hub: HubManifest;
  key: ResourceKey;
  actor: Actor;
  namespaceId: string;
  /** Values that the Secret holds already. */
  known: Record<string, string>;
  now: Date;
}): PlannedWrite {
  const { before, hub } = from;
  const after = {
    ...(before ?? fresh(from)),
    apiVersion: hub.apiVersion,
    labels: hub.labels,
    annotations: hub.annotations,
    spec: hub.spec,
    extras: hub.extras,
    updatedAt: from.now,
  } as Resource;
  const given = Object.entries(hub.secretValues ?? {});
  const secretValues = Object.fromEntries(given.filter(([name, value]) => from.known[name] !== value));
  const write = { resource: after, isNew: before === undefined, isSpecChanged: true, secretValues };
  if (!before)
    return { ...write, change: { action: 'CREATED', resource: after, diff: diffSpecs({}, describable(after)) } };
  return planUpdate(before, write);
}

/** Bumps the versions of a write over an existing resource, or says that nothing changes. */
export function planUpdate(before: Resource, write: ResourceWrite): PlannedWrite {
  const { resource: after, secretValues } = write;
  const isSpecChanged = !isSame(before.spec, after.spec) || Object.keys(secretValues).length > 0;
  const isChanged =
    isSpecChanged ||
    !isSame([before.labels, before.annotations, before.extras], [after.labels, after.annotations, after.extras]);
  if (!isChanged) return { ...write, resource: before, change: { action: 'UNCHANGED', resource: before, diff: [] } };
  const resource = {
    ...after,
    generation: before.generation + (isSpecChanged ? 1 : 0),
    resourceVersion: before.resourceVersion + 1,
  } as Resource;
  return {
    ...write,
    isSpecChanged,
    resource,
    ...(isSame(before.labels, after.labels) ? {} : { previousLabels: before.labels }),
    change: { action: 'UPDATED', resource, diff: diffSpecs(describable(before), describable(resource)) },
  };
}

function fresh(from: { key: ResourceKey; actor: Actor; namespaceId: string; now: Date }) {
  return {
    ...from.key,
    id: newId('resource', from.now),
    organizationId: from.actor.organizationId,
    namespaceId: from.namespaceId,
    generation: 1,
    resourceVersion: 1,
    conditions: [],
    createdAt: from.now,
  };
}

function describable(resource: Resource): object {
  const { labels, annotations, spec } = resource;
  return { labels, annotations, spec };
}

/** Sets the conditions of what is written, looking for what it names among the writes and in the store. */
export async function judge(
  tx: Tx,
  actor: Actor,
  about: { writes: readonly PlannedWrite[]; store: ResourceStore },
): Promise<void> {
  const { writes, store } = about;
  const targets = new Map(
    writes.flatMap(({ resource }) => targetsOf(resource)).map((target) => [keyText(target), target]),
  );
  const found = await store.findKeys(actor, [...targets.values()], tx);
  const there = new Set([...found, ...writes.map(({ resource }) => resource)].map(keyText));
  for (const { resource } of writes) {
    resource.conditions = [referencesCondition(targetsOf(resource).filter((target) => !there.has(keyText(target))))];
  }
}
