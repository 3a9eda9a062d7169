import Fastify from 'fastify';
import pg from 'pg';
import { announce } from './announce.ts';

// The peer of the REST routes: the same two routes written by hand in fastify, over the rows of the product's own database.
// Each reads what it shows with one prepared statement and a pool. It authenticates nobody and checks no right.

const [, , databaseUrl, organizationId] = process.argv;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });

const columns = `e.id, e.name, e.labels, e.input, e.output, e.trigger, e.phase, e.reason, e.version, e.created_at, e.started_at, e.finished_at,
  e.conversation, e.cost, e.input_tokens, e.output_tokens, e.model_calls, e.tool_calls, n.name as namespace, a.name as agent,
  array(select p.id from approval p where p.execution_id = e.id order by p.id) as approvals,
  array(select s.decision from step s where s.execution_id = e.id and s.kind = 'TOOL' and s.decision is not null order by s.ordinal) as decisions`;
const tables = `execution e join namespace n on n.id = e.namespace_id left join resource a on a.id = e.agent_id`;

interface Row {
  id: string;
  name: string;
  namespace: string;
  agent: string | null;
  conversation: string | null;
  labels: Record<string, string>;
  input: unknown;
  output: unknown;
  trigger: string;
  phase: keyof typeof phases;
  reason: string | null;
  version: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  cost: string;
  input_tokens: number;
  output_tokens: number;
  model_calls: number;
  tool_calls: number;
  approvals: string[];
  decisions: Decision[];
}

interface Decision {
  effect: string;
  policyName: string | null;
  policyVersion: string | null;
  reason: string;
}

const phases = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', CANCELLED: 'Cancelled' };

function executionOf(row: Row): object {
  return {
    apiVersion: 'runtime.joch.dev/v1alpha1',
    kind: 'Execution',
    metadata: {
      name: row.name,
      namespace: row.namespace,
      labels: row.labels,
      uid: row.id,
      generation: 1,
      resourceVersion: String(row.version),
      creationTimestamp: `${row.created_at.toISOString().slice(0, 19)}Z`,
    },
    spec: {
      ...(row.agent !== null && { agentRef: { name: row.agent } }),
      ...(row.conversation !== null && { conversationRef: { name: row.conversation } }),
      trigger: { type: row.trigger.toLowerCase() },
      input: row.input,
    },
    status: {
      phase: phases[row.phase],
      observedGeneration: 1,
      ...(row.reason !== null && { message: row.reason }),
      ...(row.started_at !== null && { startedAt: row.started_at.toISOString() }),
      ...(row.finished_at !== null && { completedAt: row.finished_at.toISOString() }),
      costUsd: Number(row.cost),
      tokensIn: row.input_tokens,
      tokensOut: row.output_tokens,
      modelCalls: row.model_calls,
      toolCalls: row.tool_calls,
      durationMs: row.started_at ? (row.finished_at?.getTime() ?? Date.now()) - row.started_at.getTime() : 0,
      approvals: row.approvals,
      hookDecisions: row.decisions.map(hookDecisionOf),
      ...(row.output !== null && { output: row.output }),
    },
  };
}

function hookDecisionOf({ effect, policyName, policyVersion, reason }: Decision): object {
  return { hook: 'steps/toolCallRequest', decision: effect.toLowerCase(), policyId: policyName, policyVersion, reason };
}

const app = Fastify();

app.get<{ Params: { ns: string; name: string } }>('/v1/namespaces/:ns/executions/:name', async ({ params }, reply) => {
  const { rows } = await pool.query<Row>({
    name: 'one',
    text: `select ${columns} from ${tables} where e.organization_id = $1 and n.name = $2 and e.name = $3`,
    values: [organizationId, params.ns, params.name],
  });
  if (rows[0]) return executionOf(rows[0]);
  return reply.code(404).send({ error: { code: 'NotFound', message: 'There is no such execution.', details: {} } });
});

app.get<{ Params: { ns: string }; Querystring: { limit?: string } }>(
  '/v1/namespaces/:ns/executions',
  async ({ params, query }) => {
    const limit = Number(query.limit ?? 100);
    const { rows } = await pool.query<Row>({
      name: 'list',
      text: `select ${columns} from ${tables} where e.organization_id = $1 and n.name = $2 order by e.id desc limit $3`,
      values: [organizationId, params.ns, limit + 1],
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      apiVersion: 'runtime.joch.dev/v1alpha1',
      kind: 'ExecutionList',
      metadata: last ? { continue: Buffer.from(`k:${last.id}`).toString('base64url') } : {},
      items: rows.slice(0, limit).map(executionOf),
    };
  },
);

announce(await app.listen({ host: '127.0.0.1', port: 0 }));
