import { sql } from 'kysely';
import { jsonText, type Tx } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import { kinds, resourceKinds } from './kinds/index.ts';
import type { ResourceKey } from './resource.ts';

const maxReach = 10;

/** The kinds that controllers look at. */
export const reconciledKinds = resourceKinds.filter((kind) => kinds[kind].hasController);

/** What a write gives controllers to look at. */
export interface Due {
  /** Resources that are to be looked at themselves. */
  ids?: readonly string[];
  /** Resources whose content is new: who names them looks again. */
  changed: readonly ResourceKey[];
  /** Resources that became usable or stopped to be: who names them looks again, directly or through others. */
  turned: readonly ResourceKey[];
  /** Claims that end here. */
  looks?: readonly NextLook[];
}

/** When a claimed resource is looked at again. */
export interface NextLook {
  resourceId: string;
  /** The claim. When it no longer holds, somebody made the resource due since then, and that stays. */
  token: string;
  /** In milliseconds; null for when something changes. */
  afterMs: number | null;
  /** Whether the next look counts as another attempt at the same. */
  keepAttempts: boolean;
}

/**
 * Makes things due, in the transaction that changed them. It must be the last that the transaction locks, and is called
 * once: its rows are taken in one order, so that two writers of things that name each other never wait for each other.
 */
export async function makeDue(tx: Tx, actor: Actor, due: Due): Promise<void> {
  const { ids = [], changed, turned, looks = [] } = due;
  const from = [...changed.map((key) => ({ ...key, reach: 1 })), ...turned.map((key) => ({ ...key, reach: maxReach }))];
  if (ids.length + from.length + looks.length === 0) return;
  const ends = Object.fromEntries(looks.map(({ resourceId, ...look }) => [resourceId, look]));
  const end = sql`(${jsonText(ends)}::jsonb -> q.resource_id)`;
  const isOurs = sql`q.due_at = (${end} ->> 'token')::timestamptz`;
  await sql`
    with recursive reached(id, kind, namespace, name, reach) as (
      select null::text, kind, namespace, name, reach
      from unnest(${from.map(({ kind }) => kind)}::text[], ${from.map(({ namespace }) => namespace)}::text[],
        ${from.map(({ name }) => name)}::text[], ${from.map(({ reach }) => reach)}::int[]) as f(kind, namespace, name, reach)
      union
      select r.id, r.kind, n.name, r.name, reached.reach - 1
      from reached
      join resource_reference ref on ref.organization_id = ${actor.organizationId} and ref.target_kind = reached.kind
        and ref.target_namespace = reached.namespace and ref.target_name = reached.name
      join resource r on r.id = ref.resource_id join namespace n on n.id = r.namespace_id
      where reached.reach > 0),
    wanted(id, kind, due_at) as (
      select id, kind, now() from reached where id is not null
      union all
      select id, kind, now() from resource where id = any(${[...ids]})
      union all
      select id, kind, null from resource where id = any(${looks.map(({ resourceId }) => resourceId)}))
    insert into resource_reconcile as q (resource_id, kind, due_at)
    select id, kind, max(due_at) from wanted where kind = any(${reconciledKinds}) group by id, kind order by id
    on conflict (resource_id) do update set
      due_at = case when excluded.due_at is not null then least(q.due_at, excluded.due_at)
        when ${isOurs} then now() + (${end} ->> 'afterMs')::float8 * interval '1 millisecond' else q.due_at end,
      attempts = case when excluded.due_at is not null or (${isOurs} and not (${end} ->> 'keepAttempts')::bool) then 0
        else q.attempts end`.execute(tx);
}
