import { sql } from 'kysely';
import { type Database, jsonb, keyset, type Page, type PageRequest, type Tx, toPage } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import { executionColumns, toExecution, toStep } from './rows.ts';
import type { StepDecision, StepPhase, ToolStep } from './step.ts';

/** Which tool calls; what is absent is not asked for. */
export interface ToolCallFilter {
  namespaceId?: string | undefined;
  executionId?: string | undefined;
  id?: string | undefined;
  /** Labels that the execution must all have with these values. */
  labels?: Record<string, string> | undefined;
  /** The tool as it was called. */
  tool?: string | undefined;
  phases?: readonly StepPhase[] | undefined;
}

/** Tool calls of the actor's organization, over all executions. */
export class ToolCallStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Newest first. */
  async list(actor: Actor, filter: ToolCallFilter, page: PageRequest): Promise<Page<ToolStep>> {
    const { namespaceId, executionId, id, labels, tool, phases } = filter;
    const keys = keyset(page);
    let query = this.#db
      .selectFrom('step')
      .selectAll('step')
      .where('step.organization_id', '=', actor.organizationId)
      .where('step.kind', '=', 'TOOL')
      .orderBy('step.id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit)
      .offset(keys.offset);
    if (namespaceId !== undefined || labels !== undefined)
      query = query.where(({ exists }) => exists(this.#executionOf({ namespaceId, labels })));
    if (id !== undefined) query = query.where('step.id', '=', id);
    if (executionId !== undefined) query = query.where('step.execution_id', '=', executionId);
    if (tool !== undefined) query = query.where('step.name', '=', tool);
    if (phases) query = query.where('step.phase', '=', (eb) => eb.fn.any(eb.val([...phases])));
    if (keys.after !== undefined) query = query.where('step.id', '<', keys.after);
    if (keys.before !== undefined) query = query.where('step.id', '>', keys.before);
    const rows = (await query.execute()).map(toStep);
    return toPage(
      rows.filter((step) => step.kind === 'TOOL'),
      keys,
    );
  }

  /** The newest execution since `since` that makes or made an equal call and has not failed. */
  async findRepeated(
    tx: Tx,
    actor: Actor,
    wanted: { namespaceId: string; repeatKey: string; since: Date },
  ): Promise<Execution | undefined> {
    const row = await tx
      .selectFrom('execution')
      .select(executionColumns)
      .where('organization_id', '=', actor.organizationId)
      .where('namespace_id', '=', wanted.namespaceId)
      .where('repeat_key', '=', wanted.repeatKey)
      .where('created_at', '>=', wanted.since)
      .where(sql<boolean>`phase not in ('FAILED', 'CANCELLED', 'TIMED_OUT', 'DEAD_LETTERED')`)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && toExecution(row);
  }

  /** What the policies said of the tool calls of these executions, in the order of the calls. */
  async decisionsOf(
    actor: Actor,
    executionIds: readonly string[],
  ): Promise<{ executionId: string; decision: StepDecision }[]> {
    const rows = await this.#db
      .selectFrom('step')
      .select(['execution_id', 'decision'])
      .where('organization_id', '=', actor.organizationId)
      .where('execution_id', '=', (eb) => eb.fn.any(eb.val([...executionIds])))
      .where('kind', '=', 'TOOL')
      .where('decision', 'is not', null)
      .orderBy('execution_id')
      .orderBy('ordinal')
      .execute();
    return rows.map((row) => ({ executionId: row.execution_id, decision: row.decision as unknown as StepDecision }));
  }

  /** The execution of a step in a query, where it is in that namespace and has those labels. */
  #executionOf({ namespaceId, labels }: Pick<ToolCallFilter, 'namespaceId' | 'labels'>) {
    let query = this.#db
      .selectFrom('execution')
      .select('execution.id')
      .where(sql<boolean>`execution.id = step.execution_id`);
    if (namespaceId !== undefined) query = query.where('execution.namespace_id', '=', namespaceId);
    if (labels !== undefined) query = query.where(sql<boolean>`execution.labels @> ${jsonb(labels)}`);
    return query;
  }
}
