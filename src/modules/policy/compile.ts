import { OrreryError } from '../../platform/errors.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { type Condition, compileCel, compileExpression, ruleCondition } from './expression.ts';
import { limitRules } from './limits.ts';
import type { PolicyApproval, PolicyEffect, PolicyInput, PolicyRuleInput } from './policy.ts';
import type { Call, CompiledRule, RuleMatch } from './rule.ts';
import { translate } from './when.ts';

interface Fault {
  rule: string;
  fault: string;
}

const maxCached = 1000;
const cache = new Map<string, CompiledPolicy>();

/**
 * Makes a policy ready to decide. The last thousand are kept by id and version, so calling this before each decision
 * costs next to nothing.
 * @throws OrreryError MANIFESTS_INVALID naming every rule that is wrong and what is wrong with it
 */
export function compilePolicy(policy: PolicyInput & { attached?: boolean }): CompiledPolicy {
  const key = JSON.stringify([policy.id, policy.version]);
  const compiled = cache.get(key) ?? compile(policy);
  // Taking it out and putting it back makes it the youngest; the oldest goes when there are too many.
  cache.delete(key);
  cache.set(key, compiled);
  const [oldest] = cache.keys();
  if (cache.size > maxCached && oldest !== undefined) cache.delete(oldest);
  return policy.attached === true ? { ...compiled, attached: true } : compiled;
}

/** What is wrong with rules, by the place of each: a policy with such a rule could decide on nothing. */
export function ruleFaults(rules: readonly PolicyRuleInput[]): { index: number; fault: string }[] {
  const faults: { index: number; fault: string }[] = [];
  for (const [index, rule] of rules.entries()) compileRule(rule, '', (fault) => faults.push({ index, fault }));
  return faults;
}

function compile(policy: PolicyInput): CompiledPolicy {
  const { id, name, namespace, version, spec } = policy;
  const faults: Fault[] = [];
  const rules = spec.rules.map((rule, index) => {
    const named = { ...rule, name: rule.name === '' ? `rule ${index + 1}` : rule.name };
    return compileRule(named, name, (fault) => faults.push({ rule: named.name, fault }));
  });
  if (faults.length > 0) throw invalid(name, faults);
  const { applyMode, appliesTo, combining, limits } = spec;
  const all = [...limitRules(name, limits), ...rules];
  const identity = { id, name, namespace, version, source: 'POLICY' as const };
  return { ...identity, attached: false, applyMode, appliesTo, combining, rules: all };
}

function invalid(policy: string, faults: Fault[]): OrreryError {
  const list = faults.map(({ rule, fault }) => `rule "${rule}": ${fault}`).join('; ');
  return new OrreryError('MANIFESTS_INVALID', `The policy "${policy}" cannot be used: ${list}.`, {
    fix: 'Correct the rules that are named and apply the policy again.',
    facts: { policy, faults },
  });
}

function compileRule(rule: PolicyRuleInput, policy: string, report: (fault: string) => void): CompiledRule {
  const entries = Object.entries(rule.when).map(([key, value]) => translate(key, value));
  const words = entries.flatMap((entry) => ('words' in entry ? [entry.words] : []));
  const parts = entries.map((entry) => ('fault' in entry ? entry : compileCel(entry.cel)));
  if (typeof rule.expression === 'string' && rule.expression.trim() !== '') {
    parts.push(compileExpression(rule.expression));
    words.push('its expression holds');
  }
  const conditions = parts.flatMap((part): Condition[] => {
    if ('condition' in part) return [part.condition];
    report(part.fault);
    return [];
  });
  const holds = ruleCondition(conditions, rule.expression?.length ?? 0);
  const { name, effect, redact } = rule;
  const match = (call: Call) => matchOf({ rule, policy, words }, holds(call.facts));
  const described = { when: rule.when, expression: rule.expression ?? null, reason: rule.reason ?? null };
  const redacted = effect === 'MODIFY' ? redactions(redact) : [];
  return { name, effect, approval: approvalOf(rule), redact: redacted, described, match };
}

/** MODIFY without a list removes whatever is known to be sensitive, it never modifies nothing. */
function redactions(redact: string[]): string[] {
  return redact.length > 0 ? redact : ['pii', 'secret'];
}

function approvalOf({ effect, approval }: PolicyRuleInput): PolicyApproval | null {
  if (effect !== 'REQUIRE_APPROVAL') return null;
  return {
    approvers: approval?.approvers ?? [],
    timeoutMs: approval?.timeoutMs ?? null,
    onTimeout: approval?.onTimeout ?? 'DENIED',
  };
}

interface Described {
  rule: PolicyRuleInput;
  policy: string;
  /** Each condition of the rule in words. */
  words: readonly string[];
}

const verbs: Record<PolicyEffect, string> = {
  ALLOW: 'allows this',
  DENY: 'denies this',
  REQUIRE_APPROVAL: 'wants a person to approve this',
  MODIFY: 'redacts this',
};

/** A rule that cannot be told does not allow; it does deny, ask and redact. */
function matchOf({ rule, policy, words }: Described, outcome: ReturnType<Condition>): RuleMatch | null {
  if (outcome === false) return null;
  const subject = `The rule "${rule.name}" of the policy "${policy}" ${verbs[rule.effect]}`;
  if (outcome === true) {
    const conditions = words.length > 0 ? `${subject} because ${words.join(' and ')}.` : `${subject} in every case.`;
    return { reason: rule.reason || conditions, fix: rule.effect === 'DENY' ? fixOf(words) : null };
  }
  if (outcome.unconcerned || rule.effect === 'ALLOW') return null;
  return {
    reason: `${subject}, because it could not be told whether it applies (${outcome.fault}), and then it counts as if it did.`,
    fix: 'Give the call what the rule reads, or let the rule first ask whether it is there.',
  };
}

function fixOf(words: readonly string[]): string | null {
  return words.length > 0 ? `Change the call so that it is no longer true that ${words.join(' and ')}.` : null;
}
