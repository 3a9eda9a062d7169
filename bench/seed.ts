import type pg from 'pg';

/** How many rows, and how many of them each transaction writes. */
export interface SeedSize {
  count: number;
  perTransaction: number;
}

// The rows from $1 to $2 of $3, and whom they belong to.
const rowsOfSomeone = `generate_series($1::int, $2::int) n, (
  select o.id as organization_id, ns.id as namespace_id,
    (select min(id) from principal where organization_id = o.id) as principal_id,
    (select array_agg(id order by id) from resource where kind = 'Agent') as agents,
    (select array_agg(name order by id) from resource where kind = 'Agent') as agent_names
  from organization o join namespace ns on ns.organization_id = o.id where o.name = 'default' and ns.name = 'default') s`;

const insertExecutions = `
  insert into execution (id, organization_id, namespace_id, kind, name, phase, agent_id, agent_name, conversation, graph, input, output, trigger, started_by,
    max_steps, created_at, updated_at, started_at, finished_at)
  select 'exe_' || lpad(n::text, 26, '0'), s.organization_id, s.namespace_id, 'AGENT_RUN', 'seeded-' || n,
    (array['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'FAILED', 'CANCELLED'])[1 + n % 5], s.agents[1 + n % cardinality(s.agents)],
    s.agent_names[1 + n % cardinality(s.agents)], 'seeded-' || n,
    '{"nodes":{"agent":{"kind":"agent","prompt":"Be brief.","model":{"namespace":"default","name":"some-model"},"tools":[]}},"edges":[]}',
    '{"message":"Hello"}', '"Hello to you."', 'MANUAL', s.principal_id, 10, now() - ($3::int - n) * interval '1 second', now(), now(), now()
  from ${rowsOfSomeone}`;

/** How many rows are unlike all others, and the namespace that is theirs alone. */
export const rare = { count: 20, namespace: 'rare' };

const eventsPerExecution = 10;
const insertEvents = `
  insert into event (at, type, organization_id, namespace_id, actor_id, subject_id, execution_id, payload)
  select now() - ($3::int - n) * interval '100 milliseconds', t.type, s.organization_id, s.namespace_id, s.principal_id, e.id, e.id, t.payload
  from ${rowsOfSomeone},
    lateral (select 'exe_' || lpad(((n + ${eventsPerExecution - 1}) / ${eventsPerExecution})::text, 26, '0') as id) e,
    lateral (select case when n % ${eventsPerExecution} = 0 then 'execution.finished' else 'execution.resumed' end as type,
      case when n % ${eventsPerExecution} = 0 then '{"phase":"SUCCEEDED","reason":null}'::jsonb
           else jsonb_build_object('turn', n % ${eventsPerExecution}) end as payload) t`;

/**
 * Writes finished executions directly, spread over the agents of the namespace `default`. Their ids sort by age, as those
 * do that the program makes. @returns the id of their organization
 */
export async function seedExecutions(client: pg.Client, size: SeedSize): Promise<string> {
  await inTransactions(client, size, { name: 'executions', text: insertExecutions });
  const { rows } = await client.query<{ id: string }>(`select id from organization where name = 'default'`);
  if (!rows[0]) throw new Error('There is no organization to write executions for.');
  return rows[0].id;
}

/** Writes the events of those executions directly, ten for each, over many transactions as a server would. */
export function seedEvents(client: pg.Client, size: SeedSize): Promise<void> {
  return inTransactions(client, size, { name: 'events', text: insertEvents });
}

const insertRareNamespace = `
  insert into namespace (id, organization_id, name) select 'ns_rare', id, '${rare.namespace}' from organization where name = 'default'`;
const moveRareExecutions = `
  update execution set namespace_id = 'ns_rare', phase = 'WAITING', finished_at = null where id = any($1)`;
const renameRareEvents = `
  update event set type = 'execution.paused', payload = '{"reason":null}' where subject_id = any($1) and type = 'execution.finished'`;

/**
 * Makes the oldest executions the only ones of their namespace and the only ones that wait, and as many of the
 * oldest events the only ones of their type: what a filter has to find among everything else.
 */
export async function makeSomeRare(client: pg.Client): Promise<void> {
  const ids = Array.from({ length: rare.count }, (_, index) => seededExecutionId(index + 1));
  await client.query(insertRareNamespace);
  await client.query(moveRareExecutions, [ids]);
  await client.query(renameRareEvents, [ids]);
}

/** The id of the seeded execution with this number, counted from 1. */
export function seededExecutionId(number: number): string {
  return `exe_${String(number).padStart(26, '0')}`;
}

/** Runs an `insert` for all rows, a part of them in each transaction. */
export async function inTransactions(
  client: pg.Client,
  { count, perTransaction }: SeedSize,
  insert: { name: string; text: string },
): Promise<void> {
  for (let from = 1; from <= count; from += perTransaction) {
    await client.query({ ...insert, values: [from, Math.min(count, from + perTransaction - 1), count] });
  }
}
