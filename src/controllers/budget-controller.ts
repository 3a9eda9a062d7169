import type { Actor } from '../modules/identity/index.ts';
import type { JsonObject, Resource } from '../modules/resource/index.ts';
import type { SpendingService } from '../modules/spending/index.ts';
import type { Controller, Finding } from './controller.ts';

const againMs = 60_000;

/** Tells in the status of each budget what was spent of it, once a minute. Whether a run still fits is asked when it starts. */
export class BudgetController implements Controller<'Budget'> {
  readonly kind = 'Budget';
  readonly #spending: SpendingService;

  constructor(deps: { spending: SpendingService }) {
    this.#spending = deps.spending;
  }

  async reconcile(actor: Actor, budget: Resource<'Budget'>): Promise<Finding> {
    const spent = (await this.#spending.spendingOf(actor, [budget])).get(budget.id);
    if (!spent) return { conditions: [], againAfterMs: againMs };
    const { monthUsd: monthSpentUsd, dayUsd: daySpentUsd, nearLimit: overSoftLimit, atLimit: overHardLimit } = spent;
    const isPerRun = budget.spec.limits.perRunUsd !== undefined;
    const details: JsonObject = { monthSpentUsd, daySpentUsd };
    if (isPerRun) details['recentRuns'] = { overSoftLimit, overHardLimit };
    return { conditions: [], details, againAfterMs: againMs };
  }
}
