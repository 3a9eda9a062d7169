import type { Resource } from '../resource/index.ts';
import { shareOf } from './amount.ts';
import { type Headroom, headroomOf, type SpendingLimit, type SpendingScope } from './spending-limit.ts';
import type { ScopeSum, SummedScope } from './spending-store.ts';

/** What was spent of a budget so far. */
export interface BudgetSpending {
  /** Exact decimals, in US dollars. */
  dayUsd: string;
  monthUsd: string;
  dayTokens: number;
  /** What unfinished runs keep free beyond what they have spent. */
  reservedUsd: string;
  reservedTokens: number;
  /** Runs of this month that cost as much as counts as near the limit of one run, and as much as that limit. */
  nearLimit: number;
  atLimit: number;
  /** How each of its limits over time stands. */
  limits: Headroom[];
}

/** What is to be summed up for a budget. */
export function summedScopeOf({ spec }: Resource<'Budget'>, scope: SpendingScope): SummedScope {
  const { perRunUsd } = spec.limits;
  if (perRunUsd === undefined) return { scope };
  return { scope, nearUsd: shareOf(perRunUsd, spec.enforcement.softLimitPct), reachedUsd: perRunUsd };
}

/** @param sums that of the whole budget, then that of each limit's scope */
export function spendingOf(limits: readonly SpendingLimit[], sums: readonly ScopeSum[]): BudgetSpending {
  const [whole, ...others] = sums;
  if (!whole) throw new Error('A budget was not summed up.');
  return {
    ...whole,
    limits: limits.flatMap((limit, place) => {
      const sum = others[place];
      return sum ? [headroomOf(limit, sum)] : [];
    }),
  };
}
