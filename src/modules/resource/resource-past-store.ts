import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { resource } from '../../platform/db/generated/schema.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource } from './resource.ts';
import { toResource } from './resource-rows.ts';

/** A resource as one of its writes left it. */
export interface PastVersion {
  id: string;
  resourceVersion: number;
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
    const { rows } = await sql<Selectable<resource> & { namespace: string }>`
      select w.id, o.organization_id, o.namespace_id, n.name as namespace, o.kind, o.name, d.api_version, d.generation,
        w.version as resource_version, d.labels, d.annotations, d.spec, d.extras, s.status, s.conditions, o.created_at,
        s.created_at as updated_at
      from unnest(${ids}::text[], ${versions}::int[]) as w(id, version)
      join lateral (
        select organization_id, namespace_id, kind, name, created_at from resource where id = w.id
        union all
        select organization_id, namespace_id, kind, name, created_at from resource_tombstone where resource_id = w.id) o
        on o.organization_id = ${actor.organizationId}
      join namespace n on n.id = o.namespace_id
      join resource_state s on s.resource_id = w.id and s.resource_version = w.version
      join lateral (
        select api_version, generation, labels, annotations, spec, extras from resource_revision
        where resource_id = w.id and resource_version <= w.version order by resource_version desc limit 1) d on true`.execute(
      this.#db,
    );
    return rows.map(toResource);
  }

  /** Forgets what only events from before `before` could ask for: old states, and deleted resources altogether. */
  async forget(before: Date): Promise<void> {
    await sql`
      with old as (delete from resource_tombstone where deleted_at < ${before} returning resource_id)
      delete from resource_revision v using old where v.resource_id = old.resource_id`.execute(this.#db);
    await sql`delete from resource_state where created_at < ${before}`.execute(this.#db);
  }
}
