import type { PolicyEffect, PolicySource } from '../policy/index.ts';
import { type CompiledPolicy, compilePermission, type RulebookSource, usablePolicy } from '../policy/index.ts';

/** A rule that decides on calls now, whatever it is written as. */
export interface RuleInForce {
  /** Unique, and the same as long as its policy and its name are. */
  id: string;
  source: PolicySource;
  namespace: string;
  policyId: string;
  policyName: string;
  policyVersion: string;
  name: string;
  effect: PolicyEffect;
  /** Its conditions by what they look at; all must hold. */
  when: Record<string, unknown>;
  expression: string | null;
  reason: string | null;
  /** Agents that it is for, as their policy names them; empty for all that its policy finds in another way. */
  agents: readonly string[];
  tool: string | null;
  /** Its place among the rules of its policy, which are asked in this order, from 0. */
  position: number;
}

/** Every rule of a rulebook, sorted by id. */
export function rulesInForce({ policies, permissions, roles }: RulebookSource): RuleInForce[] {
  const rules = [
    ...policies.flatMap((policy) => rulesOf(usablePolicy(policy), null)),
    ...permissions.flatMap((permission) => rulesOf(compilePermission(permission), permission.spec.toolRef)),
    ...roles.map(({ id, namespace, name, version, permissions: granted }): RuleInForce => {
      const role = { namespace, policyId: id, policyName: name, policyVersion: version };
      const when = { 'agent.roles': name };
      const reason = granted.length === 0 ? 'It permits nothing.' : `It permits ${granted.join(', ')}.`;
      const rest = { expression: null, agents: [], tool: null, position: 0 };
      return {
        id: `${id}/permissions`,
        source: 'PERMISSION',
        name: 'permissions',
        effect: 'ALLOW',
        ...role,
        when,
        reason,
        ...rest,
      };
    }),
  ];
  return rules.sort((one, other) => (one.id < other.id ? -1 : 1));
}

function rulesOf(policy: CompiledPolicy, tool: string | null): RuleInForce[] {
  const { id, source, namespace, name: policyName, version: policyVersion, appliesTo } = policy;
  return policy.rules.map(({ name, effect, described }, position) => ({
    id: `${id}/${String(position).padStart(4, '0')}`,
    source,
    namespace,
    policyId: id,
    policyName,
    policyVersion,
    name,
    effect,
    ...described,
    agents: appliesTo.agents,
    tool,
    position,
  }));
}
