import { type Selectable, sql } from 'kysely';
import type { resource } from '../../platform/db/generated/schema.ts';
import { type Database, jsonText, type Tx } from '../../platform/db/index.ts';
import { groupBy } from '../../platform/group.ts';
import { dependenciesCondition } from './hub-status.ts';
import { defaultNamespace, type ResourceKind } from './kinds/index.ts';
import type { Resource, ResourceKey } from './resource.ts';
import { keepState } from './resource-past-store.ts';
import { toResource } from './resource-rows.ts';

/** A resource that this process was given to look at. */
export interface Claim {
  resource: Resource;
  /** Names the claim. It ends when somebody makes the resource due again, or when it was held too long. */
  token: string;
  /** How often it was given out since it last changed or was well, this time included. */
  attempts: number;
}

/** A resource that is wrong by itself, and that another names, directly or through others. */
export interface FailingDependency extends ResourceKey {
  /** What is wrong with it, in words for a person. */
  problem: string;
}

const maxReach = 10;
const maxNamed = 3;

/** The queue of what controllers look at, of all organizations. */
export class ReconcileStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  /** Takes what is due and nobody else holds, for `leaseMs`; whoever dies with it loses it then. */
  async claim(kinds: readonly ResourceKind[], about: { limit: number; leaseMs: number }): Promise<Claim[]> {
    const { rows } = await sql<Selectable<resource> & { namespace: string; token: string; attempts: number }>`
      with due as (
        select resource_id from resource_reconcile where kind = any(${[...kinds]}) and due_at <= now()
        order by due_at limit ${about.limit} for update skip locked),
      gone as (
        delete from resource_reconcile q using due
        where q.resource_id = due.resource_id and not exists (select 1 from resource r where r.id = q.resource_id)),
      taken as (
        update resource_reconcile q set due_at = now() + ${about.leaseMs} * interval '1 millisecond', attempts = attempts + 1
        from due join resource r on r.id = due.resource_id where q.resource_id = due.resource_id
        returning q.resource_id, q.due_at::text as token, q.attempts)
      select resource.*, namespace.name as namespace, taken.token, taken.attempts
      from taken join resource on resource.id = taken.resource_id join namespace on namespace.id = resource.namespace_id`.execute(
      this.#db,
    );
    return rows.map((row) => ({ resource: toResource(row), token: row.token, attempts: row.attempts }));
  }

  /** Milliseconds until something is due; null when nothing is. */
  async dueInMs(kinds: readonly ResourceKind[]): Promise<number | null> {
    const { rows } = await sql<{ wait: number | null }>`
      select extract(epoch from min(due_at) - now())::float8 * 1000 as wait from resource_reconcile
      where kind = any(${[...kinds]})`.execute(this.#db);
    return rows[0]?.wait ?? null;
  }

  /**
   * What each resource names, directly or through others, and that is wrong by itself: nearest first, a few of each. What
   * is wrong only because of what it names does not count, so things that name each other do not keep each other down.
   */
  async failingDependencies(ids: readonly string[]): Promise<Map<string, FailingDependency[]>> {
    const { rows } = await sql<{ root: string; kind: ResourceKind; namespace: string; name: string; problem: string }>`
      with recursive reached(root, id, distance) as (
        select id, id, 0 from unnest(${[...ids]}::text[]) as wanted(id)
        union
        select reached.root, t.id, reached.distance + 1
        from reached
        join resource_reference ref on ref.resource_id = reached.id
        join namespace n on n.organization_id = ref.organization_id and n.name = ref.target_namespace
        join resource t on t.namespace_id = n.id and t.kind = ref.target_kind and t.name = ref.target_name
        where reached.distance < ${maxReach} and (n.name <> ${defaultNamespace} or not exists (
          select 1 from resource_reference nearer
          join namespace o on o.organization_id = nearer.organization_id and o.name = nearer.target_namespace
          join resource other on other.namespace_id = o.id and other.kind = nearer.target_kind and other.name = nearer.target_name
          where nearer.resource_id = ref.resource_id and nearer.path = ref.path and o.name <> ${defaultNamespace}))),
      nearest as (select root, id, min(distance) as distance from reached where id <> root group by root, id),
      failing as (
        select nearest.root, nearest.distance, r.id, r.kind, n.name as namespace, r.name, p.problem,
          row_number() over (partition by nearest.root order by nearest.distance, r.kind, r.name, r.id) as place
        from nearest join resource r on r.id = nearest.id join namespace n on n.id = r.namespace_id
        cross join lateral (
          select string_agg(c->>'message', ' ') as problem from jsonb_array_elements(r.conditions) as c
          where c->>'status' = 'False' and c->>'type' <> ${dependenciesCondition}) as p
        where p.problem is not null)
      select root, kind, namespace, name, problem from failing where place <= ${maxNamed} order by root, place`.execute(
      this.#db,
    );
    return groupBy(rows, ({ root }) => root);
  }

  /** The claims that still hold: of two of one resource at most one does. */
  async held(tx: Tx, claims: readonly Claim[]): Promise<Set<Claim>> {
    const { rows } = await sql<{ place: number }>`
      select held.place::int as place from resource_reconcile q
      join unnest(${claims.map(({ resource }) => resource.id)}::text[], ${claims.map(({ token }) => token)}::timestamptz[])
        with ordinality as held(id, token, place) on held.id = q.resource_id and held.token = q.due_at`.execute(tx);
    return new Set(rows.flatMap(({ place }) => claims[place - 1] ?? []));
  }

  /** Locks those of these resources that nobody else is writing. It waits for nobody, so nobody can wait in a circle. */
  async lockFree(tx: Tx, ids: readonly string[]): Promise<Resource[]> {
    const rows = await tx
      .selectFrom('resource')
      .innerJoin('namespace', 'namespace.id', 'resource.namespace_id')
      .where('resource.id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .selectAll('resource')
      .select('namespace.name as namespace')
      .forUpdate('resource')
      .skipLocked()
      .execute();
    return rows.map(toResource);
  }

  /** Writes conditions and statuses, and the versions that go with them. */
  async writeFindings(tx: Tx, resources: readonly Resource[]): Promise<void> {
    const records = resources.map(({ id, resourceVersion, conditions, statuses }) => {
      return { id, resource_version: resourceVersion, conditions, status: statuses };
    });
    await sql`
      with changed as (
        update resource set conditions = r.conditions, status = r.status, resource_version = r.resource_version, updated_at = now()
        from jsonb_to_recordset(${jsonText(records)}::jsonb) as r(id text, resource_version int, conditions jsonb, status jsonb)
        where resource.id = r.id
        returning resource.id, resource.resource_version, resource.conditions, resource.status),
      ${keepState(sql`changed`)}
      select id from changed`.execute(tx);
  }
}
