import type { Tx } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { NewExecution } from './execution-store.ts';

/** What an unfinished execution keeps free of budgets beyond what it has spent. It ends with the execution. */
export interface Reservation {
  /** US dollars, an exact decimal. */
  usd: string;
  tokens: number;
  /** What the run may cost in all, in US dollars; null for no bound. */
  costLimitUsd: string | null;
}

/** What a new execution takes of the budgets that bound it. */
export interface Hold {
  reservation: Reservation;
  /** Of those who would take something of the same budgets, one writes at a time. */
  key: string;
  /** Looks, once the execution is written, whether all still fits. @throws OrreryError BUDGET_EXCEEDED */
  assertFits(tx: Tx): Promise<void>;
}

/** Keeps budgets. What spends money is not for executions to know. */
export interface BudgetKeeper {
  /** What a new execution would take; undefined when nothing bounds it. @throws OrreryError BUDGET_EXCEEDED */
  holdFor(actor: Actor, run: BoundedRun): Promise<Hold | undefined>;
  /** The same without taking it. @throws OrreryError BUDGET_EXCEEDED */
  foresee(actor: Actor, run: BoundedRun): Promise<void>;
}

/** What is known of a run before it begins, as far as it matters to budgets. */
export type BoundedRun = Pick<NewExecution, 'agentId' | 'agentName' | 'namespaceId' | 'graph' | 'input'>;
