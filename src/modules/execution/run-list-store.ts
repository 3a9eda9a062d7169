import { sql } from 'kysely';
import { type Database, jsonb } from '../../platform/db/index.ts';
import { readSeen, type SeenPage } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import { shownColumns, toExecution, toStep } from './rows.ts';
import type { ToolStep } from './step.ts';

/** Which executions a watcher follows, or the tool calls of which; absent means any. */
export interface RunSelection {
  /** None of these namespaces, nothing. */
  namespaceIds?: readonly string[] | undefined;
  executionId?: string | undefined;
  /** The name of the execution. */
  name?: string | undefined;
  agentId?: string | undefined;
  /** The name that its agent had when it was started. */
  agentName?: string | undefined;
  /** Labels that the execution must all have with these values. */
  labels?: Record<string, string> | undefined;
}

/** Which tool calls a watcher follows: of which executions, and one by its id or those of a tool. */
export interface ToolCallSelection extends RunSelection {
  id?: string | undefined;
  /** The tool as it was called. */
  tool?: string | undefined;
}

/** Lists of executions and tool calls that are followed by their changes. */
export class RunListStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Executions after an id, by id. */
  async executions(
    actor: Actor,
    selection: RunSelection,
    range: { after: string | null; limit: number },
  ): Promise<SeenPage<Execution>> {
    let query = this.#selected(actor, selection).select(shownColumns).orderBy('execution.id').limit(range.limit);
    if (range.after !== null) query = query.where('execution.id', '>', range.after);
    const { items, snapshot } = await readSeen(this.#db, query);
    return { items: items.map(toExecution), snapshot };
  }

  /** Tool calls after an id, by id. */
  async toolCalls(
    actor: Actor,
    selection: ToolCallSelection,
    range: { after: string | null; limit: number },
  ): Promise<SeenPage<ToolStep>> {
    const { id, tool, ...runs } = selection;
    let query = this.#db
      .selectFrom('step')
      .selectAll('step')
      .where('step.organization_id', '=', actor.organizationId)
      .where('step.kind', '=', 'TOOL')
      .orderBy('step.id')
      .limit(range.limit);
    if (id !== undefined) query = query.where('step.id', '=', id);
    if (tool !== undefined) query = query.where('step.name', '=', tool);
    if (Object.values(runs).some((one) => one !== undefined))
      query = query.where('step.execution_id', 'in', this.#selected(actor, runs).select('execution.id'));
    if (range.after !== null) query = query.where('step.id', '>', range.after);
    const { items, snapshot } = await readSeen(this.#db, query);
    return { items: items.map(toStep).filter((step) => step.kind === 'TOOL'), snapshot };
  }

  #selected(actor: Actor, selection: RunSelection) {
    const { namespaceIds, executionId, name, agentId, agentName, labels } = selection;
    let query = this.#db.selectFrom('execution').where('execution.organization_id', '=', actor.organizationId);
    if (namespaceIds) query = query.where('execution.namespace_id', '=', (eb) => eb.fn.any(eb.val([...namespaceIds])));
    if (executionId !== undefined) query = query.where('execution.id', '=', executionId);
    if (name !== undefined) query = query.where('execution.name', '=', name);
    if (agentId !== undefined) query = query.where('execution.agent_id', '=', agentId);
    if (agentName !== undefined) query = query.where('execution.agent_name', '=', agentName);
    if (labels) query = query.where(sql<boolean>`execution.labels @> ${jsonb(labels)}`);
    return query;
  }
}
