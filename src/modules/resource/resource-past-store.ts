import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { resource, resource_revision } from '../../platform/db/generated/schema.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { Position } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource, ResourceKey, Revision } from './resource.ts';
import { toResource, toRevision } from './resource-rows.ts';

/** A resource as one of its writes left it. */
export interface PastVersion {
  id: string;
  resourceVersion: number;
}

/** What had a name at a place of the journal. */
export interface PastKey extends ResourceKey {
  at: Position;
}

/** One generation of a resource. */
export interface Generation {
  /** The last change of that generation. */
  revision: Revision;
  /** The resource with the declaration that this change left. */
  resource: Resource;
}

/**
 * The common table expression that keeps what is known about each resource in `written`, a common table expression that
 * gives id, resource_version, conditions and status. Every statement that raises a resource's version has one: its
 * event is told again from what is kept here.
 */
export function keepState(written: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`kept as (
    insert into resource_state (resource_id, resource_version, conditions, status)
    select id, resource_version, conditions, status from ${written})`;
}

/** Deletes the resource and leaves a tombstone: what its revisions do not say about it themselves. */
export async function bury(tx: Tx, resourceId: string): Promise<void> {
  await sql`
    with forgotten as (delete from resource_reconcile where resource_id = ${resourceId}), gone as (delete from resource where id = ${resourceId} returning id, organization_id, namespace_id, kind, name, created_at)
    insert into resource_tombstone (resource_id, organization_id, namespace_id, kind, name, created_at) select * from gone`.execute(
    tx,
  );
}

/** Resources as they were, the deleted ones included, as far back as the journal reaches. */
export class ResourcePastStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Those of `wanted` that are still known: the declaration of that version with what was known about it then. */
  async findMany(actor: Actor, wanted: readonly PastVersion[]): Promise<Resource[]> {
    const ids = wanted.map(({ id }) => id);
    const versions = wanted.map(({ resourceVersion }) => resourceVersion);
    const { rows } = await sql<PastRow>`
      with w as (select * from unnest(${ids}::text[], ${versions}::int[]) as w(id, version))
      ${asWritten(actor)}`.execute(this.#db);
    return rows.map(toResource);
  }

  /**
   * What had each of these names at that place of the journal, by the place in `wanted`; those that there was nothing of
   * are left out. A resource is then what the highest of its versions made it that was written up to there: of two
   * transactions at once, the later in the journal may have made the lower version.
   */
  async findAt(actor: Actor, wanted: readonly PastKey[]): Promise<{ place: number; resource: Resource }[]> {
    if (wanted.length === 0) return [];
    const { rows } = await sql<PastRow & { place: string }>`
      with wanted as (
        select * from unnest(${wanted.map((key) => key.kind)}::text[], ${wanted.map((key) => key.namespace)}::text[],
          ${wanted.map((key) => key.name)}::text[], ${wanted.map((key) => String(key.at.xid))}::bigint[],
          ${wanted.map((key) => String(key.at.seq))}::bigint[]) with ordinality as w(kind, namespace, name, xid, seq, place)),
      w as (
        select distinct on (wanted.place) wanted.place, had.resource_id as id, newest.version
        from wanted
        join namespace n on n.organization_id = ${actor.organizationId} and n.name = wanted.namespace
        join lateral (
          select distinct resource_id from resource_name
          where namespace_id = n.id and kind = wanted.kind and name = wanted.name) had on true
        join lateral (
          select s.resource_version as version from resource_state s
          where s.resource_id = had.resource_id and ${isReached(sql`s`)}
          order by s.resource_version desc limit 1) newest on true
        where not exists (select 1 from resource_tombstone t where t.resource_id = had.resource_id and ${isReached(sql`t`)})
          and wanted.name = (${nameOf(sql`had.resource_id`, sql`newest.version`)})
        order by wanted.place, had.resource_id desc)
      ${asWritten(actor, sql`w.place,`)}`.execute(this.#db);
    return rows.map(({ place, ...row }) => ({ place: Number(place) - 1, resource: toResource(row) }));
  }

  /** What the last change of each of these generations left of a resource's declaration; those that never were are left out. */
  async generations(resource: Resource, wanted: readonly number[]): Promise<Generation[]> {
    const { rows } = await sql<Selectable<resource_revision> & { name: string | null }>`
      select distinct on (r.generation) r.*, (${nameOf(sql`r.resource_id`, sql`r.resource_version`)}) as name
      from resource_revision r where r.resource_id = ${resource.id} and r.generation = any(${[...wanted]}::int[])
      order by r.generation, r.resource_version desc`.execute(this.#db);
    return rows.map((row) => {
      const revision = toRevision(row);
      const { resourceId: _, actorId, createdAt, ...declared } = revision;
      const asDeclared = { ...resource, ...declared, name: row.name ?? resource.name, extras: row.extras } as Resource;
      return { revision, resource: asDeclared };
    });
  }

  /**
   * Forgets what only cursors from before `before` could ask for: states that another had followed by then, and deleted
   * resources altogether.
   */
  async forget(before: Date): Promise<void> {
    await sql`
      with old as (delete from resource_tombstone where deleted_at < ${before} returning resource_id),
      unnamed as (delete from resource_name v using old where v.resource_id = old.resource_id),
      unknown as (delete from resource_state v using old where v.resource_id = old.resource_id)
      delete from resource_revision v using old where v.resource_id = old.resource_id`.execute(this.#db);
    await sql`
      delete from resource_state s using resource_state next
      where next.resource_id = s.resource_id and next.resource_version = s.resource_version + 1
        and next.created_at < ${before}`.execute(this.#db);
  }
}

type PastRow = Selectable<resource> & { namespace: string };

/** Reads the resources whose ids and versions are in `w`, as that version left them. */
function asWritten(actor: Actor, more: RawBuilder<unknown> = sql``): RawBuilder<PastRow> {
  return sql`
    select ${more} w.id, o.organization_id, o.namespace_id, n.name as namespace, o.kind,
      coalesce((${nameOf(sql`w.id`, sql`w.version`)}), o.name) as name, d.api_version, d.generation,
      w.version as resource_version, d.labels, d.annotations, d.spec, d.extras, s.status, s.conditions, o.created_at,
      s.created_at as updated_at
    from w
    join lateral (
      select organization_id, namespace_id, kind, name, created_at from resource where id = w.id
      union all
      select organization_id, namespace_id, kind, name, created_at from resource_tombstone where resource_id = w.id) o
      on o.organization_id = ${actor.organizationId}
    join namespace n on n.id = o.namespace_id
    join resource_state s on s.resource_id = w.id and s.resource_version = w.version
    join lateral (
      select api_version, generation, labels, annotations, spec, extras from resource_revision
      where resource_id = w.id and resource_version <= w.version order by resource_version desc limit 1) d on true`;
}

/** The name that a resource had at a version. */
function nameOf(id: RawBuilder<unknown>, version: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select name from resource_name v where v.resource_id = ${id} and v.resource_version <= ${version}
    order by v.resource_version desc limit 1`;
}

/**
 * Whether what `written` was written with lies at the place of `wanted` or before it. Inside a transaction the events say
 * what came first.
 */
function isReached(written: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${written}.xid < wanted.xid or ${written}.xid = wanted.xid and not exists (
    select 1 from event e where e.subject_id = ${written}.resource_id and e.xid = wanted.xid and e.seq > wanted.seq))`;
}
