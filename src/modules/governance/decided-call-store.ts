import { type Selectable, sql } from 'kysely';
import type { policy_decision } from '../../platform/db/generated/schema.ts';
import { type Database, jsonText, keyset, type Page, type PageRequest, toPage } from '../../platform/db/index.ts';
import type { StepDecision } from '../execution/index.ts';
import type { Actor } from '../identity/index.ts';
import type { PolicyAction, PolicySource } from '../policy/index.ts';
import type { CallFacts, DecidedCall, DecidedCallFilter } from './decided-call.ts';

const columns = {
  id: 'text',
  organization_id: 'text',
  namespace_id: 'text',
  action: 'text',
  subject: 'text',
  resource_id: 'text',
  execution_id: 'text',
  step_key: 'text',
  agent_id: 'text',
  agent_name: 'text',
  principal_id: 'text',
  request_id: 'text',
  effect: 'text',
  refused: 'boolean',
  source: 'text',
  policy_id: 'text',
  policy_name: 'text',
  policy_version: 'text',
  rule: 'text',
  reason: 'text',
  fix: 'text',
  facts: 'jsonb',
  created_at: 'timestamptz',
} as const;
const columnList = sql.raw(Object.keys(columns).join(', '));
const recordType = sql.raw(
  Object.entries(columns)
    .map(([name, type]) => `${name} ${type}`)
    .join(', '),
);

/** A decided call with the arguments that its tool was given; null when they are not known. */
export interface ReplayableCall {
  call: DecidedCall;
  arguments: Record<string, unknown> | null;
}

/** Writes and reads the calls that policies decided on. */
export class DecidedCallStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Writes many at once. Safe to repeat. */
  async insert(calls: readonly DecidedCall[]): Promise<void> {
    await sql`insert into policy_decision (${columnList})
      select ${columnList} from jsonb_to_recordset(${jsonText(calls.map(toRow))}::jsonb) as draft(${recordType})
      on conflict (id) do nothing`.execute(this.#db);
  }

  /** Newest first, within the actor's organization. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  async list(actor: Actor, filter: DecidedCallFilter, page: PageRequest): Promise<Page<DecidedCall>> {
    const keys = keyset(page);
    let query = this.#matching(actor, filter)
      .selectAll()
      .orderBy('id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit)
      .offset(keys.offset);
    if (keys.after !== undefined) query = query.where('id', '<', keys.after);
    if (keys.before !== undefined) query = query.where('id', '>', keys.before);
    return toPage((await query.execute()).map(toCall), keys);
  }

  async count(actor: Actor, filter: DecidedCallFilter): Promise<number> {
    const query = this.#matching(actor, filter).select((eb) => eb.fn.countAll<string>().as('count'));
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  /** The newest calls with the arguments that stand with their steps. */
  async recent(actor: Actor, filter: DecidedCallFilter, limit: number): Promise<ReplayableCall[]> {
    const rows = await this.#matching(actor, filter)
      // What a person said is no matter of policies.
      .where(sql<boolean>`policy_decision.source is distinct from 'GATE'`)
      .leftJoin('step', (join) =>
        join
          .onRef('step.execution_id', '=', 'policy_decision.execution_id')
          .onRef('step.key', '=', 'policy_decision.step_key'),
      )
      .selectAll('policy_decision')
      .select('step.arguments')
      .orderBy('policy_decision.id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ call: toCall(row), arguments: row.arguments as Record<string, unknown> | null }));
  }

  /** Forgets the calls before `oldest` that were let through: they only serve previews. Refusals stay. */
  async forget(oldest: Date): Promise<void> {
    await this.#db
      .deleteFrom('policy_decision')
      .where('refused', '=', false)
      .where('created_at', '<', oldest)
      .execute();
  }

  #matching(actor: Actor, filter: DecidedCallFilter) {
    let query = this.#db
      .selectFrom('policy_decision')
      .where('policy_decision.organization_id', '=', actor.organizationId);
    const equal = {
      namespace_id: filter.namespaceId,
      action: filter.action,
      effect: filter.effect,
      source: filter.source,
      refused: filter.isRefused,
      subject: filter.subject,
      agent_name: filter.agentName,
      policy_name: filter.policyName,
      execution_id: filter.executionId,
      principal_id: filter.principalId,
    } as const;
    for (const [column, value] of Object.entries(equal)) {
      if (value !== undefined) query = query.where(`policy_decision.${column as keyof typeof equal}`, '=', value);
    }
    if (filter.since !== undefined) query = query.where('policy_decision.created_at', '>=', filter.since);
    if (filter.until !== undefined) query = query.where('policy_decision.created_at', '<', filter.until);
    return query;
  }
}

function toRow(call: DecidedCall): Record<keyof typeof columns, unknown> {
  const { decision } = call;
  return {
    id: call.id,
    organization_id: call.organizationId,
    namespace_id: call.namespaceId,
    action: call.action,
    subject: call.subject,
    resource_id: call.resourceId,
    execution_id: call.executionId,
    step_key: call.stepKey,
    agent_id: call.agentId,
    agent_name: call.agentName,
    principal_id: call.principalId,
    request_id: call.requestId,
    effect: decision.effect,
    refused: call.isRefused,
    source: decision.source ?? null,
    policy_id: decision.policyId,
    policy_name: decision.policyName,
    policy_version: decision.policyVersion,
    rule: decision.rule,
    reason: decision.reason,
    fix: decision.fix,
    facts: call.facts,
    created_at: call.createdAt,
  };
}

function toCall(row: Selectable<policy_decision>): DecidedCall {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    action: row.action as PolicyAction,
    subject: row.subject,
    resourceId: row.resource_id,
    executionId: row.execution_id,
    stepKey: row.step_key,
    agentId: row.agent_id,
    agentName: row.agent_name,
    principalId: row.principal_id,
    requestId: row.request_id,
    decision: {
      effect: row.effect as StepDecision['effect'],
      source: row.source as PolicySource | null,
      policyId: row.policy_id,
      policyName: row.policy_name,
      policyVersion: row.policy_version,
      rule: row.rule,
      reason: row.reason,
      fix: row.fix,
    },
    isRefused: row.refused,
    facts: row.facts as unknown as CallFacts,
    createdAt: row.created_at,
  };
}
