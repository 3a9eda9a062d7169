import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/index.ts';
import { jsonb } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import type { Exchange } from './graph.ts';
import { executionColumns, toExecution } from './rows.ts';

const recentRuns = 50;
/** What starts a run that says something new in its conversation. */
const spoken = ['MANUAL', 'SCHEDULE'];
const unfinished = ['PENDING', 'QUEUED', 'RUNNING', 'WAITING', 'PAUSED'];

/** What is known of a conversation. */
export interface Conversation {
  /** Whose it is; null when the agent was deleted. */
  agentId: string | null;
  /** What was said and answered, oldest first. */
  exchanges: Exchange[];
}

/** Conversations of the actor's organization: runs of one agent that follow each other. */
export class ConversationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The newest 50 runs of a conversation. Replays and forks say nothing new, and a run without an answer said nothing. */
  async find(actor: Actor, id: string): Promise<Conversation | undefined> {
    const rows = await this.#db
      .selectFrom('execution')
      .select(['agent_id', 'phase', 'trigger', 'input', 'output'])
      .where('organization_id', '=', actor.organizationId)
      .where('conversation', '=', id)
      .orderBy('id', 'desc')
      .limit(recentRuns)
      .execute();
    const [newest] = rows;
    if (!newest) return undefined;
    const told = rows.filter((row) => spoken.includes(row.trigger) && row.phase === 'SUCCEEDED').reverse();
    return { agentId: newest.agent_id, exchanges: told.map(({ input, output }) => ({ input, output })) };
  }

  /** An unfinished run of the agent with this input in this conversation, or in one of its own when that is null. */
  async findUnfinished(
    tx: Tx,
    actor: Actor,
    wanted: { agentId: string; input: unknown; conversation: string | null },
  ): Promise<Execution | undefined> {
    const { agentId, input, conversation } = wanted;
    let query = tx
      .selectFrom('execution')
      .select(executionColumns)
      .where('organization_id', '=', actor.organizationId)
      .where('phase', 'in', unfinished)
      .where('agent_id', '=', agentId)
      .where('kind', '=', 'AGENT_RUN')
      .where('input', '=', jsonb(input));
    query =
      conversation === null
        ? query.where(sql<boolean>`conversation = 'cnv_' || substr(id, 5)`)
        : query.where('conversation', '=', conversation);
    const row = await query.orderBy('id', 'desc').limit(1).executeTakeFirst();
    return row && toExecution(row);
  }
}
