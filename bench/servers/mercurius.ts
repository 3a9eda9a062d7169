import Fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';
import { announce } from './announce.ts';

// The peer of the list: mercurius with JIT over the rows of the product's own database, read with the statements that the
// product sends, prepared and pooled in the same way; or, when told so, with statements that read only what is shown.
// It authenticates nobody.

const [, , databaseUrl, organizationId, reads] = process.argv;
const columns =
  reads === 'only what is shown'
    ? { execution: 'id, name, phase, created_at, agent_id', agent: '"resource".id, "resource".name' }
    : { execution: '*', agent: '"resource".*, "namespace"."name" as "namespace"' };
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });

const schema = `
  interface Execution { id: ID! name: String! phase: String! createdAt: String! }
  type AgentRun implements Execution { id: ID! name: String! phase: String! createdAt: String! agent: Agent }
  type Agent { id: ID! name: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type ExecutionEdge { cursor: String! node: Execution! }
  type ExecutionConnection { edges: [ExecutionEdge!]! pageInfo: PageInfo! }
  type Query { executions(first: Int): ExecutionConnection! }
`;

interface ExecutionRow {
  id: string;
  name: string;
  phase: string;
  agent_id: string | null;
  created_at: Date;
}

async function listExecutions(first: number) {
  const { rows } = await pool.query<ExecutionRow>({
    name: 'executions',
    text: `select ${columns.execution} from "execution" where "organization_id" = $1 order by "id" desc limit $2`,
    values: [organizationId, first + 1],
  });
  const edges = rows.slice(0, first).map((row) => ({
    cursor: Buffer.from(`k:${row.id}`).toString('base64url'),
    node: {
      id: row.id,
      name: row.name,
      phase: row.phase,
      createdAt: row.created_at.toISOString(),
      agentId: row.agent_id,
    },
  }));
  return { edges, pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null } };
}

/** What mercurius calls once for all agents that a query needs. */
async function loadAgents(queries: { obj: { agentId: string | null } }[]) {
  const ids = [...new Set(queries.map(({ obj }) => obj.agentId))];
  const { rows } = await pool.query<{ id: string; name: string }>({
    name: 'agents',
    text: `select ${columns.agent} from "resource"
      inner join "namespace" on "namespace"."id" = "resource"."namespace_id"
      where "resource"."organization_id" = $1 and "resource"."id" = any($2)`,
    values: [organizationId, ids],
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return queries.map(({ obj }) => (obj.agentId === null ? null : (found.get(obj.agentId) ?? null)));
}

const app = Fastify();
await app.register(mercurius, {
  schema,
  jit: 1,
  resolvers: {
    Query: { executions: (_root: unknown, { first }: { first: number }) => listExecutions(first) },
    Execution: { resolveType: () => 'AgentRun' },
  },
  loaders: { AgentRun: { agent: loadAgents } },
});
announce(await app.listen({ host: '127.0.0.1', port: 0 }));
