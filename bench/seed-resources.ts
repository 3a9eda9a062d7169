import type pg from 'pg';
import { inTransactions, type SeedSize } from './seed.ts';

/** The few resources that are unlike all others, and what is theirs alone. */
export const rareResources = {
  count: 20,
  namespace: 'rare',
  label: { key: 'pinned', value: 'true' },
  /** They have it, and a tenth of all. */
  sharedLabel: { key: 'tier', value: '1' },
};

/** The namespace of all others, and a label that half of them have. */
export const commonResources = { namespace: 'default', label: { key: 'team', value: 'red' } };

// Of $3 resources those from $1 to $2, with everything that an apply writes of each. The rare ones are spread over all.
const insertResources = `
  with wanted as (
    select 'res_' || lpad(n::text, 26, '0') as id, o.id as organization_id, n % greatest(1, $3::int / ${rareResources.count}) = 1 as is_rare,
      case when n % 2 = 0 then 'Agent' else 'Tool' end as kind, 'seeded-' || lpad(n::text, 9, '0') as name, n
    from generate_series($1::int, $2::int) n, organization o where o.name = 'default'),
  placed as (
    select w.*, ns.id as namespace_id,
      jsonb_build_object('team', case when n % 4 < 2 then 'red' else 'blue' end, 'tier', (n % 10)::text)
        || case when is_rare then '{"pinned":"true"}'::jsonb else '{}' end as labels,
      case kind when 'Agent' then '{"prompt":"Hi"}'::jsonb else '{"type":"http","url":"https://tool.example"}' end as spec
    from wanted w join namespace ns on ns.organization_id = w.organization_id
      and ns.name = case when is_rare then '${rareResources.namespace}' else '${commonResources.namespace}' end),
  made as (
    insert into resource (id, organization_id, namespace_id, kind, name, api_version, labels, spec)
    select id, organization_id, namespace_id, kind, name, 'orrery.dev/v1', labels, spec from placed),
  named as (
    insert into resource_name (resource_id, resource_version, namespace_id, kind, name) select id, 1, namespace_id, kind, name from placed),
  labelled as (
    insert into resource_label (resource_id, label, organization_id, namespace_id, kind, name)
    select p.id, sha256(convert_to(jsonb_build_array(l.key, l.value)::text, 'UTF8')), p.organization_id, p.namespace_id, p.kind, p.name
    from placed p, jsonb_each_text(p.labels) l),
  known as (
    insert into resource_state (resource_id, resource_version, conditions, status) select id, 1, '[]', '{}' from placed),
  revised as (
    insert into resource_revision (resource_id, resource_version, generation, api_version, labels, annotations, spec, actor_id)
    select id, 1, 1, 'orrery.dev/v1', labels, '{}', spec, 'seed' from placed)
  insert into event (type, organization_id, namespace_id, subject_id, subject_kind, subject_name, payload)
  select 'resource.applied', organization_id, namespace_id, id, kind, name, jsonb_build_object(
    'kind', kind, 'name', name, 'generation', 1, 'resourceVersion', 1, 'created', true, 'labels', labels) from placed`;

const insertNamespaces = `
  insert into namespace (id, organization_id, name)
  select 'ns_' || n.name, o.id, n.name from organization o, (values ('default'), ('rare')) n(name) where o.name = 'default'
  on conflict do nothing`;

/** Writes resources directly, half of them Agents and half Tools, with all that an apply keeps of them. */
export async function seedResources(client: pg.Client, size: SeedSize): Promise<void> {
  await client.query(insertNamespaces);
  await inTransactions(client, size, { name: 'resources', text: insertResources });
  await client.query(
    'vacuum analyze resource, resource_label, resource_name, resource_state, resource_revision, event',
  );
}

/** The seeded resource with this number, counted from 1. */
export function seededResource(number: number): { id: string; kind: 'Agent' | 'Tool'; name: string } {
  return {
    id: `res_${String(number).padStart(26, '0')}`,
    kind: number % 2 === 0 ? 'Agent' : 'Tool',
    name: `seeded-${String(number).padStart(9, '0')}`,
  };
}
