export type { CallPlace, DecidedCall } from './decided-call.ts';
export { isRefusal, storedDecision } from './decided-call.ts';
export { DecidedCallStore } from './decided-call-store.ts';
export type { AgentReach, ForeseenCall } from './foreseen-call.ts';
export { GovernanceService, type PolicyPreview } from './governance-service.ts';
export { type AskedCall, Judge } from './judge.ts';
export type { PreviewedCall } from './preview.ts';
export type { RuleInForce } from './rule-in-force.ts';
export { RulebookCatalog } from './rulebook-catalog.ts';
