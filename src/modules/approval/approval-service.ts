import type { Clock } from '../../platform/clock.ts';
import { nextNameOf, type Page, type PageRequest, type Tx } from '../../platform/db/index.ts';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import type { EventDraft } from '../../platform/journal/index.ts';
import type { CallDenial, Dependents, Execution } from '../execution/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { type Approval, assertDecidable, checkNote, isApprover, type Verdict } from './approval.ts';
import type { ApprovalFilter, ApprovalStore } from './approval-store.ts';
import { type ApprovalTarget, findTarget } from './approval-target.ts';
import { assertChangeable } from './review.ts';
import { decidedEvent, type SettlementWriter } from './settlement-writer.ts';

const expiryBatch = 100;

/** What an approval becomes by a decision. */
const decidedPhases = { APPROVE: 'APPROVED', DENY: 'DENIED', REQUEST_CHANGES: 'CHANGES_REQUESTED' } as const;

/** Checks edited arguments against what the tool takes. @throws OrreryError TOOL_INPUT_INVALID */
export type CheckArguments = (actor: Actor, approval: Approval, args: Record<string, unknown>) => Promise<void>;

/** Decisions of people on what agents want to do. */
export class ApprovalService implements Dependents, CallDenial {
  readonly #store: ApprovalStore;
  readonly #settlement: SettlementWriter;
  readonly #clock: Clock;
  readonly #checkArguments: CheckArguments;

  constructor(deps: {
    store: ApprovalStore;
    settlement: SettlementWriter;
    clock: Clock;
    checkArguments: CheckArguments;
  }) {
    this.#store = deps.store;
    this.#settlement = deps.settlement;
    this.#clock = deps.clock;
    this.#checkArguments = deps.checkArguments;
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<Approval[]> {
    authorize(actor, 'approval:read');
    return this.#store.findMany(actor, ids);
  }

  /** The approval of this name in the namespace of that name; undefined when there is none. */
  findByName(actor: Actor, namespace: string, name: string): Promise<Approval | undefined> {
    authorize(actor, 'approval:read');
    return this.#store.findByName(actor, namespace, name);
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

  /** The place after the last of a page that is sorted by name; null on the last page. */
  nextName(actor: Actor, filter: ApprovalFilter, page: Page<Approval>): Promise<string | null> {
    return nextNameOf(page, (afterName) => this.list(actor, { ...filter, afterName }, { first: 1 }));
  }

  count(actor: Actor, filter: ApprovalFilter): Promise<number> {
    authorize(actor, 'approval:read');
    return this.#store.count(actor, filter);
  }

  /**
   * Decides. The first decision wins; the run that waits for it goes on in the same transaction.
   * @throws OrreryError APPROVAL_NOT_FOUND, APPROVAL_CONFLICT, FORBIDDEN, TOOL_INPUT_INVALID, INPUT_INVALID
   */
  async decide(
    actor: Actor,
    target: ApprovalTarget,
    verdict: Verdict,
    options: { dryRun: boolean },
  ): Promise<Approval> {
    authorize(actor, 'approval:decide');
    const seen = await findTarget(this.#store, actor, target);
    if (!isApprover(seen, actor)) {
      throw new OrreryError('FORBIDDEN', `This approval is for ${seen.approvers.join(', ')}.`, {
        fix: 'Ask one of them, or an admin.',
      });
    }
    assertDecidable(seen, verdict);
    await this.#check(actor, seen, verdict);
    const phase = decidedPhases[verdict.decision];
    const { comment, editedArguments: edited, onBehalfOf } = verdict;
    if (options.dryRun) return { ...seen, phase, comment, edited, onBehalfOf };
    return this.#settlement.settle(actor, seen, ({ approval }) => {
      assertDecidable(approval, verdict);
      if (phase === 'CHANGES_REQUESTED') assertChangeable(approval, verdict);
      return { approval: { ...approval, phase, comment, edited, onBehalfOf }, audit: decideAudit(phase, verdict) };
    });
  }

  async #check(actor: Actor, seen: Approval, verdict: Verdict): Promise<void> {
    const { decision, editedArguments, onBehalfOf } = verdict;
    if (decision === 'REQUEST_CHANGES') assertChangeable(seen, verdict);
    if (onBehalfOf !== null) checkNote('Who decided', onBehalfOf);
    if (!editedArguments) return;
    if (decision !== 'APPROVE')
      throw new OrreryError('INPUT_INVALID', 'Only who approves has a use for edited arguments.');
    await this.#checkArguments(actor, seen, editedArguments);
  }

  /** Denies the pending approval of a tool call. @returns false when there is none (any more) @throws OrreryError FORBIDDEN */
  async denyCall(
    actor: Actor,
    stepId: string,
    { reason, dryRun }: { reason: string | null; dryRun: boolean },
  ): Promise<boolean> {
    const approval = (await this.#store.ofSteps(actor, [stepId])).find(({ phase }) => phase === 'PENDING');
    if (!approval) return false;
    const nothing = { editedArguments: null, expectedVersion: null, onBehalfOf: null };
    const verdict = { decision: 'DENY', comment: reason, ...nothing } as const;
    try {
      await this.decide(actor, { id: approval.id }, verdict, { dryRun });
      return true;
    } catch (error) {
      if (isOrreryError(error) && error.code === 'APPROVAL_CONFLICT') return false;
      throw error;
    }
  }

  /** Gives approvals whose time is over their default. @returns how many */
  async expire(systemActor: (organizationId: string) => Actor): Promise<number> {
    const expired = await this.#store.expired(this.#clock.now(), expiryBatch);
    for (const approval of expired) {
      await this.#settlement.settle(systemActor(approval.organizationId), approval, ({ approval: locked }) => {
        // Somebody decided, or gave it more time, since it was read.
        if (locked.phase !== 'PENDING' || locked.expiresAt > this.#clock.now()) return undefined;
        const phase = locked.onExpiry === 'APPROVED' ? ('APPROVED' as const) : ('EXPIRED' as const);
        const comment = 'Nobody decided in time.';
        return { approval: { ...locked, phase, comment }, audit: decideAudit(phase) };
      });
    }
    return expired.length;
  }

  /** Cancels the pending approvals that an execution that ends waits for. */
  async settle(tx: Tx, actor: Actor, execution: Execution): Promise<EventDraft[]> {
    const cancelled = await this.#store.cancelPending(tx, execution.id, this.#clock.now());
    return cancelled.map((approval) => decidedEvent(actor, approval, execution));
  }
}

function decideAudit(phase: Approval['phase'], verdict?: Pick<Verdict, 'editedArguments' | 'onBehalfOf'>) {
  const { editedArguments = null, onBehalfOf = null } = verdict ?? {};
  const details = { phase, edited: editedArguments !== null, ...(onBehalfOf === null ? {} : { onBehalfOf }) };
  return { action: 'approval.decide', details };
}
