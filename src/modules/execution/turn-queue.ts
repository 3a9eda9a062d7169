import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/index.ts';
import type { EventDraft } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';

/** Where turns wait for a worker. The engine provides it; the row that asks for a turn commits with the change that needs it. */
export interface TurnQueue {
  /** An SQL expression that enqueues the turn when the statement around it runs. */
  enqueue(turn: Pick<Execution, 'id' | 'turn' | 'namespaceId'>): RawBuilder<unknown>;
  /** Tells the workers, after the commit, that there is something to do. */
  wake(): void;
  /** Tells the worker that runs the execution, after the commit, to stop what it does. */
  interrupt(executionId: string): void;
}

/** Enqueues the turn of an execution that a statement before changed. Commits with the transaction. */
export async function enqueueTurn(
  tx: Tx,
  queue: TurnQueue,
  turn: Pick<Execution, 'id' | 'turn' | 'namespaceId'>,
): Promise<void> {
  await sql`select ${queue.enqueue(turn)}`.execute(tx);
}

/** Settles what hangs on an execution that ends before its time. Approvals provide it. */
export interface Dependents {
  /** @returns the events of what was settled, to be written by the caller in the same transaction */
  settle(tx: Tx, actor: Actor, execution: Execution): Promise<EventDraft[]>;
}
