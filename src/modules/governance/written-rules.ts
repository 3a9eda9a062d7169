import type { AgentRoleInput, PolicyInput, ToolPermissionInput } from '../policy/index.ts';
import type { Resource } from '../resource/index.ts';

/** The kinds in which it is written down what agents may do. */
export const governingKinds = ['Policy', 'AgentRole', 'ToolPermission'] as const;

export type GoverningKind = (typeof governingKinds)[number];

export function isGoverning(kind: string | null): kind is GoverningKind {
  return governingKinds.some((known) => known === kind);
}

/** A Policy as the rulebook takes it. */
export function policyInput(policy: Resource<'Policy'>): PolicyInput {
  return { ...identityOf(policy), spec: policy.spec };
}

/** An AgentRole as the rulebook takes it. */
export function agentRoleInput(role: Resource<'AgentRole'>): AgentRoleInput {
  return { ...identityOf(role), permissions: role.spec.permissions };
}

/** A ToolPermission as the rulebook takes it. */
export function toolPermissionInput(permission: Resource<'ToolPermission'>): ToolPermissionInput {
  return { ...identityOf(permission), spec: permission.spec };
}

function identityOf({ id, name, namespace, generation }: Resource) {
  return { id, name, namespace, version: `v${generation}` };
}
