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
  /** The rule in words, for lists of rules: its conditions by what they look at, its CEL, and what its author says of it. */
  readonly described: { when: Record<string, unknown>; expression: string | null; reason: string | null };
  match(call: Call): RuleMatch | null;
}
