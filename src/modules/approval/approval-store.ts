import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { approval } from '../../platform/db/generated/schema.ts';
import {
  type Database,
  jsonb,
  jsonbOrNull,
  keyset,
  type Page,
  type PageRequest,
  type Tx,
  toPage,
} from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Approval, ApprovalPhase } from './approval.ts';

export interface ApprovalFilter {
  namespaceId?: string | undefined;
  executionId?: string | undefined;
  phases?: readonly ApprovalPhase[] | undefined;
}

/** What a run asks a person. */
export interface NewApproval
  extends Pick<
    Approval,
    | 'id'
    | 'organizationId'
    | 'namespaceId'
    | 'executionId'
    | 'stepId'
    | 'tool'
    | 'arguments'
    | 'decision'
    | 'risk'
    | 'summary'
    | 'approvers'
    | 'onExpiry'
    | 'expiresAt'
  > {}

/** A common table expression that writes `asked` in the statement that opens its step (named `opened` there). */
export function insertApproval(asked: NewApproval): RawBuilder<unknown> {
  return sql`, asked as (
    insert into approval (id, organization_id, namespace_id, execution_id, step_id, phase, tool, arguments, decision, risk, summary,
      approvers, on_expiry, expires_at)
    select ${asked.id}, ${asked.organizationId}, ${asked.namespaceId}, ${asked.executionId}, opened.id, 'PENDING', ${asked.tool},
      ${jsonb(asked.arguments)}, ${jsonb(asked.decision)}, ${asked.risk}, ${asked.summary}, ${jsonb(asked.approvers)}, ${asked.onExpiry},
      ${asked.expiresAt}
    from opened)`;
}

/** Approvals of the actor's organization. */
export class ApprovalStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  async findMany(actor: Actor, ids: readonly string[]): Promise<Approval[]> {
    const query = this.#within(actor).where('id', '=', (eb) => eb.fn.any(eb.val([...ids])));
    return (await query.execute()).map(toApproval);
  }

  async ofExecutions(actor: Actor, executionIds: readonly string[]): Promise<Approval[]> {
    const query = this.#within(actor).where('execution_id', '=', (eb) => eb.fn.any(eb.val([...executionIds])));
    return (await query.orderBy('id').execute()).map(toApproval);
  }

  async ofSteps(actor: Actor, stepIds: readonly string[]): Promise<Approval[]> {
    const query = this.#within(actor).where('step_id', '=', (eb) => eb.fn.any(eb.val([...stepIds])));
    return (await query.orderBy('id').execute()).map(toApproval);
  }

  /** Newest first. */
  async list(actor: Actor, filter: ApprovalFilter, page: PageRequest): Promise<Page<Approval>> {
    const keys = keyset(page);
    let query = this.#matching(actor, filter)
      .selectAll()
      .orderBy('id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit)
      .offset(keys.offset);
    if (keys.after !== undefined) query = query.where('id', '<', keys.after);
    if (keys.before !== undefined) query = query.where('id', '>', keys.before);
    return toPage((await query.execute()).map(toApproval), keys);
  }

  async count(actor: Actor, filter: ApprovalFilter): Promise<number> {
    const query = this.#matching(actor, filter).select((eb) => eb.fn.countAll<string>().as('count'));
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  async lock(tx: Tx, id: string): Promise<Approval | undefined> {
    const row = await tx.selectFrom('approval').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    return row && toApproval(row);
  }

  async save(tx: Tx, approval: Approval): Promise<Approval> {
    const row = await tx
      .updateTable('approval')
      .set({
        phase: approval.phase,
        edited: jsonbOrNull(approval.edited),
        comment: approval.comment,
        decided_by: approval.decidedBy,
        decided_at: approval.decidedAt,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', approval.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toApproval(row);
  }

  /** Cancels what is still pending for an execution. */
  async cancelPending(tx: Tx, executionId: string, at: Date): Promise<Approval[]> {
    const rows = await tx
      .updateTable('approval')
      .set({ phase: 'CANCELLED', decided_at: at, version: sql<number>`version + 1` })
      .where('execution_id', '=', executionId)
      .where('phase', '=', 'PENDING')
      .returningAll()
      .execute();
    return rows.map(toApproval);
  }

  /** Pending approvals of every organization whose time is over, the oldest first. */
  async expired(now: Date, limit: number): Promise<Approval[]> {
    const rows = await this.#db
      .selectFrom('approval')
      .selectAll()
      .where('phase', '=', 'PENDING')
      .where('expires_at', '<=', now)
      .orderBy('expires_at')
      .limit(limit)
      .execute();
    return rows.map(toApproval);
  }

  /** Those of `ids` that are no longer pending. */
  async decidedAmong(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const rows = await tx
      .selectFrom('approval')
      .select('id')
      .where('id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .where('phase', '!=', 'PENDING')
      .execute();
    return rows.map((row) => row.id);
  }

  #matching(actor: Actor, { namespaceId, executionId, phases }: ApprovalFilter) {
    let query = this.#db.selectFrom('approval').where('organization_id', '=', actor.organizationId);
    if (namespaceId !== undefined) query = query.where('namespace_id', '=', namespaceId);
    if (executionId !== undefined) query = query.where('execution_id', '=', executionId);
    if (phases) query = query.where('phase', '=', (eb) => eb.fn.any(eb.val([...phases])));
    return query;
  }

  #within(actor: Actor) {
    return this.#db.selectFrom('approval').selectAll().where('organization_id', '=', actor.organizationId);
  }
}

function toApproval(row: Selectable<approval>): Approval {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    executionId: row.execution_id,
    stepId: row.step_id,
    phase: row.phase as ApprovalPhase,
    version: row.version,
    tool: row.tool,
    arguments: row.arguments as Approval['arguments'],
    edited: row.edited as Approval['edited'],
    decision: row.decision as Approval['decision'],
    risk: row.risk as Approval['risk'],
    summary: row.summary,
    approvers: row.approvers as string[],
    onExpiry: row.on_expiry as Approval['onExpiry'],
    comment: row.comment,
    decidedBy: row.decided_by,
    cycle: row.cycle,
    maxCycles: row.max_cycles,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
  };
}
