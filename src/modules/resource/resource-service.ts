import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sealer } from '../../platform/crypto.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { type Actor, authorize, type IdentityStore, type Namespace } from '../identity/index.ts';
import { judge, planApply, planUpdate, type ResourceChange } from './apply.ts';
import { assertVersion, claimedVersion, type VersionClaim } from './expected-version.ts';
import { homeOf, placesOf, type ResourceKind } from './kinds/index.ts';
import { type ListingFilter, ResourceListing } from './listing.ts';
import { lockOwned, lockOwner, lockWithOwned } from './owned-secret.ts';
import { patched, type ResourcePatch } from './patch.ts';
import { planReplace } from './replace.ts';
import { keyText, notFound, type Resource, type ResourceKey, type Revision } from './resource.ts';
import type { ResourceFilter } from './resource-list-query.ts';
import { tellOfResources } from './resource-news.ts';
import type { ResourceStore } from './resource-store.ts';
import { LostRace, type ResourceWriter } from './resource-writer.ts';
import { openedValue, secretContext } from './secret-value-store.ts';
import { withStatus } from './status.ts';
import { knownApiVersion } from './versions/index.ts';
import { type ManifestsInput, readManifests, readWanted, type Wanted } from './wanted.ts';
import { deleteAndRecord, writeAndRecord, writeStatus } from './write-record.ts';

const maxRaces = 5;
const primaryLabel = 'orrery.dev/primary';

/** How manifests are applied. */
interface ApplyOptions {
  dryRun: boolean;
  /** Whether also over a newer version than the one that a document names. */
  force: boolean;
  /** Whether a document that changes nothing is written as well; false when absent. */
  writeUnchanged?: boolean;
  /** From what the documents were made: it must be there as it is here, and what they write must be its own or new. */
  owner?: Resource;
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

  /** The resources of one kind that these names mean, in their order; a shared one may lie in `default` instead. */
  async named<K extends ResourceKind>(
    actor: Actor,
    kind: K,
    names: readonly { namespace: string; name: string }[],
  ): Promise<Resource<K>[]> {
    const places = names.map(({ namespace, name }) =>
      placesOf(kind, namespace).map((place) => ({ kind, namespace: place, name })),
    );
    const stored = await this.#store.findKeys(actor, places.flat());
    const found = new Map(stored.map((resource) => [keyText(resource), resource]));
    const meant = places.flatMap((nearest) => nearest.flatMap((key) => found.get(keyText(key)) ?? []).slice(0, 1));
    return meant as Resource<K>[];
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

  /** The plain value of a secret, for a call that needs it. It must go nowhere else. @throws OrreryError SECRET_UNRESOLVED */
  async secretValue(actor: Actor, secret: { namespace: string; name: string; key: string }): Promise<string> {
    const found = await this.#store.sealedValue(actor, secret);
    const { namespace, name, key } = secret;
    if (!found)
      throw new OrreryError('SECRET_UNRESOLVED', `There is no secret ${namespace}/${name} with the key ${key}.`, {
        fix: 'Apply a Secret of that name with that key.',
      });
    const value = openedValue(this.#sealer, found.sealed, secretContext(found.resourceId, key));
    if (value !== undefined) return value;
    throw new OrreryError('SECRET_UNRESOLVED', `The key ${key} of secret ${namespace}/${name} does not open here.`, {
      fix: 'Start with the ORRERY_SECRET_KEY under which it was stored, or apply the Secret again.',
    });
  }

  /** Whether nothing was ever applied. */
  isEmpty(actor: Actor): Promise<boolean> {
    return this.#store.isEmpty(actor);
  }

  /**
   * Applies many documents, all or nothing, what is named before what names it.
   * @throws OrreryError MANIFESTS_INVALID naming every fault, RESOURCE_VERSION_CONFLICT; with an owner also
   * RESOURCE_NOT_FOUND when it is gone, NAME_TAKEN when what is written over is not its own
   */
  async apply(actor: Actor, input: ManifestsInput & ApplyOptions): Promise<ResourceChange[]> {
    authorize(actor, 'resource:write');
    const wanted = readWanted(input);
    const changes = await this.#racing((tx) => this.#applying(tx, actor, { ...input, wanted }));
    const written = changes.filter(({ action }) => action !== 'UNCHANGED').map(({ resource }) => resource.kind);
    if (!input.dryRun && written.length > 0) this.#announce(actor, written);
    return changes;
  }

  /**
   * Applies in the caller's transaction, who commits it and then tells of it on `resourcesChannel` and to the journal's
   * readers. @throws as `apply`; and Error when somebody else made a resource of the same name first
   */
  applyWithin(tx: Tx, actor: Actor, input: ManifestsInput & { force: boolean }): Promise<ResourceChange[]> {
    authorize(actor, 'resource:write');
    return this.#applying(tx, actor, { ...input, wanted: readWanted(input), dryRun: false });
  }

  async #applying(tx: Tx, actor: Actor, input: ApplyOptions & { wanted: Wanted[] }): Promise<ResourceChange[]> {
    if (input.wanted.length === 0) return [];
    const { wanted, owner, force, writeUnchanged = false } = input;
    if (owner) await lockOwner(tx, actor, { store: this.#store, owner });
    const names = wanted.map(({ key }) => key.namespace);
    const namespaces = await this.#identity.ensureNamespaces(tx, actor, names);
    const writes = await planApply(tx, actor, {
      storedValues: (ids) => this.#writer.storedValues(tx, ids),
      wanted,
      ...(owner && { owner }),
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
      const before = await this.#lock(tx, actor, key);
      assertVersion(before, before, claimedVersion(before, input));
      const after = patched(before, input.patch, apiVersion);
      const write = planUpdate(before, { ...after, isNew: false, isSpecChanged: false }, { writeUnchanged: false });
      if (input.patch.spec !== undefined) await judge(tx, actor, { writes: [write], store: this.#store });
      await writeAndRecord(tx, actor, { writer: this.#writer, planned: [write], action: 'resource.patch' });
      if (input.dryRun) throw new DryRun([write.change]);
      return [write.change];
    });
    if (!change) throw notFound(key);
    if (!input.dryRun) this.#announce(actor, [key.kind]);
    return change;
  }

  /**
   * Puts one manifest in the place of a resource that exists. One with another name renames it: it stays the same
   * resource, and what names it keeps the old name.
   * @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT, NAME_TAKEN, MANIFESTS_INVALID
   */
  async replace(actor: Actor, named: ResourceKey, input: Replacement): Promise<ResourceChange> {
    authorize(actor, 'resource:write');
    const key = atHome(named);
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
      if (write.renamedFrom !== undefined) {
        const resources = await lockOwned(tx, actor, { store: this.#store, key });
        await deleteAndRecord(tx, actor, { writer: this.#writer, resources });
      }
      if (input.dryRun) throw new DryRun([write.change]);
      return [write.change];
    });
    if (!change) throw notFound(key);
    // With its old name, the Secrets that were made from it went.
    if (!input.dryRun) this.#announce(actor, [key.kind, 'Secret']);
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
      const before = await this.#lock(tx, actor, key);
      assertVersion(before, before, claimedVersion(before, report));
      const after = withStatus(before, apiVersion, report);
      if (after !== before && !report.dryRun)
        await writeStatus(tx, actor, { writer: this.#writer, resource: after, apiVersion });
      return after;
    });
    if (!report.dryRun) this.#announce(actor, [key.kind], { isStatusOnly: true });
    return resource;
  }

  /** Deletes one resource and what was made from it; what names them becomes not ready. @throws OrreryError RESOURCE_NOT_FOUND, RESOURCE_VERSION_CONFLICT */
  async delete(
    actor: Actor,
    key: ResourceKey,
    input: { expectedVersion: string | null; dryRun: boolean },
  ): Promise<Resource> {
    authorize(actor, 'resource:delete');
    const deleted = await this.#store.transaction(async (tx) => {
      const { resource, owned } = await lockWithOwned(tx, actor, { store: this.#store, key: atHome(key) });
      if (!resource) throw notFound(key);
      assertVersion(resource, resource, input.expectedVersion ?? undefined);
      if (input.dryRun) return resource;
      await deleteAndRecord(tx, actor, { writer: this.#writer, resources: [resource, ...owned] });
      return resource;
    });
    // Secrets that were made from it went with it.
    if (!input.dryRun) this.#announce(actor, [key.kind, 'Secret']);
    return deleted;
  }

  /** Deletes what is there of these in the caller's transaction, who tells of it as after `applyWithin`. @returns what it was */
  async deleteWithin(tx: Tx, actor: Actor, keys: readonly ResourceKey[]): Promise<Resource[]> {
    authorize(actor, 'resource:delete');
    const resources = await this.#store.lockKeys(tx, actor, keys);
    await deleteAndRecord(tx, actor, { writer: this.#writer, resources });
    return resources;
  }

  /** Locks the resource of this name. @throws OrreryError RESOURCE_NOT_FOUND */
  async #lock(tx: Tx, actor: Actor, key: ResourceKey): Promise<Resource> {
    const found = await this.#store.lock(tx, actor, atHome(key));
    if (!found) throw notFound(key);
    return found;
  }

  #announce({ organizationId }: Actor, kinds: readonly ResourceKind[], { isStatusOnly = false } = {}): void {
    tellOfResources(this.#bus, { organizationId, kinds, isStatusOnly });
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

/** Where a resource lies that is written under this name. A write never reaches what another namespace shares. */
function atHome(key: ResourceKey): ResourceKey {
  return { ...key, namespace: homeOf(key.kind, key.namespace) };
}
