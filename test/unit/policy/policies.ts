import { compilePolicy } from '../../../src/modules/policy/compile.ts';
import {
  type CompiledPolicy,
  decide,
  type PolicyDecision,
  type PolicyRequest,
  type PolicyRuleInput,
  type PolicySpecInput,
} from '../../../src/modules/policy/index.ts';

let made = 0;

/** A rule that always matches unless it is told otherwise. */
export function rule(effect: PolicyRuleInput['effect'], rest: Partial<PolicyRuleInput> = {}): PolicyRuleInput {
  return { name: `${effect.toLowerCase()}-rule`, when: {}, effect, redact: [], ...rest };
}

/** A global policy, compiled, with an id that no other test uses. */
export function policy(
  rules: PolicyRuleInput[],
  spec: Partial<PolicySpecInput> = {},
  more: { name?: string; namespace?: string; attached?: boolean } = {},
): CompiledPolicy {
  made += 1;
  const full: PolicySpecInput = {
    applyMode: 'global',
    appliesTo: { matchLabels: {}, agents: [], systems: [], tasks: [] },
    rules,
    limits: { allowedModels: [], blockedTools: [] },
    combining: 'deny_wins',
    ...spec,
  };
  const { attached = false, ...identity } = more;
  const compiled = compilePolicy({
    id: `policy-${made}`,
    name: `p${made}`,
    namespace: 'shop',
    version: 'v1',
    spec: full,
    ...identity,
  });
  return { ...compiled, attached };
}

/** A call of the tool `send_money` by the agent `billing`, within a run that has spent 2 dollars and 1,500 tokens. */
export function toolCall(rest: Partial<PolicyRequest> = {}): PolicyRequest {
  return {
    action: 'tool.call',
    namespace: 'shop',
    agent: { name: 'billing', labels: { team: 'finance', env: 'prod' } },
    tool: { name: 'send_money', sideEffect: 'FINANCIAL', type: 'HTTP', arguments: { amount: 120, to: ['ann', 'bob'] } },
    execution: { labels: { tier: 'gold' }, costUsd: '2.00', inputTokens: 1000, outputTokens: 500, toolCalls: 3 },
    ...rest,
  };
}

export function modelCall(rest: Partial<PolicyRequest> = {}): PolicyRequest {
  const { tool: _, ...call } = toolCall();
  const model = { provider: 'openai', name: 'gpt-5-mini', endpoint: 'fast' };
  return { ...call, action: 'model.call', model, data: { text: 'hello' }, ...rest };
}

/** Whether one denying rule with this `when` matches. */
export function whenMatches(when: PolicyRuleInput['when'], request: PolicyRequest = toolCall()): boolean {
  return decide([policy([rule('DENY', { when })])], request).effect === 'DENY';
}

/** The decision of one rule with this expression. */
export function byExpression(
  expression: string,
  request: PolicyRequest = toolCall(),
  effect: PolicyRuleInput['effect'] = 'DENY',
): PolicyDecision {
  return decide([policy([rule(effect, { expression })])], request);
}
