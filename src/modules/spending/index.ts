export { BudgetCatalog } from './budget-catalog.ts';
export type { BudgetSpending } from './budget-spending.ts';
export type { RunEstimate } from './run-estimate.ts';
export type { Headroom } from './spending-limit.ts';
export { type Forecast, SpendingService } from './spending-service.ts';
export { SpendingStore } from './spending-store.ts';
