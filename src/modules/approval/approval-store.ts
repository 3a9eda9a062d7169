import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { approval } from '../../platform/db/generated/schema.ts';
import {
  type Database,
  isAfterName,
  jsonb,
  jsonbOrNull,
  keyset,
  type NamePlace,
  type Page,
  type PageRequest,
  type Tx,
  toPage,
} from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { Approval, ApprovalCategory, ApprovalPhase } from './approval.ts';
import { spareName } from './approval-name.ts';
import { inNameOrder, newestFirst } from './approval-order.ts';

// PostgreSQL's code for a value that another row already has.
const uniqueViolation = '23505';

export interface ApprovalFilter {
  namespaceId?: string | undefined;
  name?: string | undefined;
  category?: ApprovalCategory | undefined;
  executionId?: string | undefined;
  phases?: readonly ApprovalPhase[] | undefined;
  /** Labels that must all be there with these values. */
  labels?: Record<string, string> | undefined;
  /** Sorted by name instead of newest first. */
  byName?: boolean | undefined;
  /** Those whose place in the list by name comes after this one. */
  afterName?: NamePlace | undefined;
}

/** What a run asks a person. */
export interface NewApproval
  extends Pick<
      Approval,
      | 'id'
      | 'organizationId'
      | 'namespaceId'
      | 'name'
      | 'executionId'
      | 'stepId'
      | 'tool'
      | 'arguments'
      | 'decision'
      | 'risk'
      | 'summary'
      | 'agent'
      | 'approvers'
      | 'onExpiry'
      | 'requestedAt'
      | 'expiresAt'
    >,
    Partial<Pick<Approval, 'category' | 'reason' | 'review' | 'cycle' | 'maxCycles'>> {}

/** A common table expression that writes `asked` in the statement that opens its step (named `opened` there). */
export function insertApproval(asked: NewApproval): RawBuilder<unknown> {
  // A name that is given away between the look and the insert breaks the turn off; its next try finds it taken.
  const name = sql`case when exists (select 1 from approval where namespace_id = ${asked.namespaceId} and name = ${asked.name})
      then ${spareName(asked.name, asked.id)}::text else ${asked.name}::text end`;
  return sql`, asked as (
    insert into approval (id, organization_id, namespace_id, name, execution_id, step_id, phase, tool, arguments, decision, risk,
      summary, agent, approvers, on_expiry, requested_at, expires_at, category, reason, review, cycle, max_cycles)
    select ${asked.id}, ${asked.organizationId}, ${asked.namespaceId}, ${name}, ${asked.executionId}, opened.id, 'PENDING',
      ${asked.tool}, ${jsonb(asked.arguments)}, ${jsonbOrNull(asked.decision)}, ${asked.risk}, ${asked.summary}, ${asked.agent},
      ${jsonb(asked.approvers)}, ${asked.onExpiry}, ${asked.requestedAt}, ${asked.expiresAt},
      ${asked.category ?? 'TOOL_CALL'}, ${asked.reason ?? null}, ${jsonbOrNull(asked.review ?? null)}, ${asked.cycle ?? 1}, ${asked.maxCycles ?? null}
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

  /** The approval of this name in the namespace of that name. */
  async findByName(actor: Actor, namespace: string, name: string): Promise<Approval | undefined> {
    const row = await this.#within(actor)
      .where('name', '=', name)
      .where('namespace_id', '=', (eb) =>
        eb
          .selectFrom('namespace')
          .select('namespace.id')
          .where('namespace.organization_id', '=', actor.organizationId)
          .where('namespace.name', '=', namespace),
      )
      .executeTakeFirst();
    return row && toApproval(row);
  }

  async ofExecutions(actor: Actor, executionIds: readonly string[]): Promise<Approval[]> {
    const query = this.#within(actor).where('execution_id', '=', (eb) => eb.fn.any(eb.val([...executionIds])));
    return (await query.orderBy('id').execute()).map(toApproval);
  }

  async ofSteps(actor: Actor, stepIds: readonly string[]): Promise<Approval[]> {
    const query = this.#within(actor).where('step_id', '=', (eb) => eb.fn.any(eb.val([...stepIds])));
    return (await query.orderBy('id').execute()).map(toApproval);
  }

  /**
   * Whether an override lets the call at this step key of this fork through. It is bound to the two, and a step is made
   * once: no other call, run or later fork has any use of it, while a call that broke off in a crash may be repeated.
   */
  async isGranted(actor: Actor, executionId: string, stepKey: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('approval')
      .innerJoin('step', 'step.id', 'approval.step_id')
      .select('approval.id')
      .where('approval.organization_id', '=', actor.organizationId)
      .where('approval.continued_by', '=', executionId)
      .where('approval.phase', '=', 'OVERRIDDEN')
      .where('step.key', '=', stepKey)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Newest first, unless the filter says by name. */
  async list(actor: Actor, filter: ApprovalFilter, page: PageRequest): Promise<Page<Approval>> {
    const keys = keyset(page);
    const found = this.#matching(actor, filter).selectAll().limit(keys.limit).offset(keys.offset);
    const sorted = filter.byName ? inNameOrder(found, keys) : newestFirst(found, keys);
    return toPage((await sorted.execute()).map(toApproval), keys);
  }

  async count(actor: Actor, filter: ApprovalFilter): Promise<number> {
    const query = this.#matching(actor, filter).select((eb) => eb.fn.countAll<string>().as('count'));
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  /** Writes an approval that no run waits for. @returns it, unless its name is taken */
  async insert(tx: Tx, approval: Approval): Promise<Approval | undefined> {
    const row = await tx
      .insertInto('approval')
      .values({
        ...textOf(approval),
        id: approval.id,
        organization_id: approval.organizationId,
        namespace_id: approval.namespaceId,
        category: approval.category,
        phase: approval.phase,
        risk: approval.risk,
        gate: approval.gate,
        approvers: jsonb(approval.approvers),
        on_expiry: approval.onExpiry,
        requested_at: approval.requestedAt,
      })
      .onConflict((conflict) => conflict.columns(['namespace_id', 'name']).doNothing())
      .returningAll()
      .executeTakeFirst();
    return row && toApproval(row);
  }

  /** Saves what is asked by a locked approval. @throws OrreryError NAME_TAKEN */
  async rewrite(tx: Tx, approval: Approval): Promise<Approval> {
    const row = await tx
      .updateTable('approval')
      .set({ ...textOf(approval), version: sql<number>`version + 1`, generation: approval.generation })
      .where('id', '=', approval.id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: Error & { code?: string }) => {
        if (error.code !== uniqueViolation) throw error;
        const message = `There is already an approval called ${approval.name}.`;
        throw new OrreryError('NAME_TAKEN', message, { fix: 'Choose another name.', cause: error });
      });
    return toApproval(row);
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.deleteFrom('approval').where('id', '=', id).execute();
  }

  async lock(tx: Tx, actor: Actor, id: string): Promise<Approval | undefined> {
    const row = await tx
      .selectFrom('approval')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row && toApproval(row);
  }

  /** Saves what was decided on a locked approval. */
  async save(tx: Tx, approval: Approval): Promise<Approval> {
    const row = await tx
      .updateTable('approval')
      .set({
        phase: approval.phase,
        edited: jsonbOrNull(approval.edited),
        comment: approval.comment,
        decided_by: approval.decidedBy,
        decided_at: approval.decidedAt,
        on_behalf_of: approval.onBehalfOf,
        continued_by: approval.continuedBy,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', approval.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toApproval(row);
  }

  /** Cancels what an execution still waits for. What was asked about it from outside stays. */
  async cancelPending(tx: Tx, executionId: string, at: Date): Promise<Approval[]> {
    const rows = await tx
      .updateTable('approval')
      .set({ phase: 'CANCELLED', decided_at: at, version: sql<number>`version + 1` })
      .where('execution_id', '=', executionId)
      .where('step_id', 'is not', null)
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

  #matching(actor: Actor, filter: ApprovalFilter) {
    const { namespaceId, name, category, executionId, phases, labels, afterName } = filter;
    let query = this.#db.selectFrom('approval').where('organization_id', '=', actor.organizationId);
    if (namespaceId !== undefined) query = query.where('namespace_id', '=', namespaceId);
    if (name !== undefined) query = query.where('name', '=', name);
    if (category !== undefined) query = query.where('category', '=', category);
    if (executionId !== undefined) query = query.where('execution_id', '=', executionId);
    if (phases) query = query.where('phase', '=', (eb) => eb.fn.any(eb.val([...phases])));
    if (labels) query = query.where(sql<boolean>`approval.labels @> ${jsonb(labels)}`);
    if (afterName) query = query.where(isAfterName('approval', afterName));
    return query;
  }

  #within(actor: Actor) {
    return this.#db.selectFrom('approval').selectAll().where('organization_id', '=', actor.organizationId);
  }
}

/** The columns that say what is asked; they may change until somebody decides. */
function textOf(approval: Approval) {
  return {
    name: approval.name,
    tool: approval.tool,
    arguments: jsonb(approval.arguments),
    summary: approval.summary,
    reason: approval.reason,
    operation_class: approval.operationClass,
    execution_id: approval.executionId,
    execution_ref: approval.executionRef,
    agent: approval.agent,
    labels: jsonb(approval.labels),
    annotations: jsonb(approval.annotations),
    review: jsonbOrNull(approval.review),
    cycle: approval.cycle,
    max_cycles: approval.maxCycles,
    expires_at: approval.expiresAt,
  };
}

/** An approval as its row says. */
export function toApproval(row: Selectable<approval>): Approval {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    name: row.name,
    category: row.category as ApprovalCategory,
    executionId: row.execution_id,
    executionRef: row.execution_ref,
    stepId: row.step_id,
    phase: row.phase as ApprovalPhase,
    version: row.version,
    generation: row.generation,
    tool: row.tool,
    arguments: row.arguments,
    edited: row.edited as Approval['edited'],
    decision: row.decision as Approval['decision'],
    risk: row.risk as Approval['risk'],
    summary: row.summary,
    reason: row.reason,
    operationClass: row.operation_class,
    agent: row.agent,
    gate: row.gate,
    approvers: row.approvers as string[],
    onExpiry: row.on_expiry as Approval['onExpiry'],
    comment: row.comment,
    decidedBy: row.decided_by,
    onBehalfOf: row.on_behalf_of,
    continuedBy: row.continued_by,
    review: row.review as Approval['review'],
    cycle: row.cycle,
    maxCycles: row.max_cycles,
    labels: row.labels as Record<string, string>,
    annotations: row.annotations as Record<string, string>,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
  };
}
