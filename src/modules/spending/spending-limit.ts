import type { AgentNode, BoundedRun } from '../execution/index.ts';
import type { Resource } from '../resource/index.ts';
import { amountText, shareOf, unitsOf } from './amount.ts';

/** Whose spending counts. */
export interface SpendingScope {
  /** In these namespaces, by name; null for any. */
  namespaces: readonly string[] | null;
  /** Only of runs of agents of this name. */
  agentName: string | null;
  /** Only of runs of this agent. */
  agentId: string | null;
}

export type Measure = 'USD' | 'TOKENS';
export type Period = 'DAY' | 'MONTH';

/** How much may be spent in a period, by whom. */
export interface SpendingLimit {
  /** The Budget or the Agent that says so. */
  ownerId: string;
  /** `Budget default/monthly`. */
  owner: string;
  measure: Measure;
  period: Period;
  /** US dollars as an exact decimal, or tokens. */
  amount: string;
  scope: SpendingScope;
  /** Whether a run that does not fit is refused. */
  isHard: boolean;
}

/** What was spent in a scope so far, and what its unfinished runs keep free beyond that. */
export interface Spent {
  dayUsd: string;
  monthUsd: string;
  dayTokens: number;
  /** Exact decimal. */
  reservedUsd: string;
  reservedTokens: number;
}

/** How a limit stands. Amounts are US dollars as exact decimals, or tokens. */
export interface Headroom {
  limit: SpendingLimit;
  spent: string;
  reserved: string;
  /** Less than nothing when more was spent than may be. */
  left: string;
}

type Budget = Resource<'Budget'>;

/** Whose spending counts for a budget: that in the namespaces of its teams, or in its own when it names none. */
export function scopeOf(budget: Budget, teams: readonly Resource<'Team'>[]): SpendingScope {
  const { scope } = budget.spec;
  const owners = teams.filter(
    ({ name, spec }) =>
      scope.teams.includes(name) ||
      spec.budgets.some((ref) => ref.name === budget.name && homeOfRef(ref) === budget.namespace),
  );
  const namespaces =
    scope.teams.length === 0 && owners.length === 0
      ? [budget.namespace]
      : owners.flatMap(({ spec }) => spec.namespaces);
  return { namespaces: [...new Set(namespaces)].sort(), agentName: null, agentId: null };
}

/** A team lies in no namespace of its own: what it names without one lies in the first. */
function homeOfRef(ref: { namespace?: string | undefined }): string {
  return ref.namespace ?? 'default';
}

/** The limits of a budget over time: its own, and the part of each agent that has one. Costs that do not count bound nothing. */
export function limitsOf(budget: Budget, scope: SpendingScope): SpendingLimit[] {
  const { limits, enforcement, allocationByAgent = {}, attribution } = budget.spec;
  if (attribution?.model === false) return [];
  const owner = { ownerId: budget.id, owner: `Budget ${budget.namespace}/${budget.name}` };
  const isHard = enforcement.onHardLimit === 'deny';
  const over = (amount: string | undefined, measure: Measure, period: Period): SpendingLimit[] =>
    amount === undefined ? [] : [{ ...owner, measure, period, amount, scope, isHard }];
  const usd = [...over(limits.dailyUsd, 'USD', 'DAY'), ...over(limits.monthlyUsd, 'USD', 'MONTH')];
  const parts = Object.entries(allocationByAgent).flatMap(([agentName, share]) =>
    usd.map((limit) => ({ ...limit, amount: shareOf(limit.amount, share), scope: { ...scope, agentName } })),
  );
  return [...usd, ...over(limits.tokenLimitDaily?.toString(), 'TOKENS', 'DAY'), ...parts];
}

/** The limit that an agent sets to all its runs of a day. */
export function limitsOfAgent(run: Pick<BoundedRun, 'agentId' | 'graph'>): SpendingLimit[] {
  return Object.values(run.graph.nodes).flatMap((node) => (node.kind === 'agent' ? dayLimit(run.agentId, node) : []));
}

function dayLimit(agentId: string | null, { agent, budget }: AgentNode): SpendingLimit[] {
  const { costUsdPerDay: amount } = budget;
  if (amount === undefined || agent.id !== agentId) return [];
  const owner = `Agent ${agent.namespace}/${agent.name}`;
  const scope = { namespaces: null, agentName: null, agentId };
  return [{ ownerId: agent.id, owner, measure: 'USD', period: 'DAY', amount, scope, isHard: true }];
}

/** Whether what a run spends counts in a scope. */
export function concerns(
  scope: SpendingScope,
  run: Pick<BoundedRun, 'agentId' | 'agentName'>,
  namespace: string,
): boolean {
  if (scope.namespaces && !scope.namespaces.includes(namespace)) return false;
  if (scope.agentId !== null && scope.agentId !== run.agentId) return false;
  return scope.agentName === null || scope.agentName === run.agentName;
}

/** How a limit stands when so much was spent. */
export function headroomOf(limit: SpendingLimit, spent: Spent): Headroom {
  if (limit.measure === 'TOKENS') {
    const left = Number(limit.amount) - spent.dayTokens - spent.reservedTokens;
    return { limit, spent: String(spent.dayTokens), reserved: String(spent.reservedTokens), left: String(left) };
  }
  const used = limit.period === 'DAY' ? spent.dayUsd : spent.monthUsd;
  const left = unitsOf(limit.amount) - unitsOf(used) - unitsOf(spent.reservedUsd);
  return { limit, spent: used, reserved: spent.reservedUsd, left: amountText(left) };
}

/** Whether so much more would fit. */
export function fits({ limit, left }: Headroom, more: { usd: string; tokens: number }): boolean {
  if (left.startsWith('-')) return false;
  return limit.measure === 'TOKENS' ? Number(left) >= more.tokens : unitsOf(left) >= unitsOf(more.usd);
}
