import type { Bus } from '../../platform/bus/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { journalChannel } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { BoundedRun, BudgetKeeper, Hold } from './budget-keeper.ts';
import type { Execution } from './execution.ts';
import { executionEvent } from './execution-event.ts';
import type { Along, ExecutionStore, NewExecution } from './execution-store.ts';
import type { TurnQueue } from './turn-queue.ts';

/** What has to be looked at before a new execution may be written. */
export interface StartGuard {
  /** Of those who would start an execution with an equal key, one looks and writes at a time. */
  key: string;
  /** An earlier execution that makes the new one needless. @throws OrreryError when the new one may not be */
  find(tx: Tx): Promise<Execution | undefined>;
}

/** Writes new executions together with all that belongs to them, and wakes who is to run them. */
export class ExecutionStarter {
  readonly #store: ExecutionStore;
  readonly #queue: TurnQueue;
  readonly #bus: Bus;
  readonly #budgets: BudgetKeeper;

  constructor(deps: { store: ExecutionStore; queue: TurnQueue; bus: Bus; budgets: BudgetKeeper }) {
    this.#store = deps.store;
    this.#queue = deps.queue;
    this.#bus = deps.bus;
    this.#budgets = deps.budgets;
  }

  /**
   * Writes an execution. The same idempotency key and request give the one that was written first.
   * @throws OrreryError IDEMPOTENCY_CONFLICT, NAME_TAKEN, BUDGET_EXCEEDED, and what the guard throws
   */
  async start(actor: Actor, fresh: NewExecution, guard?: StartGuard): Promise<Execution> {
    const hold = await this.holdFor(actor, fresh);
    const first = (guard ?? hold) && (await this.#firstOf(actor, fresh));
    if (first) return first;
    const written =
      guard || hold
        ? await this.#store.transaction(async (tx) => {
            if (guard) await this.#store.lockStart(tx, guard.key);
            return (await guard?.find(tx)) ?? (await this.write(tx, actor, { fresh, hold }));
          })
        : await this.#store.insert(fresh, this.along(actor, fresh));
    if (written) {
      if (written.id === fresh.id) this.announce();
      return written;
    }
    const taken = await this.#firstOf(actor, fresh);
    if (taken) return taken;
    throw new OrreryError('NAME_TAKEN', `There is already an execution called ${fresh.name}.`, {
      fix: 'Choose another name, or none.',
    });
  }

  /** The execution that was started with the same idempotency key. @throws OrreryError IDEMPOTENCY_CONFLICT */
  async #firstOf(actor: Actor, fresh: NewExecution): Promise<Execution | undefined> {
    if (fresh.idempotencyKey === null) return undefined;
    const first = await this.#store.findByIdempotencyKey(actor, fresh.namespaceId, fresh.idempotencyKey);
    if (!first || first.requestHash === fresh.requestHash) return first;
    throw new OrreryError(
      'IDEMPOTENCY_CONFLICT',
      `The idempotency key was used before, for another request (execution ${first.name}).`,
      { fix: 'Use a new key for a new request.', facts: { executionId: first.id } },
    );
  }

  /** What a new execution takes of budgets; nothing, when it calls nothing. @throws OrreryError BUDGET_EXCEEDED */
  async holdFor(actor: Actor, fresh: NewExecution): Promise<Hold | undefined> {
    return fresh.replayMode === 'RECORDED' ? undefined : this.#budgets.holdFor(actor, fresh);
  }

  /** Whether budgets leave room for a run. @throws OrreryError BUDGET_EXCEEDED */
  foresee(actor: Actor, run: BoundedRun): Promise<void> {
    return this.#budgets.foresee(actor, run);
  }

  /**
   * Writes an execution with what it keeps free of budgets, in the caller's transaction. It is written before it is
   * looked whether all fits: what does not is undone with the transaction.
   * @returns the execution if it was written @throws OrreryError BUDGET_EXCEEDED
   */
  async write(
    tx: Tx,
    actor: Actor,
    { fresh, hold }: { fresh: NewExecution; hold: Hold | undefined },
  ): Promise<Execution | undefined> {
    const along = this.along(actor, fresh);
    if (!hold) return this.#store.insert(fresh, along, tx);
    await this.#store.lockStart(tx, hold.key);
    const written = await this.#store.insert({ ...fresh, reservation: hold.reservation }, along, tx);
    if (written) await hold.assertFits(tx);
    return written;
  }

  /** What is written together with a new execution. */
  along(actor: Actor, fresh: NewExecution): Along {
    const payload = { name: fresh.name, agent: fresh.agentId, forkedFrom: fresh.forkedFromId };
    return {
      actor,
      events: [executionEvent('execution.created', fresh, actor, payload)],
      audit: {
        action: 'execution.start',
        subjectId: fresh.id,
        namespaceId: fresh.namespaceId,
        details: { trigger: fresh.trigger },
      },
      turn: this.#queue.enqueue({ id: fresh.id, turn: 1, namespaceId: fresh.namespaceId }),
    };
  }

  /** Tells readers of the journal and workers, after a commit, that there is something new. */
  announce(): void {
    this.#bus.publish(journalChannel, '');
    this.#queue.wake();
  }
}
