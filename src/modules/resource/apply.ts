import type { Tx } from '../../platform/db/index.ts';
import { groupBy } from '../../platform/group.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor, Namespace } from '../identity/index.ts';
import { assertVersion } from './expected-version.ts';
import { isSame } from './kinds/index.ts';
import { diffSpecs, type HubManifest, readManifest, renderManifest, type SpecChange } from './manifest/index.ts';
import { assertOwned } from './owned-secret.ts';
import { keyText, type Resource, type ResourceKey, referencesCondition, withCondition } from './resource.ts';
import type { ResourceStore } from './resource-store.ts';
import { type ResourceWrite, targetsOf } from './resource-writer.ts';
import { knownApiVersion } from './versions/index.ts';
import type { Wanted } from './wanted.ts';

/** What a write does to one resource. */
export interface ResourceChange {
  action: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'DELETED';
  /** As it is after the write, or was before it was deleted. */
  resource: Resource;
  /** As it was; null for one that is new. */
  before: Resource | null;
  diff: SpecChange[];
}

/** Every difference that a change makes, in the field names of an API version. Values of Secrets are in none. */
export function diffIn(apiVersion: string, { before, resource, diff }: ResourceChange): SpecChange[] {
  if (knownApiVersion(apiVersion) === 'orrery.dev/v1') return diff;
  const describe = (of: Resource) => ({ ...describable(of), spec: renderManifest(of, apiVersion)['spec'] });
  return diffSpecs(before ? describe(before) : {}, describe(resource));
}

/**
 * Every difference between two states of a resource, its name included, in the field names of an API version. Values of
 * Secrets are in none.
 */
export function diffBetween(apiVersion: string, before: Resource, after: Resource): SpecChange[] {
  const version = knownApiVersion(apiVersion);
  const describe = (of: Resource) => ({ ...named(of), spec: renderManifest(of, version)['spec'] });
  return version === 'orrery.dev/v1'
    ? diffSpecs(named(before), named(after))
    : diffSpecs(describe(before), describe(after));
}

export interface PlannedWrite extends ResourceWrite {
  change: ResourceChange;
  /** The name that it had, when the write gives it another. */
  renamedFrom?: string;
  /** The labels that the write takes the place of; absent when it leaves them as they are. */
  previousLabels?: Record<string, string>;
}

/**
 * Works out what applying `wanted` would write, over rows that are locked.
 * @throws OrreryError MANIFESTS_INVALID, RESOURCE_VERSION_CONFLICT, NAME_TAKEN over what is not the owner's
 */
export async function planApply(
  tx: Tx,
  actor: Actor,
  plan: {
    /** The values that Secrets hold now, by their ids. */
    storedValues: (ids: readonly string[]) => Promise<Map<string, Record<string, string>>>;
    wanted: readonly Wanted[];
    /** Whose own everything must be that is written over; anybody's when absent. */
    owner?: ResourceKey;
    namespaces: readonly Namespace[];
    store: ResourceStore;
    force: boolean;
    /** Whether what changes nothing is written as well. */
    writeUnchanged: boolean;
    now: Date;
  },
): Promise<PlannedWrite[]> {
  const { wanted, owner, namespaces, store, force, writeUnchanged, now } = plan;
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
    if (owner) assertOwned(before, owner);
    const hub = readManifest(manifest, before);
    if (!force) assertVersion(before, key, hub.resourceVersion);
    const known = (before && values.get(before.id)) ?? {};
    const namespaceId = namespaceIds.get(key.namespace) ?? '';
    return planOne({ before, hub, key, actor, namespaceId, known, writeUnchanged, now });
  });
  await judge(tx, actor, { writes, store });
  return writes;
}

/** What one manifest makes of one resource. */
export function planOne(from: {
  before: Resource | undefined;
  hub: HubManifest;
  key: ResourceKey;
  actor: Actor;
  namespaceId: string;
  /** Values that the Secret holds already. */
  known: Record<string, string>;
  writeUnchanged: boolean;
  now: Date;
}): PlannedWrite {
  const { before, hub } = from;
  const after = {
    ...(before ?? fresh(from)),
    name: from.key.name,
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
    return {
      ...write,
      change: { action: 'CREATED', resource: after, before: null, diff: diffSpecs({}, describable(after)) },
    };
  return planUpdate(before, write, from);
}

/** Bumps the versions of a write over an existing resource, or says that nothing changes. */
export function planUpdate(
  before: Resource,
  write: ResourceWrite,
  { writeUnchanged }: { writeUnchanged: boolean },
): PlannedWrite {
  const { resource: after, secretValues } = write;
  const isSpecChanged = !isSame(before.spec, after.spec) || Object.keys(secretValues).length > 0;
  const isRenamed = before.name !== after.name;
  const isChanged =
    isSpecChanged ||
    isRenamed ||
    !isSame([before.labels, before.annotations, before.extras], [after.labels, after.annotations, after.extras]);
  if (!isChanged && !writeUnchanged)
    return { ...write, resource: before, change: { action: 'UNCHANGED', resource: before, before, diff: [] } };
  const resource = {
    ...after,
    generation: before.generation + (isSpecChanged ? 1 : 0),
    resourceVersion: before.resourceVersion + 1,
  } as Resource;
  return {
    ...write,
    isSpecChanged,
    resource,
    ...(isRenamed && { renamedFrom: before.name }),
    ...(isSame(before.labels, after.labels) ? {} : { previousLabels: before.labels }),
    change: { action: 'UPDATED', resource, before, diff: diffSpecs(named(before), named(resource)) },
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
    statuses: {},
    createdAt: from.now,
  };
}

function describable(resource: Resource): object {
  const { labels, annotations, spec } = resource;
  return { labels, annotations, spec };
}

function named(resource: Resource): object {
  return { name: resource.name, ...describable(resource) };
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
  const stored = await store.findKeys(actor, [...targets.values()], tx);
  const written = new Set(writes.map(({ resource }) => resource.id));
  const others = stored.filter(({ id }) => !written.has(id));
  const there = new Set([...others, ...writes.map(({ resource }) => resource)].map(keyText));
  for (const { resource } of writes) {
    const named = [...groupBy(targetsOf(resource), ({ path }) => path).values()];
    const missing = named.filter((places) => !places.some((place) => there.has(keyText(place))));
    const nearest = missing.flatMap(([place]) => place ?? []);
    resource.conditions = withCondition(resource.conditions, referencesCondition(nearest));
  }
}
