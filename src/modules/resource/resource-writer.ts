import { type RawBuilder, sql } from 'kysely';
import type { Sealer } from '../../platform/crypto.ts';
import { jsonb, jsonText, type Tx } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import { defaultNamespace, placesOf, referencesOf } from './kinds/index.ts';
import { type Condition, type Resource, type ResourceKey, referencesCondition, withCondition } from './resource.ts';
import { labelDigest } from './resource-list-query.ts';
import { keepState } from './resource-past-store.ts';
import { SecretValueStore } from './secret-value-store.ts';

/** A resource as it is to be written. */
export interface ResourceWrite {
  /** Versions are those that it has after the write. */
  resource: Resource;
  isNew: boolean;
  /** Whether what it names may have changed. */
  isSpecChanged: boolean;
  /** Values of a Secret to seal, by key; keys that the spec no longer names are dropped. */
  secretValues: Record<string, string>;
}

const recordColumns =
  sql.raw(`id text, namespace_id text, kind text, name text, api_version text, generation int, resource_version int,
  labels jsonb, annotations jsonb, spec jsonb, extras jsonb, conditions jsonb`);

/** What has to be tried again because somebody else made a resource of the same name in the meantime. */
export class LostRace extends Error {
  override name = 'LostRace';
}

/** Writes resources in batches: the number of statements does not grow with the number of resources. */
export class ResourceWriter {
  readonly #secrets: SecretValueStore;

  constructor(sealer: Sealer) {
    this.#secrets = new SecretValueStore(sealer);
  }

  /** Writes all of them, with revisions, references and secrets. @throws LostRace when a name was taken meanwhile */
  async write(tx: Tx, actor: Actor, writes: readonly ResourceWrite[]): Promise<void> {
    await this.#insert(
      tx,
      actor,
      writes.filter((write) => write.isNew),
    );
    await this.#update(
      tx,
      actor,
      writes.filter((write) => !write.isNew),
    );
    await this.#refer(
      tx,
      actor,
      writes.filter((write) => write.isSpecChanged),
    );
    await this.#secrets.write(tx, writes);
  }

  async #insert(tx: Tx, actor: Actor, writes: readonly ResourceWrite[]): Promise<void> {
    if (writes.length === 0) return;
    const { rows } = await sql`
      with record as (select * from jsonb_to_recordset(${records(writes)}::jsonb) as r(${recordColumns})),
      made as (
        insert into resource (id, organization_id, namespace_id, kind, name, api_version, generation, resource_version, labels, annotations,
          spec, extras, conditions)
        select id, ${actor.organizationId}, namespace_id, kind, name, api_version, generation, resource_version, labels, annotations, spec,
          extras, conditions
        from record on conflict do nothing returning id, resource_version, conditions, status),
      ${revisions(actor, sql`made`)}, ${keepState(sql`made`)}, ${keepNames(sql`record join made using (id)`)},
      ${keepLabels(actor, sql`select record.* from record join made using (id)`)}
      select id from made`.execute(tx);
    if (rows.length < writes.length) throw new LostRace();
  }

  async #update(tx: Tx, actor: Actor, writes: readonly ResourceWrite[]): Promise<void> {
    if (writes.length === 0) return;
    const update = sql`
      with record as (select * from jsonb_to_recordset(${records(writes)}::jsonb) as r(${recordColumns})),
      changed as (
        update resource set name = r.name, api_version = r.api_version, generation = r.generation, resource_version = r.resource_version,
          labels = r.labels, annotations = r.annotations, spec = r.spec, extras = r.extras, conditions = r.conditions, updated_at = now()
        from record r where resource.id = r.id
        returning resource.id, resource.resource_version, resource.conditions, resource.status),
      ${revisions(actor, sql`changed`)}, ${keepState(sql`changed`)},
      ${keepNames(sql`record join changed using (id) join resource old on old.id = record.id and old.name <> record.name`)},
      relabelled as (
        select record.* from record join changed using (id) join resource old on old.id = record.id
        where old.labels <> record.labels or old.name <> record.name),
      unlabelled as (
        delete from resource_label l using relabelled r where l.resource_id = r.id
          and l.label <> all (select ${labelDigest(sql`key`, sql`value`)} from jsonb_each_text(r.labels))),
      ${keepLabels(actor, sql`select * from relabelled`)}
      select id from changed`;
    try {
      await update.execute(tx);
    } catch (error) {
      throw isNameTaken(error) ? new LostRace() : error;
    }
  }

  /** Writes what controllers reported, and the version that goes with it. */
  async writeStatuses(tx: Tx, resource: Resource): Promise<void> {
    await sql`
      with changed as (
        update resource set status = ${jsonb(resource.statuses)}, resource_version = ${resource.resourceVersion}, updated_at = now()
        where id = ${resource.id}
        returning id, resource_version, conditions, status),
      ${keepState(sql`changed`)}
      select id from changed`.execute(tx);
  }

  async #refer(tx: Tx, actor: Actor, writes: readonly ResourceWrite[]): Promise<void> {
    const old = writes.filter((write) => !write.isNew).map((write) => write.resource.id);
    const rows = writes.flatMap(({ resource }) =>
      targetsOf(resource).map(({ path, kind, namespace, name }) => ({
        resource_id: resource.id,
        path,
        kind,
        namespace,
        name,
      })),
    );
    if (old.length > 0) await sql`delete from resource_reference where resource_id = any(${old})`.execute(tx);
    if (rows.length === 0) return;
    await sql`
      insert into resource_reference (resource_id, path, organization_id, target_kind, target_namespace, target_name)
      select resource_id, path, ${actor.organizationId}, kind, namespace, name
      from jsonb_to_recordset(${jsonText(rows)}::jsonb) as r(resource_id text, path text, kind text, namespace text, name text)`.execute(
      tx,
    );
  }

  /** The values that Secrets hold now, by their ids; they must go nowhere but into a comparison. */
  storedValues(tx: Tx, ids: readonly string[]): Promise<Map<string, Record<string, string>>> {
    return this.#secrets.read(tx, ids);
  }

  /** Brings the conditions of whatever names `changed` up to date. @returns those that changed */
  async refreshDependents(
    tx: Tx,
    actor: Actor,
    changed: readonly ResourceKey[],
    except: readonly string[],
  ): Promise<DependentRow[]> {
    const { rows } = await sql<DependentRow & { missing: ResourceKey[]; conditions: Condition[] }>`
      with touched as (
        select distinct ref.resource_id from resource_reference ref
        join unnest(${changed.map((key) => key.kind)}::text[], ${changed.map((key) => key.namespace)}::text[],
                    ${changed.map((key) => key.name)}::text[]) as c(kind, namespace, name)
          on ref.target_kind = c.kind and ref.target_namespace = c.namespace and ref.target_name = c.name
        where ref.organization_id = ${actor.organizationId} and ref.resource_id <> all(${[...except]}))
      select r.id, r.kind, r.name, n.name as namespace, r.namespace_id, r.resource_version + 1 as resource_version, r.conditions, r.labels,
        coalesce((select jsonb_agg(distinct jsonb_build_object('kind', ref.target_kind, 'namespace', ref.target_namespace, 'name', ref.target_name))
          from resource_reference ref where ref.resource_id = r.id and (ref.target_namespace <> ${defaultNamespace} or not exists (
            select 1 from resource_reference nearer where nearer.resource_id = ref.resource_id and nearer.path = ref.path
              and nearer.target_namespace <> ${defaultNamespace})) and not exists (
            select 1 from resource_reference place join resource t on t.kind = place.target_kind and t.name = place.target_name
            join namespace n on n.id = t.namespace_id and n.name = place.target_namespace
            where place.resource_id = ref.resource_id and place.path = ref.path
              and t.organization_id = ${actor.organizationId})), '[]') as missing
      from resource r join touched on touched.resource_id = r.id join namespace n on n.id = r.namespace_id order by r.id for update of r`.execute(
      tx,
    );
    const stale = rows
      .map((row) => ({ ...row, now: referencesCondition(row.missing) }))
      .filter(({ conditions, now }) => conditions.find(({ type }) => type === now.type)?.message !== now.message)
      .map(({ now, ...row }) => ({ ...row, conditions: withCondition(row.conditions, now) }));
    if (stale.length > 0) {
      await sql`
        with changed as (
        update resource set conditions = r.conditions, resource_version = resource.resource_version + 1, updated_at = now()
        from jsonb_to_recordset(${jsonText(stale.map(({ id, conditions }) => ({ id, conditions })))}::jsonb) as r(id text, conditions jsonb)
        where resource.id = r.id returning resource.id, resource.resource_version, resource.conditions, resource.status),
        ${keepState(sql`changed`)} select id from changed`.execute(tx);
    }
    return stale;
  }
}

// A unique index of PostgreSQL refused the row: a resource of the new name was made in the meantime.
function isNameTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

/** A resource whose conditions changed because of another. */
export interface DependentRow extends ResourceKey {
  id: string;
  namespace_id: string;
  resource_version: number;
  labels: Record<string, string>;
  conditions: Condition[];
}

/** The common table expression that keeps a revision of each record whose id is in `written`. */
function revisions(actor: Actor, written: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`revised as (
    insert into resource_revision (resource_id, resource_version, generation, api_version, labels, annotations, spec, extras, actor_id)
    select id, record.resource_version, generation, api_version, labels, annotations, spec, extras, ${actor.principalId}
    from record join ${written} using (id))`;
}

/** The common table expression that keeps since when each record of `renamed` has its name. */
function keepNames(renamed: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`named as (
    insert into resource_name (resource_id, resource_version, namespace_id, kind, name)
    select record.id, record.resource_version, record.namespace_id, record.kind, record.name from ${renamed})`;
}

/** The common table expression that keeps the labels of each record of `written` where lists find them. */
function keepLabels(actor: Actor, written: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`labelled as (
    insert into resource_label (resource_id, label, organization_id, namespace_id, kind, name)
    select distinct w.id, ${labelDigest(sql`l.key`, sql`l.value`)}, ${actor.organizationId}, w.namespace_id, w.kind, w.name
    from (${written}) w, jsonb_each_text(w.labels) l
    on conflict (resource_id, label) do update set name = excluded.name)`;
}

/** What a resource names, each with its full key. What may lie in two places is there once for each, the nearest first. */
export function targetsOf(resource: Resource): (ResourceKey & { path: string })[] {
  return referencesOf(resource.kind, resource.spec as never).flatMap(({ path, kind, namespace, name }) =>
    placesOf(kind, namespace ?? resource.namespace).map((place) => ({ path, kind, namespace: place, name })),
  );
}

function records(writes: readonly ResourceWrite[]): string {
  return jsonText(
    writes.map(({ resource }) => ({
      id: resource.id,
      namespace_id: resource.namespaceId,
      kind: resource.kind,
      name: resource.name,
      api_version: resource.apiVersion,
      generation: resource.generation,
      resource_version: resource.resourceVersion,
      labels: resource.labels,
      annotations: resource.annotations,
      spec: resource.spec,
      extras: resource.extras,
      conditions: resource.conditions,
    })),
  );
}
