import { compileCel, ruleCondition } from './expression.ts';
import type { PolicyEffect, PolicyRequest } from './policy.ts';
import type { Call, CompiledRule, RuleMatch } from './rule.ts';

/** A rule whose condition we write ourselves, and which explains itself from the facts that it was asked about. */
export interface OwnRule {
  name: string;
  effect: PolicyEffect;
  /** CEL over the same facts that the rules of policies read. */
  cel: string;
  /** What the condition says, for lists of rules. */
  when: Record<string, unknown>;
  explain(request: PolicyRequest): RuleMatch;
}

/** @throws Error when the condition is not CEL, which is a mistake of ours */
export function celRule({ name, effect, cel, when, explain }: OwnRule): CompiledRule {
  const compiled = compileCel(cel);
  if ('fault' in compiled) throw new Error(`The condition of "${name}" cannot be used: ${compiled.fault}`);
  // Its length is ours and no guest's, so a round of its loops costs what one of a short expression does.
  const holds = ruleCondition([compiled.condition], 0);
  const match = ({ request, facts }: Call): RuleMatch | null => {
    const outcome = holds(facts);
    // As with the rules of policies, what cannot be told does not allow; it does deny and ask.
    if (outcome === false || (outcome !== true && (outcome.unconcerned || effect === 'ALLOW'))) return null;
    return explain(request);
  };
  const approval = effect === 'REQUIRE_APPROVAL' ? noParticulars() : null;
  return { name, effect, approval, redact: [], described: { when, expression: null, reason: null }, match };
}

function noParticulars() {
  return { approvers: [], timeoutMs: null, onTimeout: 'DENIED' as const };
}
