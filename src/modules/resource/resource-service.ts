import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sealer } from '../../platform/crypto.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { type Actor, authorize, type IdentityStore, type Namespace } from '../identity/index.ts';
import { judge, planApply, planUpdate, type ResourceChange } from './apply.ts';
import { assertVersion, claimedVersion, type VersionClaim } from './expected-version.ts';
import type { ResourceKind } from './kinds/index.ts';
import { type ListingFilter, ResourceListing } from './listing.ts';
import { patched, type ResourcePatch } from './patch.ts';
import { planReplace } from './replace.ts';
import { keyText, notFound, type Resource, type ResourceKey, type Revision } from './resource.ts';
import { deletedEvent, dependentEvent } from './resource-events.ts';
import type { ResourceFilter } from './resource-list-query.ts';
import { bury } from './resource-past-store.ts';
import type { ResourceStore } from './resource-store.ts';
import { LostRace, type ResourceWriter } from './resource-writer.ts';
import { secretContext } from './secret-values.ts';
import { withStatus } from './status.ts';
import { knownApiVersion } from './versions/index.ts';
import { type ManifestsInput, readManifests, readWanted, type Wanted } from './wanted.ts';
import { writeAndRecord, writeStatus } from './write-record.ts';

const maxRaces = 5;
const primaryLabel = 'orrery.dev/primary';

/** The bus channel on which the organization is named whose resources were changed. */
export const resourcesChannel = 'resources';

/** How manifests are applied. */
interface ApplyOptions {
  dryRun: boolean;
  /** Whether also over a newer version than the one that a document names. */
  force: boolean;
  /** Whether a document that changes nothing is written as well; false when absent. */
  writeUnchanged?: boolean;
}

/** One manifest in place of a resource. */
export interface Replacement extends Omit<VersionClaim, 'documentVersion'> {
  /** JSON or YAML, one document. */
  manifest: string;
  /** Of a manifest that names none, or one that is not known. */
  apiVersion?: string | null | undefined;
  /** Whether a manifest that changes nothing is written as well. */
  writeUnchanged: boolean;
  dryRun: boolean;
}

/** What a controller says about the state of a resource. */
export interface StatusReport extends VersionClaim {
  /** The API version in whose words it is. */
  apiVersion: string;
  status?: unknown;
  /** Whether a status that is so already is written as well. */
  writeUnchanged: boolean;
  dryRun: boolean;
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

  /** All resources of these namespaces, for who then goes on with the changes. */
  listing(actor: Actor, about: { namespaces: readonly Namespace[]; filter: ListingFilter }): ResourceListing {
    authorize(actor, 'resource:read');
    return new ResourceListing(this.#store, actor, about);
  }

  history(actor: Actor, resourceId: string, page: PageRequest): Promise<Page<Revision>> {
    authorize(actor, 'resource:read');
    return this.#store.history(actor, resourceId, page);
  }

  references(actor: Actor, ids: readonly string[]): Promise<{ from: string; resource: Resource }[]> {
    authorize(actor, 'resource:read');
    return this.#store.references(actor, ids);
  }

  /** What names each of `targets`, directly or through others, nearest first, by the place of the target. */
  affected(actor: Actor, targets: readonly ResourceKey[]): Promise<{ place: number; resource: Resource }[]> {
    authorize(actor, 'resource:read');
    return this.#store.affected(actor, targets);
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

  /** The agent that is meant when none is named: the first labelled as primary, or the first of the namespace `default`. */
  async primaryAgent(actor: Actor): Promise<Resource<'Agent'> | null> {
    authorize(actor, 'resource:read');
    const labelled = await this.#store.list(actor, { kind: 'Agent', labels: { [primaryLabel]: 'true' } }, { first: 1 });
    const namespace = await this.#identity.findNamespace(actor, 'default');
    const found =
      labelled.items[0] ??
      (await this.#store.list(actor, { kind: 'Agent', namespaceIds: [namespace?.id ?? 'none'] }, { first: 1 }))
        .items[0];
    return (found as Resource<'Agent'> | undefined) ?? null;
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
  async apply(actor: Actor, input: ManifestsInput & ApplyOptions): Promise<ResourceChange[]> {
    authorize(actor, 'resource:write');
    const wanted = readWanted(input);
    const names = wanted.map(({ key }) => key.namespace);
    const changes = await this.#racing((tx) => this.#applying(tx, actor, { ...input, wanted, names }));
    if (!input.dryRun) this.#announce(actor);
    return changes;
  }

  async #applying(
    tx: Tx,
    actor: Actor,
    input: ApplyOptions & { wanted: Wanted[]; names: string[] },
  ): Promise<ResourceChange[]> {
    if (input.wanted.length === 0) return [];
    const namespaces = await this.#identity.ensureNamespaces(tx, actor, input.names);
    const { wanted, force, writeUnchanged = false } = input;
    const writes = await planApply(tx, actor, {
      storedValues: (ids) => this.#writer.storedValues(tx, ids),
      wanted,
      namespaces,
      store: this.#store,
      force,
      writeUnchanged,
      now: this.#clock.now(),
    });
    await writeAndRecord(tx, actor, { writer: this.#writer, planned: writes, action: 'resource.apply' });
    const changes = writes.map((write) => write.change);
    if (input.dryRun) throw new DryRun(changes);
    return changes;
  }

  /**
   * Merges a patch into one resource. Concurrent patches are made one after the other; none is lost.
   * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT, MANIFESTS_INVALID, INPUT_INVALID for an API
   * version that is not known
   */
  async patch(
    actor: Actor,
    key: ResourceKey,
    input: VersionClaim & { patch: ResourcePatch; apiVersion: string; dryRun: boolean },
  ): Promise<ResourceChange> {
    authorize(actor, 'resource:write');
    const apiVersion = knownApiVersion(input.apiVersion);
    const [change] = await this.#racing(async (tx) => {
      const before = await this.#store.lock(tx, actor, key);
      if (!before) throw notFound(key);
      assertVersion(before, key, claimedVersion(before, input));
      const after = patched(before, input.patch, apiVersion);
      const write = planUpdate(before, { ...after, isNew: false, isSpecChanged: false }, { writeUnchanged: false });
      if (input.patch.spec !== undefined) await judge(tx, actor, { writes: [write], store: this.#store });
      await writeAndRecord(tx, actor, { writer: this.#writer, planned: [write], action: 'resource.patch' });
      if (input.dryRun) throw new DryRun([write.change]);
      return [write.change];
    });
    if (!change) throw notFound(key);
    if (!input.dryRun) this.#announce(actor);
    return change;
  }

  /**
   * Puts one manifest in the place of a resource that exists. One with another name renames it: it stays the same
   * resource, and what names it keeps the old name.
   * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT, NAME_TAKEN, MANIFESTS_INVALID
   */
  async replace(actor: Actor, key: ResourceKey, input: Replacement): Promise<ResourceChange> {
    authorize(actor, 'resource:write');
    const [manifest] = readManifests(
      { manifests: input.manifest, ...key, apiVersion: input.apiVersion, onlyNamespace: true, onlyKind: true },
      { single: true, name: key.name },
    );
    if (!manifest) throw notFound(key);
    const [change] = await this.#racing(async (tx) => {
      const write = await planReplace(tx, actor, {
        manifest,
        key,
        claim: input,
        store: this.#store,
        storedValues: (ids) => this.#writer.storedValues(tx, ids),
        writeUnchanged: input.writeUnchanged,
        now: this.#clock.now(),
      });
      await writeAndRecord(tx, actor, { writer: this.#writer, planned: [write], action: 'resource.replace' });
      if (input.dryRun) throw new DryRun([write.change]);
      return [write.change];
    });
    if (!change) throw notFound(key);
    if (!input.dryRun) this.#announce(actor);
    return change;
  }

  /**
   * Keeps a status as the controllers of an API report it. The declaration and its generation stay as they are.
   * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT, INPUT_INVALID
   */
  async setStatus(actor: Actor, key: ResourceKey, report: StatusReport): Promise<Resource> {
    authorize(actor, 'resource:status');
    const apiVersion = knownApiVersion(report.apiVersion);
    const resource = await this.#store.transaction(async (tx) => {
      const before = await this.#store.lock(tx, actor, key);
      if (!before) throw notFound(key);
      assertVersion(before, key, claimedVersion(before, report));
      const after = withStatus(before, apiVersion, report);
      if (after !== before && !report.dryRun)
        await writeStatus(tx, actor, { writer: this.#writer, resource: after, apiVersion });
      return after;
    });
    if (!report.dryRun) this.#announce(actor);
    return resource;
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
      await bury(tx, resource.id);
      const dependents = await this.#writer.refreshDependents(tx, actor, [key], [resource.id]);
      const events = [deletedEvent(actor, resource), ...dependents.map((row) => dependentEvent(actor, row))];
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
