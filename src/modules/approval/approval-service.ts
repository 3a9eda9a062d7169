import { sql } from 'kysely';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { type EventDraft, journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { draftEvent } from '../event/index.ts';
import type { Dependents, Execution, ExecutionStore, TurnQueue } from '../execution/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { type Approval, assertDecidable, isApprover, type Verdict } from './approval.ts';
import type { ApprovalFilter, ApprovalStore } from './approval-store.ts';

const expiryBatch = 100;

/** Checks edited arguments against what the tool takes. @throws OrreryError TOOL_INPUT_INVALID */
export type CheckArguments = (actor: Actor, approval: Approval, args: Record<string, unknown>) => Promise<void>;

/** Decisions of people on what agents want to do. */
export class ApprovalService implements Dependents {
  readonly #store: ApprovalStore;
  readonly #executions: ExecutionStore;
  readonly #queue: TurnQueue;
  readonly #clock: Clock;
  readonly #bus: Bus;
  readonly #checkArguments: CheckArguments;

  constructor(deps: {
    store: ApprovalStore;
    executions: ExecutionStore;
    queue: TurnQueue;
    clock: Clock;
    bus: Bus;
    checkArguments: CheckArguments;
  }) {
    this.#store = deps.store;
    this.#executions = deps.executions;
    this.#queue = deps.queue;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
    this.#checkArguments = deps.checkArguments;
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<Approval[]> {
    authorize(actor, 'approval:read');
    return this.#store.findMany(actor, ids);
  }

  ofExecutions(actor: Actor, executionIds: readonly string[]): Promise<Approval[]> {
    authorize(actor, 'approval:read');
    return this.#store.ofExecutions(actor, executionIds);
  }

  ofSteps(actor: Actor, stepIds: readonly string[]): Promise<Approval[]> {
    authorize(actor, 'approval:read');
    return this.#store.ofSteps(actor, stepIds);
  }

  list(actor: Actor, filter: ApprovalFilter, page: PageRequest): Promise<Page<Approval>> {
    authorize(actor, 'approval:read');
    return this.#store.list(actor, filter, page);
  }

  /**
   * Decides. The first decision wins; the run that waits for it goes on in the same transaction.
   * @throws OrreryError APPROVAL_NOT_FOUND, APPROVAL_CONFLICT, FORBIDDEN, TOOL_INPUT_INVALID, INPUT_INVALID
   */
  async decide(actor: Actor, id: string, verdict: Verdict, options: { dryRun: boolean }): Promise<Approval> {
    authorize(actor, 'approval:decide');
    const [seen] = await this.#store.findMany(actor, [id]);
    if (!seen) throw new OrreryError('APPROVAL_NOT_FOUND', `There is no approval ${id}.`);
    if (!isApprover(seen, actor)) {
      throw new OrreryError('FORBIDDEN', `This approval is for ${seen.approvers.join(', ')}.`, {
        fix: 'Ask one of them, or an admin.',
      });
    }
    assertDecidable(seen, verdict);
    if (verdict.editedArguments) {
      if (verdict.decision === 'DENY')
        throw new OrreryError('INPUT_INVALID', 'A denial has no use for edited arguments.');
      await this.#checkArguments(actor, seen, verdict.editedArguments);
    }
    const phase = verdict.decision === 'APPROVE' ? 'APPROVED' : 'DENIED';
    const { comment, editedArguments } = verdict;
    if (options.dryRun) return { ...seen, phase, comment, edited: editedArguments };
    return this.#settle(actor, seen, (locked) => {
      assertDecidable(locked, verdict);
      return { ...locked, phase, comment, edited: editedArguments };
    });
  }

  /** Gives approvals whose time is over their default. @returns how many */
  async expire(systemActor: (organizationId: string) => Actor): Promise<number> {
    const expired = await this.#store.expired(this.#clock.now(), expiryBatch);
    for (const approval of expired) {
      await this.#settle(systemActor(approval.organizationId), approval, (locked) =>
        locked.phase !== 'PENDING'
          ? undefined
          : {
              ...locked,
              phase: locked.onExpiry === 'APPROVED' ? 'APPROVED' : 'EXPIRED',
              comment: 'Nobody decided in time.',
            },
      );
    }
    return expired.length;
  }

  /** Cancels the pending approvals of an execution that ends. */
  async settle(tx: Tx, actor: Actor, execution: Execution): Promise<EventDraft[]> {
    const cancelled = await this.#store.cancelPending(tx, execution.id, this.#clock.now());
    return cancelled.map((approval) => decided(actor, approval, execution));
  }

  async #settle(actor: Actor, seen: Approval, change: (locked: Approval) => Approval | undefined): Promise<Approval> {
    const saved = await this.#store.transaction(async (tx) => {
      // The execution first, then its approval: every change takes the locks in this order.
      const execution = await this.#executions.lock(tx, actor, seen.executionId);
      const locked = await this.#store.lock(tx, seen.id);
      if (!execution || !locked) throw new OrreryError('APPROVAL_NOT_FOUND', `There is no approval ${seen.id}.`);
      const changed = change(locked);
      if (!changed) return locked;
      const approval = await this.#store.save(tx, {
        ...changed,
        decidedBy: actor.principalId,
        decidedAt: this.#clock.now(),
      });
      const events = [decided(actor, approval, execution), ...(await this.#continue(tx, actor, execution))];
      const audit = [
        {
          action: 'approval.decide',
          subjectId: approval.id,
          namespaceId: approval.namespaceId,
          details: { phase: approval.phase, edited: approval.edited !== null },
        },
      ];
      await appendRecord(tx, actor, { events, audit });
      return approval;
    });
    this.#bus.publish(journalChannel, '');
    this.#queue.wake();
    return saved;
  }

  /** Lets a parked run go on. A run that is still busy elsewhere notices the decision before it parks. */
  async #continue(tx: Tx, actor: Actor, execution: Execution): Promise<EventDraft[]> {
    if (execution.phase !== 'WAITING') return [];
    const resumed = await this.#executions.save(
      tx,
      { ...execution, phase: 'QUEUED', reason: null, turn: execution.turn + 1 },
      false,
    );
    await sql`select ${this.#queue.enqueue(resumed)}`.execute(tx);
    return [
      draftEvent(
        'execution.resumed',
        {
          organizationId: resumed.organizationId,
          namespaceId: resumed.namespaceId,
          actorId: actor.principalId,
          subjectId: resumed.id,
          executionId: resumed.id,
          executionName: resumed.name,
          agentId: resumed.agentId,
        },
        { turn: resumed.turn },
      ),
    ];
  }
}

function decided(actor: Actor, approval: Approval, execution: Execution): EventDraft {
  return draftEvent(
    'approval.decided',
    {
      organizationId: approval.organizationId,
      namespaceId: approval.namespaceId,
      actorId: actor.principalId,
      subjectId: approval.id,
      executionId: approval.executionId,
      executionName: execution.name,
      agentId: execution.agentId,
    },
    { stepId: approval.stepId, tool: approval.tool, phase: approval.phase, comment: approval.comment },
  );
}
