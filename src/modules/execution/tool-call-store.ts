import { sql } from 'kysely';
import { type Database, keyset, type Page, type PageRequest, type Tx, toPage } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import { executionColumns, toExecution, toStep } from './rows.ts';
import type { StepPhase, ToolStep } from './step.ts';

/** Which tool calls; what is absent is not asked for. */
export interface ToolCallFilter {
  namespaceId?: string | undefined;
  executionId?: string | undefined;
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
    const { namespaceId, executionId, tool, phases } = filter;
    const keys = keyset(page);
    let query = this.#db
      .selectFrom('step')
      .selectAll('step')
      .where('step.organization_id', '=', actor.organizationId)
      .where('step.kind', '=', 'TOOL')
      .orderBy('step.id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit)
      .offset(keys.offset);
    if (namespaceId !== undefined) {
      query = query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('execution')
            .select('execution.id')
            .whereRef('execution.id', '=', 'step.execution_id')
            .where('execution.namespace_id', '=', namespaceId),
        ),
      );
    }
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
}
