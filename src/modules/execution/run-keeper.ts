import type { Clock } from '../../platform/clock.ts';
import { appendEvents } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import { executionEvent } from './execution-event.ts';
import type { ExecutionService } from './execution-service.ts';
import type { ExecutionStarter } from './execution-starter.ts';
import type { ExecutionStore } from './execution-store.ts';
import { enqueueTurn, type TurnQueue } from './turn-queue.ts';
import type { UnattendedRunStore } from './unattended-run-store.ts';

const batch = 200;

/** What has to happen to executions without anybody asking. */
export class RunKeeper {
  readonly #store: ExecutionStore;
  readonly #unattended: UnattendedRunStore;
  readonly #queue: TurnQueue;
  readonly #starter: ExecutionStarter;
  readonly #executions: ExecutionService;
  readonly #clock: Clock;

  constructor(deps: {
    store: ExecutionStore;
    unattended: UnattendedRunStore;
    queue: TurnQueue;
    starter: ExecutionStarter;
    executions: ExecutionService;
    clock: Clock;
  }) {
    this.#store = deps.store;
    this.#unattended = deps.unattended;
    this.#queue = deps.queue;
    this.#starter = deps.starter;
    this.#executions = deps.executions;
    this.#clock = deps.clock;
  }

  /** Lets those go on whose time has come. Any number of processes may try at once: each run goes on once. */
  async wakeDue(systemActor: (organizationId: string) => Actor): Promise<void> {
    const due = await this.#unattended.dueToWake(this.#clock.now(), batch);
    for (const { id, organizationId } of due) await this.#wake(systemActor(organizationId), id);
    if (due.length > 0) this.#starter.announce();
  }

  /** Cancels the runs of tasks that were deleted. */
  async cancelOrphans(systemActor: (organizationId: string) => Actor): Promise<void> {
    for (const { id, organizationId } of await this.#unattended.orphans(batch)) {
      await this.#executions.cancel(systemActor(organizationId), id, {
        reason: 'Its task was deleted.',
        dryRun: false,
      });
    }
  }

  #wake(actor: Actor, id: string): Promise<void> {
    return this.#store.transaction(async (tx) => {
      const execution = await this.#store.lock(tx, actor, id);
      // Somebody decided, cancelled, or woke it in another process, since it was read.
      if (execution?.phase !== 'WAITING' || execution.wakeAt === null || execution.wakeAt > this.#clock.now()) return;
      const next: Execution = { ...execution, phase: 'QUEUED', reason: null, turn: execution.turn + 1 };
      const saved = await this.#store.save(tx, next, true);
      await enqueueTurn(tx, this.#queue, saved);
      await appendEvents(tx, [executionEvent('execution.resumed', saved, actor, { turn: saved.turn })]);
    });
  }
}
