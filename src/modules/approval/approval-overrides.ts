import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Execution, ExecutionService, ExecutionStore } from '../execution/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { Approval } from './approval.ts';
import type { ApprovalStore } from './approval-store.ts';
import { type ApprovalTarget, findTarget } from './approval-target.ts';
import {
  assertNotStopped,
  assertOverridable,
  assertPerson,
  canStillCall,
  checkOverride,
  type Override,
} from './override.ts';
import type { SettlementWriter } from './settlement-writer.ts';

/** Break-glass: an admin lets through one call that was refused, or that nobody has decided. */
export class ApprovalOverrides {
  readonly #store: ApprovalStore;
  readonly #executionStore: ExecutionStore;
  readonly #executions: ExecutionService;
  readonly #settlement: SettlementWriter;
  readonly #clock: Clock;

  constructor(deps: {
    store: ApprovalStore;
    executionStore: ExecutionStore;
    executions: ExecutionService;
    settlement: SettlementWriter;
    clock: Clock;
  }) {
    this.#store = deps.store;
    this.#executionStore = deps.executionStore;
    this.#executions = deps.executions;
    this.#settlement = deps.settlement;
    this.#clock = deps.clock;
  }

  /**
   * Overrides one decision, once. Where the run has gone on without the call, a fork from the step is started in the same
   * transaction, and the call is let through there. @returns the approval; `continuedBy` names the fork
   * @throws OrreryError FORBIDDEN, APPROVAL_NOT_FOUND, APPROVAL_CONFLICT, INPUT_INVALID
   */
  async override(
    actor: Actor,
    target: ApprovalTarget,
    options: { override: Override; dryRun: boolean },
  ): Promise<Approval> {
    authorize(actor, 'approval:override');
    assertPerson(actor);
    const { override, dryRun } = options;
    checkOverride(override);
    const seen = await findTarget(this.#store, actor, target);
    assertOverridable(seen, this.#clock.now());
    const lifted = { phase: 'OVERRIDDEN', comment: override.reason, onBehalfOf: override.grantedBy } as const;
    if (dryRun) {
      const [execution] = seen.stepId === null ? [] : await this.#executionsOf(actor, seen);
      if (execution) assertNotStopped(seen, execution);
      return { ...seen, ...lifted };
    }
    return this.#settlement.settle(actor, seen, async ({ tx, approval, execution }) => {
      assertOverridable(approval, this.#clock.now());
      const continuedBy = execution && (await this.#fork(tx, actor, { approval, execution }));
      const { phase: previousPhase, decidedBy: previouslyDecidedBy } = approval;
      const details = { ...override, previousPhase, previouslyDecidedBy, continuedBy };
      return { approval: { ...approval, ...lifted, continuedBy }, audit: { action: 'approval.override', details } };
    });
  }

  #executionsOf(actor: Actor, { executionId }: Approval): Promise<Execution[]> {
    return this.#executionStore.findMany(actor, executionId === null ? [] : [executionId]);
  }

  /** @returns the id of the fork that makes the call, or null when the run can still make it */
  async #fork(tx: Tx, actor: Actor, at: { approval: Approval; execution: Execution }): Promise<string | null> {
    const { approval, execution } = at;
    assertNotStopped(approval, execution);
    const [step] = await this.#executionStore.findSteps(actor, [approval.stepId ?? ''], tx);
    if (!step || canStillCall(approval, execution, step)) return null;
    return this.#executions.forkWithin(tx, actor, step);
  }
}
