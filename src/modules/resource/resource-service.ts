import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sealer } from '../../platform/crypto.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { type EventDraft, journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { draftEvent } from '../event/index.ts';
import { type Actor, authorize, type IdentityStore } from '../identity/index.ts';
import {
  assertVersion,
  invalid,
  judge,
  keysOf,
  type PlannedWrite,
  planApply,
  planUpdate,
  type ResourceChange,
} from './apply.ts';
import { kinds, pathText, type ResourceKind } from './kinds/index.ts';
import { orderByDependency, parseManifests } from './manifest/index.ts';
import { mergePatch } from './merge-patch.ts';
import { isReady, keyText, type Resource, type ResourceKey, type Revision } from './resource.ts';
import type { ResourceFilter, ResourceStore } from './resource-store.ts';
import { type DependentRow, LostRace, type ResourceWriter, secretContext } from './resource-writer.ts';

const maxRaces = 5;

/** The bus channel on which the organization is named whose resources were changed. */
export const resourcesChannel = 'resources';

/** What a patch changes: RFC 7396, null removes. */
export interface ResourcePatch {
  spec?: Record<string, unknown> | undefined;
  labels?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
}

/** Thrown to leave a dry run's transaction without a trace. */
class DryRun extends Error {
  readonly changes: ResourceChange[];
  constructor(changes: ResourceChange[]) {
    super('dry run');
    this.changes = changes;
  }
}

/** The versioned store of declared objects. */
export class ResourceService {
  readonly #store: ResourceStore;
  readonly #writer: ResourceWriter;
  readonly #identity: IdentityStore;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #bus: Bus;

  constructor(deps: {
    store: ResourceStore;
    writer: ResourceWriter;
    identity: IdentityStore;
    sealer: Sealer;
    clock: Clock;
    bus: Bus;
  }) {
    this.#store = deps.store;
    this.#writer = deps.writer;
    this.#identity = deps.identity;
    this.#sealer = deps.sealer;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<Resource[]> {
    authorize(actor, 'resource:read');
    return this.#store.findMany(actor, ids);
  }

  findKeys(actor: Actor, keys: readonly ResourceKey[]): Promise<Resource[]> {
    authorize(actor, 'resource:read');
    return this.#store.findKeys(actor, keys);
  }

  list(actor: Actor, filter: ResourceFilter, page: PageRequest): Promise<Page<Resource>> {
    authorize(actor, 'resource:read');
    return this.#store.list(actor, filter, page);
  }

  history(actor: Actor, resourceId: string, page: PageRequest): Promise<Page<Revision>> {
    authorize(actor, 'resource:read');
    return this.#store.history(actor, resourceId, page);
  }

  references(actor: Actor, ids: readonly string[]): Promise<{ from: string; resource: Resource }[]> {
    authorize(actor, 'resource:read');
    return this.#store.references(actor, ids);
  }

  referencedBy(actor: Actor, target: ResourceKey, page: PageRequest): Promise<Page<Resource>> {
    authorize(actor, 'resource:read');
    return this.#store.referencedBy(actor, target, page);
  }

  /** Those resources of one kind that exist, in the order of their names. */
  async named<K extends ResourceKind>(
    actor: Actor,
    kind: K,
    names: readonly { namespace: string; name: string }[],
  ): Promise<Resource<K>[]> {
    const found = await this.#store.findKeys(
      actor,
      names.map(({ namespace, name }) => ({ kind, namespace, name })),
    );
    return found as Resource<K>[];
  }

  /** Every policy of the organization, by name. */
  async policies(actor: Actor): Promise<Resource<'Policy'>[]> {
    const { items } = await this.#store.list(actor, { kind: 'Policy' }, { first: 500 });
    return items as Resource<'Policy'>[];
  }

  /** The plain value of a secret, for a call that needs it. It must go nowhere else. @throws OrreryError SECRET_UNRESOLVED */
  async secretValue(actor: Actor, secret: { namespace: string; name: string; key: string }): Promise<string> {
    const found = await this.#store.sealedValue(actor, secret);
    if (found) return this.#sealer.open(found.sealed, secretContext(found.resourceId, secret.key));
    throw new OrreryError(
      'SECRET_UNRESOLVED',
      `There is no secret ${secret.namespace}/${secret.name} with the key ${secret.key}.`,
      {
        fix: 'Apply a Secret of that name with that key.',
      },
    );
  }

  /** Whether nothing was ever applied. */
  isEmpty(actor: Actor): Promise<boolean> {
    return this.#store.isEmpty(actor);
  }

  /**
   * Applies many documents, all or nothing, what is named before what names it.
   * @throws OrreryError MANIFESTS_INVALID naming every fault, RESOURCE_VERSION_CONFLICT
   */
  async apply(
    actor: Actor,
    input: { manifests: string; namespace: string; dryRun: boolean; force: boolean },
  ): Promise<ResourceChange[]> {
    authorize(actor, 'resource:write');
    const parsed = parseManifests(input.manifests);
    if (!parsed.ok) throw invalid(parsed.faults);
    const wanted = keysOf(orderByDependency(parsed.manifests, input.namespace), input.namespace);
    const names = wanted.map(({ key }) => key.namespace);
    const changes = await this.#racing((tx) => this.#applying(tx, actor, { ...input, wanted, names }));
    if (!input.dryRun) this.#announce(actor);
    return changes;
  }

  async #applying(
    tx: Tx,
    actor: Actor,
    input: { wanted: ReturnType<typeof keysOf>; names: string[]; dryRun: boolean; force: boolean },
  ): Promise<ResourceChange[]> {
    if (input.wanted.length === 0) return [];
    const namespaces = await this.#identity.ensureNamespaces(tx, actor, input.names);
    const { wanted, force } = input;
    const writes = await planApply(tx, actor, {
      storedValues: (ids) => this.#writer.storedValues(tx, ids),
      wanted,
      namespaces,
      store: this.#store,
      force,
      now: this.#clock.now(),
    });
    await this.#write(tx, actor, writes, 'resource.apply');
    const changes = writes.map((write) => write.change);
    if (input.dryRun) throw new DryRun(changes);
    return changes;
  }

  /**
   * Merges a patch into one resource. Concurrent patches are made one after the other; none is lost.
   * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT, MANIFESTS_INVALID
   */
  async patch(
    actor: Actor,
    key: ResourceKey,
    input: { patch: ResourcePatch; expectedVersion: string | null; dryRun: boolean },
  ): Promise<ResourceChange> {
    authorize(actor, 'resource:write');
    const [change] = await this.#racing(async (tx) => {
      const before = await this.#store.lock(tx, actor, key);
      if (!before) throw notFound(key);
      assertVersion(before, key, input.expectedVersion ?? undefined);
      const resource = patched(before, input.patch);
      const write = planUpdate(before, { resource, isNew: false, isSpecChanged: false, secretValues: {} });
      if (input.patch.spec !== undefined) await judge(tx, actor, { writes: [write], store: this.#store });
      await this.#write(tx, actor, [write], 'resource.patch');
      if (input.dryRun) throw new DryRun([write.change]);
      return [write.change];
    });
    if (!change) throw notFound(key);
    if (!input.dryRun) this.#announce(actor);
    return change;
  }

  /** Deletes one resource; what names it becomes not ready. @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT */
  async delete(
    actor: Actor,
    key: ResourceKey,
    input: { expectedVersion: string | null; dryRun: boolean },
  ): Promise<Resource> {
    authorize(actor, 'resource:delete');
    const deleted = await this.#store.transaction(async (tx) => {
      const resource = await this.#store.lock(tx, actor, key);
      if (!resource) throw notFound(key);
      assertVersion(resource, key, input.expectedVersion ?? undefined);
      if (input.dryRun) return resource;
      await tx.deleteFrom('resource').where('id', '=', resource.id).execute();
      const dependents = await this.#writer.refreshDependents(tx, actor, [key], [resource.id]);
      const gone = resourceEvent('resource.deleted', actor, resource, { kind: key.kind, name: key.name });
      const events = [gone, ...dependents.map((row) => dependentEvent(actor, row))];
      const audit = [
        {
          action: 'resource.delete',
          subjectId: resource.id,
          namespaceId: resource.namespaceId,
          details: { resource: keyText(key) },
        },
      ];
      await appendRecord(tx, actor, { events, audit });
      return resource;
    });
    if (!input.dryRun) this.#announce(actor);
    return deleted;
  }

  async #write(tx: Tx, actor: Actor, planned: readonly PlannedWrite[], action: string): Promise<void> {
    const writes = planned.filter((write) => write.change.action !== 'UNCHANGED');
    if (writes.length === 0) return;
    await this.#writer.write(tx, actor, writes);
    const made = writes.filter((write) => write.isNew).map(({ resource }) => resource);
    const ids = writes.map(({ resource }) => resource.id);
    const dependents = made.length === 0 ? [] : await this.#writer.refreshDependents(tx, actor, made, ids);
    const applied = writes.map(({ resource, isNew }) => {
      const { kind, name, generation, resourceVersion } = resource;
      return resourceEvent('resource.applied', actor, resource, {
        kind,
        name,
        generation,
        resourceVersion,
        created: isNew,
      });
    });
    await appendRecord(tx, actor, {
      events: [...applied, ...dependents.map((row) => dependentEvent(actor, row))],
      audit: writes.map(({ resource, change }) => ({
        action,
        subjectId: resource.id,
        namespaceId: resource.namespaceId,
        details: { resource: keyText(resource), change: change.action, generation: resource.generation },
      })),
    });
  }

  /** Tells the journal's readers, and whoever keeps an organization's resources in memory, that they changed. */
  #announce(actor: Actor): void {
    this.#bus.publish(journalChannel, '');
    this.#bus.publish(resourcesChannel, actor.organizationId);
  }

  /** Runs a write; again when somebody else made a resource of the same name first. */
  async #racing(write: (tx: Tx) => Promise<ResourceChange[]>): Promise<ResourceChange[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#store.transaction(write);
      } catch (error) {
        if (error instanceof DryRun) return error.changes;
        if (!(error instanceof LostRace) || tries === maxRaces) throw error;
      }
    }
  }
}

function notFound(key: ResourceKey): OrreryError {
  return new OrreryError('RESOURCE_NOT_FOUND', `There is no ${keyText(key)}.`);
}

function patched(before: Resource, patch: ResourcePatch): Resource {
  const merged = mergePatch(
    { spec: before.spec, labels: before.labels, annotations: before.annotations },
    { spec: patch.spec, labels: patch.labels, annotations: patch.annotations },
  );
  const parsed = kinds[before.kind].parseSpec(merged['spec']);
  const faults = [
    ...(parsed.ok ? [] : parsed.faults.map((fault) => `${pathText(['spec', ...fault.path])} ${fault.problem}.`)),
    ...textMapFaults('labels', merged['labels']),
    ...textMapFaults('annotations', merged['annotations']),
  ];
  if (faults.length > 0 || !parsed.ok) throw invalid(faults);
  return { ...before, spec: parsed.value, labels: merged['labels'], annotations: merged['annotations'] } as Resource;
}

function textMapFaults(name: string, value: unknown): string[] {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return entries.flatMap(([key, item]) => {
    if (typeof item !== 'string') return [`${pathText([name, key])} must be text.`];
    return key === '' || key.length > 317 || item.length > 262_144
      ? [`${pathText([name, key])} is too long or has no name.`]
      : [];
  });
}

function resourceEvent<Type extends 'resource.applied' | 'resource.deleted'>(
  type: Type,
  actor: Actor,
  resource: Resource,
  payload: Parameters<typeof draftEvent<Type>>[2],
): EventDraft {
  const { id, organizationId, namespaceId } = resource;
  return draftEvent(
    type,
    { organizationId, namespaceId, actorId: actor.principalId, subjectId: id, executionId: null },
    payload,
  );
}

function dependentEvent(actor: Actor, row: DependentRow): EventDraft {
  return draftEvent(
    'resource.statusChanged',
    {
      organizationId: actor.organizationId,
      namespaceId: row.namespace_id,
      actorId: actor.principalId,
      subjectId: row.id,
      executionId: null,
    },
    { kind: row.kind, name: row.name, resourceVersion: row.resource_version, ready: isReady(row) },
  );
}
