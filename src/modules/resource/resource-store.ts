import { sql } from 'kysely';
import {
  type Database,
  encodeKey,
  keyset,
  type Page,
  type PageRequest,
  type Tx,
  toPage,
} from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { parseSnapshot, type Snapshot } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import { defaultNamespace } from './kinds/index.ts';
import type { ListingFilter } from './listing.ts';
import type { Resource, ResourceKey, Revision } from './resource.ts';
import { listQuery, pageQuery, type ResourceFilter } from './resource-list-query.ts';
import { toResource, toRevision } from './resource-rows.ts';

const maxReach = 10;
const maxAffected = 100;

/** The cursor of a resource in a list: lists are sorted by kind, name and id. */
export function resourceCursor(resource: Pick<Resource, 'kind' | 'name' | 'id'>): string {
  return encodeKey(JSON.stringify([resource.kind, resource.name, resource.id]));
}

/** Reads resources of the actor's organization. */
export class ResourceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  async findMany(actor: Actor, ids: readonly string[], db: Database | Tx = this.#db): Promise<Resource[]> {
    const query = within(db, actor).where('resource.id', '=', (eb) => eb.fn.any(eb.val([...ids])));
    return (await query.execute()).map(toResource);
  }

  /** Those of `keys` that exist, in the order of `keys`. */
  async findKeys(actor: Actor, keys: readonly ResourceKey[], db: Database | Tx = this.#db): Promise<Resource[]> {
    if (keys.length === 0) return [];
    const wanted = sql<{ kind: string; namespace: string; name: string; place: string }>`
      unnest(${keys.map((key) => key.kind)}::text[], ${keys.map((key) => key.namespace)}::text[], ${keys.map((key) => key.name)}::text[])
        with ordinality`.as<'wanted'>(sql`wanted(kind, namespace, name, place)`);
    const rows = await within(db, actor)
      .innerJoin(wanted, (join) =>
        join
          .onRef('wanted.kind', '=', 'resource.kind')
          .onRef('wanted.namespace', '=', 'namespace.name')
          .onRef('wanted.name', '=', 'resource.name'),
      )
      .orderBy('wanted.place')
      .execute();
    return rows.map(toResource);
  }

  /** Sorted by kind, name and id. @throws OrreryError CURSOR_INVALID */
  async list(actor: Actor, filter: ResourceFilter, page: PageRequest): Promise<Page<Resource>> {
    const keys = keyset(page);
    const { rows } = await listQuery(actor, filter, keys).execute(this.#db);
    return toPage(rows.map(toResource), keys);
  }

  /** A page of one namespace by name and kind, byte by byte, and what the statement that read it saw. */
  async page(
    actor: Actor,
    filter: ListingFilter,
    range: { namespaceId: string; after: { name: string; kind: string } | null; limit: number },
  ): Promise<{ resources: Resource[]; snapshot: Snapshot }> {
    const { rows } = await sql<{ snapshot: string } & (Parameters<typeof toResource>[0] | { id: null })>`
      select found.*, pg_current_snapshot()::text as snapshot from (select 1) as always left join (${pageQuery(actor, filter, range)}) as found on true
      order by found.name collate "C", found.kind collate "C"`.execute(this.#db);
    const resources = rows.flatMap((row) => (row.id === null ? [] : [toResource(row)]));
    return { resources, snapshot: parseSnapshot(rows[0]?.snapshot ?? '') };
  }

  /** Locks the resource for a change. */
  async lock(tx: Tx, actor: Actor, key: ResourceKey): Promise<Resource | undefined> {
    const row = await within(tx, actor)
      .where('namespace.name', '=', key.namespace)
      .where('resource.kind', '=', key.kind)
      .where('resource.name', '=', key.name)
      .forUpdate('resource')
      .executeTakeFirst();
    return row && toResource(row);
  }

  /** Locks those of `keys` that exist, always in the same order, so that two writers never wait for each other. */
  async lockKeys(tx: Tx, actor: Actor, keys: readonly ResourceKey[]): Promise<Resource[]> {
    const found = await this.findKeys(actor, keys, tx);
    const ids = found.map((resource) => resource.id).sort();
    const rows = await within(tx, actor)
      .where('resource.id', '=', (eb) => eb.fn.any(eb.val(ids)))
      .orderBy('resource.id')
      .forUpdate('resource')
      .execute();
    return rows.map(toResource);
  }

  /** Newest first. */
  async history(actor: Actor, resourceId: string, page: PageRequest): Promise<Page<Revision>> {
    const keys = keyset(page);
    let query = this.#db
      .selectFrom('resource_revision as r')
      .innerJoin('resource', 'resource.id', 'r.resource_id')
      .where('resource.organization_id', '=', actor.organizationId)
      .where('r.resource_id', '=', resourceId)
      .selectAll('r')
      .orderBy('r.resource_version', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit);
    if (keys.after !== undefined) query = query.where('r.resource_version', '<', versionOf(keys.after));
    if (keys.before !== undefined) query = query.where('r.resource_version', '>', versionOf(keys.before));
    return toPage((await query.execute()).map(toRevision), keys);
  }

  /** What each resource names and exists, by the id of the one that names it. */
  async references(actor: Actor, ids: readonly string[]): Promise<{ from: string; resource: Resource }[]> {
    const rows = await within(this.#db, actor)
      .innerJoin('resource_reference as ref', (join) =>
        join
          .onRef('ref.organization_id', '=', 'resource.organization_id')
          .onRef('ref.target_kind', '=', 'resource.kind')
          .onRef('ref.target_namespace', '=', 'namespace.name')
          .onRef('ref.target_name', '=', 'resource.name'),
      )
      .where('ref.resource_id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .where(isNearest)
      .select('ref.resource_id as from')
      .distinct()
      .orderBy('resource.kind')
      .orderBy('resource.name')
      .execute();
    return rows.map((row) => ({ from: row.from, resource: toResource(row) }));
  }

  /** The resources that name this one. */
  async referencedBy(actor: Actor, target: ResourceKey, page: PageRequest): Promise<Page<Resource>> {
    const keys = keyset(page);
    let query = within(this.#db, actor)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('resource_reference as ref')
            .select('ref.resource_id')
            .whereRef('ref.resource_id', '=', 'resource.id')
            .where('ref.organization_id', '=', actor.organizationId)
            .where('ref.target_kind', '=', target.kind)
            .where('ref.target_namespace', '=', target.namespace)
            .where('ref.target_name', '=', target.name)
            .where(isNearest),
        ),
      )
      .orderBy('resource.id', keys.backward ? 'desc' : 'asc')
      .limit(keys.limit);
    if (keys.after !== undefined) query = query.where('resource.id', '>', keys.after);
    if (keys.before !== undefined) query = query.where('resource.id', '<', keys.before);
    return toPage((await query.execute()).map(toResource), keys);
  }

  /**
   * The resources that name one of `targets`, directly or through others, by the place of the target. At most
   * `maxAffected` of each, and through at most `maxReach` others: the search ends however things name each other.
   */
  async affected(actor: Actor, targets: readonly ResourceKey[]): Promise<{ place: number; resource: Resource }[]> {
    const { rows } = await sql<{ place: number; id: string }>`
      with recursive wanted as (
        select * from unnest(${targets.map((key) => key.kind)}::text[], ${targets.map((key) => key.namespace)}::text[],
          ${targets.map((key) => key.name)}::text[]) with ordinality as w(kind, namespace, name, place)),
      reached(place, kind, namespace, name, id, distance) as (
        select place, kind, namespace, name, null::text, 0 from wanted
        union
        select reached.place, r.kind, n.name, r.name, r.id, reached.distance + 1
        from reached
        join resource_reference ref on ref.organization_id = ${actor.organizationId} and ref.target_kind = reached.kind
          and ref.target_namespace = reached.namespace and ref.target_name = reached.name and ${isNearest}
        join resource r on r.id = ref.resource_id join namespace n on n.id = r.namespace_id
        where reached.distance < ${maxReach}),
      nearest as (
        select place, id, min(distance) as distance from reached
        where id is not null and not exists (
          select 1 from wanted w where w.place = reached.place and w.kind = reached.kind
            and w.namespace = reached.namespace and w.name = reached.name)
        group by place, id),
      ranked as (select *, row_number() over (partition by place order by distance, id) as rank from nearest)
      select place::int, id from ranked where rank <= ${maxAffected} order by place, rank`.execute(this.#db);
    const found = await this.findMany(actor, [...new Set(rows.map(({ id }) => id))]);
    const byId = new Map(found.map((resource) => [resource.id, resource]));
    return rows.flatMap(({ place, id }) => {
      const resource = byId.get(id);
      return resource === undefined ? [] : [{ place: place - 1, resource }];
    });
  }

  /** The sealed value of a Secret's key. */
  async sealedValue(
    actor: Actor,
    secret: { namespace: string; name: string; key: string },
  ): Promise<{ resourceId: string; sealed: Buffer } | undefined> {
    return await this.#db
      .selectFrom('secret_value as v')
      .innerJoin('resource', 'resource.id', 'v.resource_id')
      .innerJoin('namespace', 'namespace.id', 'resource.namespace_id')
      .where('resource.organization_id', '=', actor.organizationId)
      .where('resource.kind', '=', 'Secret')
      .where('namespace.name', '=', secret.namespace)
      .where('resource.name', '=', secret.name)
      .where('v.key', '=', secret.key)
      .select(['v.resource_id as resourceId', 'v.sealed'])
      .executeTakeFirst();
  }

  async isEmpty(actor: Actor): Promise<boolean> {
    const row = await this.#db
      .selectFrom('resource')
      .select('id')
      .where('organization_id', '=', actor.organizationId)
      .limit(1)
      .executeTakeFirst();
    return row === undefined;
  }
}

// What may lie in two places has a row of `ref` for each. That of `default` counts where the nearer one holds nothing.
const isNearest = sql<boolean>`(ref.target_namespace <> ${defaultNamespace} or not exists (
  select 1 from resource_reference nearer join resource t on t.kind = nearer.target_kind and t.name = nearer.target_name
  join namespace n on n.id = t.namespace_id and n.name = nearer.target_namespace
  where nearer.resource_id = ref.resource_id and nearer.path = ref.path and nearer.target_namespace <> ${defaultNamespace}
    and t.organization_id = ref.organization_id))`;

function within(db: Database | Tx, actor: Actor) {
  return db
    .selectFrom('resource')
    .innerJoin('namespace', 'namespace.id', 'resource.namespace_id')
    .where('resource.organization_id', '=', actor.organizationId)
    .selectAll('resource')
    .select('namespace.name as namespace');
}

function versionOf(key: string): number {
  const version = Number(key);
  if (!Number.isInteger(version) || version > 2 ** 31 - 1)
    throw new OrreryError('CURSOR_INVALID', 'This cursor does not come from a history.');
  return version;
}
