import type { Facts } from './facts.ts';
import type { PolicyApproval, PolicyEffect, PolicyRequest } from './policy.ts';

/** What is decided on: the request, and the same converted for expressions. */
export interface Call {
  request: PolicyRequest;
  facts: Facts;
}

/** A rule that matched, and why. */
export interface RuleMatch {
  reason: string;
  fix: string | null;
}

export interface CompiledRule {
  readonly name: string;
  readonly effect: PolicyEffect;
  readonly approval: PolicyApproval | null;
  readonly redact: readonly string[];
  match(call: Call): RuleMatch | null;
}
