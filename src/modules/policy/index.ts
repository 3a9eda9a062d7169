export { type CompiledPolicy, compilePolicy } from './compile.ts';
export { decide } from './decide.ts';
export { type InjectionScore, reduceInjection, scoreInjection } from './injection.ts';
export type {
  PolicyAction,
  PolicyApproval,
  PolicyDecision,
  PolicyEffect,
  PolicyInput,
  PolicyRequest,
  PolicyRuleInput,
  PolicySpecInput,
} from './policy.ts';
export { redact } from './redact.ts';
