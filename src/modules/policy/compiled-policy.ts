import type { PolicyInput, PolicySource } from './policy.ts';
import type { CompiledRule } from './rule.ts';

/** A policy that is ready to decide, whatever kind it was written as; hand it to `decide`. */
export interface CompiledPolicy {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  /** What it was written as. */
  readonly source: PolicySource;
  /** Whether the agent of the request names this policy itself, so that it applies whatever it selects. */
  readonly attached: boolean;
  readonly applyMode: PolicyInput['spec']['applyMode'];
  readonly appliesTo: PolicyInput['spec']['appliesTo'];
  readonly combining: PolicyInput['spec']['combining'];
  /** Limits first, then the rules in declared order. */
  readonly rules: readonly CompiledRule[];
}
