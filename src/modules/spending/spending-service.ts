import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { BoundedRun, BudgetKeeper, Hold, RunHistory, RunHistoryStore } from '../execution/index.ts';
import { type Actor, authorize, type IdentityService } from '../identity/index.ts';
import type { Resource, ResourceService } from '../resource/index.ts';
import { unitsOf } from './amount.ts';
import type { BudgetCatalog } from './budget-catalog.ts';
import { type BudgetSpending, spendingOf, summedScopeOf } from './budget-spending.ts';
import { estimateByPrices, modelsIn } from './price-estimate.ts';
import { estimateOf, type RunEstimate } from './run-estimate.ts';
import {
  concerns,
  fits,
  type Headroom,
  headroomOf,
  limitsOf,
  limitsOfAgent,
  type SpendingLimit,
  scopeOf,
} from './spending-limit.ts';
import type { SpendingStore } from './spending-store.ts';

/** What bounds a run: limits over time, and what it may cost by itself. */
interface Bounds {
  limits: SpendingLimit[];
  /** The tightest of the budgets that refuse; null for none. */
  perRun: { usd: string; owner: string; ownerId: string } | null;
}

/** A run that is not started yet, with the budgets that it has to fit. */
export interface Forecast {
  estimate: RunEstimate;
  headroom: Headroom[];
  /** Whether a start would be let through now. */
  fits: boolean;
}

/** What runs will cost, what was spent, and which budgets leave room. */
export class SpendingService implements BudgetKeeper {
  readonly #deps: {
    store: SpendingStore;
    catalog: BudgetCatalog;
    history: RunHistoryStore;
    resources: ResourceService;
    identity: IdentityService;
    clock: Clock;
  };

  constructor(deps: {
    store: SpendingStore;
    catalog: BudgetCatalog;
    history: RunHistoryStore;
    resources: ResourceService;
    identity: IdentityService;
    clock: Clock;
  }) {
    this.#deps = deps;
  }

  /** What the last runs of these agents took; agents that never finished one are left out. */
  historyOf(actor: Actor, agentIds: readonly string[]): Promise<RunHistory[]> {
    authorize(actor, 'execution:read');
    return this.#deps.history.ofAgents(actor, agentIds);
  }

  /** What a run would take, and whether it would fit. `isAnotherModel`: it is not that of the agent. */
  async forecast(actor: Actor, run: BoundedRun, { isAnotherModel }: { isAnotherModel: boolean }): Promise<Forecast> {
    authorize(actor, 'execution:start');
    const [estimate, bounds] = await Promise.all([
      this.#estimate(actor, run, isAnotherModel),
      this.#boundsOf(actor, run),
    ]);
    const headroom = await this.#headroom(actor, bounds.limits);
    const refused = headroom.some((room) => room.limit.isHard && !fits(room, needOf(estimate)));
    return { estimate, headroom, fits: !refused && !isBeyond(estimate, bounds) };
  }

  /** @throws OrreryError BUDGET_EXCEEDED when it would cost more than a budget allows one run */
  async holdFor(actor: Actor, run: BoundedRun): Promise<Hold | undefined> {
    const bounds = await this.#boundsOf(actor, run);
    if (bounds.limits.length === 0 && bounds.perRun === null) return undefined;
    const estimate = await this.#estimate(actor, run, false);
    if (isBeyond(estimate, bounds)) throw tooDear(estimate, bounds);
    const need = needOf(estimate);
    return {
      reservation: { ...need, costLimitUsd: bounds.perRun?.usd ?? null },
      key: `budgets:${actor.organizationId}`,
      assertFits: async (tx) => assertNoneOver(await this.#headroom(actor, bounds.limits, tx), need, { isTaken: true }),
    };
  }

  async foresee(actor: Actor, run: BoundedRun): Promise<void> {
    const bounds = await this.#boundsOf(actor, run);
    if (bounds.limits.length === 0 && bounds.perRun === null) return;
    const estimate = await this.#estimate(actor, run, false);
    if (isBeyond(estimate, bounds)) throw tooDear(estimate, bounds);
    assertNoneOver(await this.#headroom(actor, bounds.limits), needOf(estimate), { isTaken: false });
  }

  /** How these budgets stand, by their ids. */
  async spendingOf(actor: Actor, budgets: readonly Resource<'Budget'>[]): Promise<Map<string, BudgetSpending>> {
    authorize(actor, 'resource:read');
    const { teams } = await this.#deps.catalog.budgetsOf(actor);
    const asked = budgets.map((budget) => {
      const scope = scopeOf(budget, teams);
      return { budget, limits: limitsOf(budget, scope), summed: summedScopeOf(budget, scope) };
    });
    const wanted = asked.flatMap(({ limits, summed }) => [summed, ...limits.map(({ scope }) => ({ scope }))]);
    const sums = await this.#deps.store.sums(actor, wanted, this.#periods());
    let place = 0;
    return new Map(
      asked.map(({ budget, limits }) => {
        const own = sums.slice(place, place + 1 + limits.length);
        place += own.length;
        return [budget.id, spendingOf(limits, own)];
      }),
    );
  }

  async #estimate(actor: Actor, run: BoundedRun, isAnotherModel: boolean): Promise<RunEstimate> {
    const models = modelsIn(run.graph);
    const [endpoints, [history]] = await Promise.all([
      this.#deps.resources.named(actor, 'ModelEndpoint', models),
      run.agentId === null ? [] : this.#deps.history.ofAgents(actor, [run.agentId]),
    ]);
    const byPrices = estimateByPrices(run.graph, run.input, (name) =>
      endpoints.find((endpoint) => endpoint.name === name.name && isHome(endpoint.namespace, name.namespace)),
    );
    return estimateOf(byPrices, history, isAnotherModel ? endpoints[0] : undefined);
  }

  /** A run that asks no model costs nothing, so nothing bounds it. */
  async #boundsOf(actor: Actor, run: BoundedRun): Promise<Bounds> {
    if (modelsIn(run.graph).length === 0) return { limits: [], perRun: null };
    const own = limitsOfAgent(run);
    const { budgets, teams } = await this.#deps.catalog.budgetsOf(actor);
    if (budgets.length === 0) return { limits: own, perRun: null };
    const [namespace] = await this.#deps.identity.findNamespaces(actor, [run.namespaceId]);
    const about = budgets
      .map((budget) => ({ budget, scope: scopeOf(budget, teams) }))
      .filter(({ scope }) => concerns(scope, run, namespace?.name ?? ''));
    const limits = about.flatMap(({ budget, scope }) => limitsOf(budget, scope));
    return {
      limits: [...own, ...limits.filter(({ scope }) => concerns(scope, run, namespace?.name ?? ''))],
      perRun: tightest(about.map(({ budget }) => budget)),
    };
  }

  async #headroom(actor: Actor, limits: readonly SpendingLimit[], db?: Tx): Promise<Headroom[]> {
    if (limits.length === 0) return [];
    const scopes = limits.map(({ scope }) => ({ scope }));
    const sums = await this.#deps.store.sums(actor, scopes, { ...this.#periods(), db });
    return limits.flatMap((limit, place) => {
      const sum = sums[place];
      return sum ? [headroomOf(limit, sum)] : [];
    });
  }

  /** Days and months are those of UTC. */
  #periods(): { day: Date; month: Date } {
    const now = this.#deps.clock.now();
    const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
    return { day: new Date(Date.UTC(year, month, now.getUTCDate())), month: new Date(Date.UTC(year, month, 1)) };
  }
}

/** What is shared lies in its own namespace or in the first. */
function isHome(place: string, named: string): boolean {
  return place === named || place === 'default';
}

/** What a run keeps free: what it is expected to take. Only US dollars can be compared with budgets. */
function needOf({ cost, currency, inputTokens, outputTokens }: RunEstimate): { usd: string; tokens: number } {
  return { usd: currency === 'USD' ? cost.expected : '0', tokens: inputTokens.expected + outputTokens.expected };
}

function tightest(budgets: readonly Resource<'Budget'>[]): Bounds['perRun'] {
  const bounds = budgets.flatMap(({ id, namespace, name, spec }) => {
    const usd =
      spec.attribution?.model === false || spec.enforcement.onHardLimit !== 'deny' ? undefined : spec.limits.perRunUsd;
    return usd === undefined ? [] : [{ usd, owner: `Budget ${namespace}/${name}`, ownerId: id }];
  });
  return bounds.sort((one, other) => (unitsOf(one.usd) < unitsOf(other.usd) ? -1 : 1))[0] ?? null;
}

/** Whether even the least that a run may cost is more than one run may. */
function isBeyond({ cost, currency }: RunEstimate, { perRun }: Bounds): boolean {
  return perRun !== null && currency === 'USD' && unitsOf(cost.low) > unitsOf(perRun.usd);
}

function tooDear({ cost }: RunEstimate, { perRun }: Bounds): OrreryError {
  const { owner = '', ownerId = '', usd = '0' } = perRun ?? {};
  return new OrreryError(
    'BUDGET_EXCEEDED',
    `${owner} allows one run ${usd} USD, and this one costs ${cost.low} at least.`,
    {
      fix: 'Use a cheaper model, ask for less, or raise the budget.',
      facts: { budget: owner, budgetId: ownerId, period: 'RUN', measure: 'USD', limit: usd, expected: cost.expected },
    },
  );
}

/** @param isTaken whether what the run needs is among what is reserved */
function assertNoneOver(
  headroom: readonly Headroom[],
  need: { usd: string; tokens: number },
  { isTaken }: { isTaken: boolean },
): void {
  const over = headroom.find((room) => room.limit.isHard && !fits(room, isTaken ? { usd: '0', tokens: 0 } : need));
  if (over) throw overLimit(over, need);
}

function overLimit({ limit, spent, reserved }: Headroom, need: { usd: string; tokens: number }): OrreryError {
  const unit = limit.measure === 'USD' ? 'USD' : 'tokens';
  const expected = limit.measure === 'USD' ? need.usd : String(need.tokens);
  const period = limit.period === 'DAY' ? 'a day' : 'a month';
  const message = `${limit.owner} allows ${limit.amount} ${unit} ${period}: ${spent} are spent, ${reserved} are reserved, and this run is expected to take ${expected}.`;
  return new OrreryError('BUDGET_EXCEEDED', message, {
    fix: 'Wait until runs have ended or the period is over, or raise the budget.',
    facts: {
      ...{ budget: limit.owner, budgetId: limit.ownerId, period: limit.period, measure: limit.measure },
      ...{ limit: limit.amount, spent, reserved, expected },
    },
  });
}
