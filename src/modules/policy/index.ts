export { compilePermission } from './authorization.ts';
export { compilePolicy, ruleFaults } from './compile.ts';
export type { CompiledPolicy } from './compiled-policy.ts';
export { compileDataCondition, type DataCondition } from './data-condition.ts';
export { decide } from './decide.ts';
export { type InjectionScore, reduceInjection, scoreInjection } from './injection.ts';
export type { AgentRoleInput, ToolPermissionInput } from './permission.ts';
export type {
  PolicyAction,
  PolicyApproval,
  PolicyDecision,
  PolicyEffect,
  PolicyInput,
  PolicyRequest,
  PolicyRuleInput,
  PolicySource,
  PolicySpecInput,
} from './policy.ts';
export { redact } from './redact.ts';
export { type PlacedName, Rulebook, type RulebookSource } from './rulebook.ts';
