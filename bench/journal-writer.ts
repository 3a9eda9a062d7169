import type pg from 'pg';

const statement = `
  with written as (
    insert into event (type, organization_id, namespace_id, actor_id, subject_id, payload)
    select 'resource.applied', r.organization_id, r.namespace_id, null, r.id,
      jsonb_build_object('kind', r.kind, 'name', r.name, 'generation', n, 'resourceVersion', n, 'created', false)
    from resource r, generate_series(1, $1::int) n where r.kind = 'Agent' limit $1 returning 1)
  select pg_notify('orrery_bus', '{"from":"bench","messages":[["journal",""]]}') from written limit 1`;

/**
 * Writes `count` events of the only agent in one transaction, and wakes every process that reads the journal when it
 * commits: what another node of the same installation does.
 */
export async function writeEvents(client: pg.Client, count: number): Promise<void> {
  await client.query({ name: 'write-events', text: statement, values: [count] });
}
