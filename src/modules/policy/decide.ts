import type { CompiledPolicy } from './compiled-policy.ts';
import { factsOf } from './facts.ts';
import { matchesGlob } from './glob.ts';
import type { PolicyApproval, PolicyDecision, PolicyEffect, PolicyRequest } from './policy.ts';
import type { Call, CompiledRule, RuleMatch } from './rule.ts';

/** A rule that matched, with the policy it belongs to. */
interface Hit {
  policy: CompiledPolicy;
  rule: CompiledRule;
  match: RuleMatch;
}

/** From the strictest to the mildest. */
const strictness = ['DENY', 'REQUIRE_APPROVAL', 'MODIFY', 'ALLOW'] as const satisfies PolicyEffect[];

/**
 * What the policies say about a request. Those that apply are asked in the given order: one that denies decides, else
 * one that wants an approval, else the redactions of all are merged, else it is allowed. The first of the deciding kind
 * explains. Nothing is stored and nothing thrown; the caller passes the policies of the request's namespace.
 */
export function decide(policies: readonly CompiledPolicy[], request: PolicyRequest): PolicyDecision {
  const call: Call = { request, facts: factsOf(request) };
  const asked = policies
    .filter((policy) => applies(policy, request))
    .map((policy) => ({ policy, hits: hitsOf(policy, call) }));
  const hits = asked.flatMap(({ hits: some }) => some);
  const evaluated = asked.map(({ policy, hits: some }) => {
    const leading = strictest(some);
    return {
      policyId: policy.id,
      policyVersion: policy.version,
      matchedRule: leading?.rule.name ?? null,
      effect: leading?.rule.effect ?? 'NO_MATCH',
    };
  });
  return { ...verdict(hits), evaluated };
}

/** Whether a policy concerns a call, by whom it is for. */
export function applies(policy: CompiledPolicy, request: PolicyRequest): boolean {
  if (policy.attached || policy.applyMode === 'global') return true;
  const { matchLabels, agents, systems, tasks } = policy.appliesTo;
  const labels = Object.entries(matchLabels);
  const { agent, execution } = request;
  const selectsLabels =
    labels.length > 0 &&
    policy.namespace === request.namespace &&
    agent !== undefined &&
    labels.every(([key, value]) => Object.hasOwn(agent.labels, key) && agent.labels[key] === value);
  const lists = (names: string[], name: string | undefined) =>
    name !== undefined && names.some((listed) => isNamed(listed, name, { policy, request }));
  return (
    selectsLabels || lists(agents, agent?.name) || lists(systems, execution?.system) || lists(tasks, execution?.task)
  );
}

/** A listed name means the policy's own namespace unless it says `namespace/name`. */
function isNamed(
  listed: string,
  name: string,
  { policy, request }: { policy: CompiledPolicy; request: PolicyRequest },
): boolean {
  const full = listed.includes('/') ? listed : `${policy.namespace}/${listed}`;
  return matchesGlob(full, name.includes('/') ? name : `${request.namespace}/${name}`);
}

function hitsOf(policy: CompiledPolicy, call: Call): Hit[] {
  const hits: Hit[] = [];
  for (const rule of policy.rules) {
    const match = rule.match(call);
    if (!match) continue;
    hits.push({ policy, rule, match });
    if (policy.combining === 'first_match') break;
  }
  return hits;
}

function strictest(hits: readonly Hit[]): Hit | undefined {
  const effect = strictness.find((candidate) => hits.some(({ rule }) => rule.effect === candidate));
  return hits.find(({ rule }) => rule.effect === effect);
}

function verdict(hits: readonly Hit[]): Omit<PolicyDecision, 'evaluated'> {
  const leading = strictest(hits);
  if (!leading) return unopposed();
  const { policy, rule, match } = leading;
  return {
    effect: rule.effect,
    source: policy.source,
    policyId: policy.id,
    policyName: policy.name,
    policyVersion: policy.version,
    rule: rule.name,
    reason: match.reason,
    fix: match.fix,
    approval: rule.effect === 'REQUIRE_APPROVAL' ? mergedApproval(hits) : null,
    redact: rule.effect === 'DENY' ? [] : [...new Set(hits.flatMap((hit) => hit.rule.redact))],
  };
}

function unopposed(): Omit<PolicyDecision, 'evaluated'> {
  const nobody = { source: null, policyId: null, policyName: null, policyVersion: null, rule: null };
  return { effect: 'ALLOW', ...nobody, reason: 'No policy objects to this.', fix: null, approval: null, redact: [] };
}

/** One question answers all the rules that ask, so it takes the strictest of what they want. */
function mergedApproval(hits: readonly Hit[]): PolicyApproval | null {
  const approvals = hits.flatMap(({ rule }) => (rule.approval ? [rule.approval] : []));
  const [first, ...others] = approvals;
  return first ? others.reduce(stricter, first) : null;
}

function stricter(one: PolicyApproval, other: PolicyApproval): PolicyApproval {
  return {
    approvers: narrower(one.approvers, other.approvers),
    timeoutMs:
      one.timeoutMs === null || other.timeoutMs === null
        ? (one.timeoutMs ?? other.timeoutMs)
        : Math.min(one.timeoutMs, other.timeoutMs),
    onTimeout: one.onTimeout === 'DENIED' ? 'DENIED' : other.onTimeout,
  };
}

/** Those whom both name. No names mean anybody who may decide; without a common name the first to ask is heard. */
function narrower(one: string[], other: string[]): string[] {
  if (one.length === 0) return other;
  const common = one.filter((approver) => other.includes(approver));
  return common.length > 0 ? common : one;
}
