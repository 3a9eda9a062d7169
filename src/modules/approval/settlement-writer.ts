import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { type EventDraft, journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { draftEvent } from '../event/index.ts';
import { type Execution, type ExecutionStore, enqueueTurn, type TurnQueue } from '../execution/index.ts';
import type { Actor } from '../identity/index.ts';
import { type Approval, approvalFacts, eventPlace } from './approval.ts';
import type { ApprovalStore } from './approval-store.ts';

/** What a decision is made on. Both are locked until it is written. */
export interface LockedApproval {
  tx: Tx;
  approval: Approval;
  /** The run that waits for it; null when none does. */
  execution: Execution | null;
}

/** What an approval becomes, and what the audit trail keeps of it. */
export interface Outcome {
  approval: Approval;
  audit: { action: string; details: object };
}

/** Writes what was decided, and lets the run that waits for it go on, in one transaction. */
export class SettlementWriter {
  readonly #store: ApprovalStore;
  readonly #executions: ExecutionStore;
  readonly #queue: TurnQueue;
  readonly #clock: Clock;
  readonly #bus: Bus;

  constructor(deps: {
    store: ApprovalStore;
    executions: ExecutionStore;
    queue: TurnQueue;
    clock: Clock;
    bus: Bus;
  }) {
    this.#store = deps.store;
    this.#executions = deps.executions;
    this.#queue = deps.queue;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
  }

  /**
   * Decides `seen` as `outcomeOf` says; undefined leaves it as it is.
   * @throws OrreryError APPROVAL_NOT_FOUND when it was deleted meanwhile, and whatever `outcomeOf` throws
   */
  async settle(
    actor: Actor,
    seen: Approval,
    outcomeOf: (locked: LockedApproval) => Outcome | undefined | Promise<Outcome | undefined>,
  ): Promise<Approval> {
    const saved = await this.#store.transaction(async (tx) => {
      const locked = await this.#lock(tx, actor, seen);
      const outcome = await outcomeOf(locked);
      if (!outcome) return locked.approval;
      const decidedAt = this.#clock.now();
      const approval = await this.#store.save(tx, { ...outcome.approval, decidedBy: actor.principalId, decidedAt });
      const resumed = locked.approval.phase === 'PENDING' ? await this.#resume(tx, actor, locked.execution) : [];
      const { id: subjectId, namespaceId } = approval;
      const audit = [{ ...outcome.audit, subjectId, namespaceId }];
      await appendRecord(tx, actor, { events: [decidedEvent(actor, approval, locked.execution), ...resumed], audit });
      return approval;
    });
    this.#bus.publish(journalChannel, '');
    this.#queue.wake();
    return saved;
  }

  async #lock(tx: Tx, actor: Actor, seen: Approval): Promise<LockedApproval> {
    // The execution first, then its approval: every change takes the locks in this order.
    const waiting = seen.stepId === null ? null : seen.executionId;
    const execution = waiting === null ? null : await this.#executions.lock(tx, actor, waiting);
    const approval = await this.#store.lock(tx, actor, seen.id);
    if (approval && execution !== undefined) return { tx, approval, execution };
    throw new OrreryError('APPROVAL_NOT_FOUND', `There is no approval ${seen.id}.`);
  }

  /** Lets a parked run go on. A run that is still busy elsewhere notices the decision before it parks. */
  async #resume(tx: Tx, actor: Actor, execution: Execution | null): Promise<EventDraft[]> {
    if (execution?.phase !== 'WAITING') return [];
    const resumed = await this.#executions.save(
      tx,
      { ...execution, phase: 'QUEUED', reason: null, turn: execution.turn + 1 },
      false,
    );
    await enqueueTurn(tx, this.#queue, resumed);
    const { id, organizationId, namespaceId, turn, name: executionName, agentId } = resumed;
    const run = { subjectId: id, executionId: id, executionName, agentId };
    const place = { organizationId, namespaceId, actorId: actor.principalId, ...run };
    return [draftEvent('execution.resumed', place, { turn })];
  }
}

/** The event that the approval was decided, expired, was overridden or was cancelled. */
export function decidedEvent(actor: Actor, approval: Approval, execution: Execution | null): EventDraft {
  const { stepId, tool, phase, comment } = approval;
  const payload = { ...approvalFacts(approval), stepId, tool, phase, comment };
  return draftEvent('approval.decided', eventPlace(actor, approval, execution), payload);
}
