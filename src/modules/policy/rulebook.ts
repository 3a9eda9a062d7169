import { compilePermission, standingPolicies, toolNamed } from './authorization.ts';
import { usablePolicy } from './compile.ts';
import type { CompiledPolicy } from './compiled-policy.ts';
import { applies, decide } from './decide.ts';
import { type AgentRoleInput, normalName, normalPermission, type ToolPermissionInput } from './permission.ts';
import type { PolicyDecision, PolicyInput, PolicyRequest } from './policy.ts';

/** Everything that an organization has written down about what agents may do. */
export interface RulebookSource {
  /** In the order in which they are asked. */
  policies: readonly PolicyInput[];
  roles: readonly AgentRoleInput[];
  permissions: readonly ToolPermissionInput[];
}

/** Names a resource in full. */
export interface PlacedName {
  namespace: string;
  name: string;
}

/** Policies, roles and tool permissions of an organization as one: it finds those that concern a call, and decides. */
export class Rulebook {
  readonly source: RulebookSource;
  readonly #policies = new Map<string, PolicyInput[]>();
  readonly #policyByName = new Map<string, PolicyInput>();
  readonly #permissions = new Map<string, ToolPermissionInput[]>();
  readonly #compiledPermissions = new Map<ToolPermissionInput, CompiledPolicy>();
  readonly #grants = new Map<string, string[]>();

  constructor(source: RulebookSource) {
    this.source = source;
    for (const policy of source.policies) {
      push(this.#policies, policy.namespace, policy);
      this.#policyByName.set(nameText(policy), policy);
    }
    for (const permission of source.permissions) {
      // Permissions about anything but calls have nothing to say of calls.
      if (normalName(permission.spec.action) === 'invoke') {
        push(this.#permissions, nameText({ ...permission, name: toolNamed(permission.spec) }), permission);
      }
    }
    for (const role of source.roles) this.#grants.set(nameText(role), role.permissions.map(normalPermission));
  }

  /**
   * What is said of a call. Asked are the policies of its namespace, those of other namespaces that its agent names
   * (`attached`), the permissions about its tool, and its agent's roles.
   *
   */
  decide(request: PolicyRequest, attached: readonly PlacedName[] = []): PolicyDecision {
    const { policies, grants } = this.#concerning(request, attached);
    return decide(policies, { ...request, grants });
  }

  /** All that `decide` would go by, as text: two rulebooks that give the same say the same of a call. */
  basisOf(request: PolicyRequest, attached: readonly PlacedName[] = []): string {
    const { policies, grants } = this.#concerning(request, attached);
    return JSON.stringify([policies.map(({ id, version }) => [id, version]), grants]);
  }

  #concerning(request: PolicyRequest, attached: readonly PlacedName[]) {
    const policies = this.#policiesFor(request, attached);
    const isToolCall = request.action === 'tool.call';
    const permissions = isToolCall ? this.#permissionsAbout(request) : [];
    const authorization = isToolCall ? [...permissions, ...standingPolicies] : [];
    return { policies: [...policies, ...authorization], grants: this.#grantsOf(request, permissions.length > 0) };
  }

  #policiesFor({ namespace }: PolicyRequest, attached: readonly PlacedName[]): CompiledPolicy[] {
    const named = new Set(attached.map(nameText));
    const own = this.#policies.get(namespace) ?? [];
    const others = attached.flatMap((name) => {
      const policy = name.namespace === namespace ? undefined : this.#policyByName.get(nameText(name));
      return policy ? [policy] : [];
    });
    return [...own, ...others].map((policy) => usablePolicy({ ...policy, attached: named.has(nameText(policy)) }));
  }

  #permissionsAbout(request: PolicyRequest): CompiledPolicy[] {
    const { namespace, tool } = request;
    if (!tool) return [];
    const about = this.#permissions.get(nameText({ namespace, name: normalName(tool.name) })) ?? [];
    return about.map((permission) => this.#compiled(permission)).filter((policy) => applies(policy, request));
  }

  /** Compiled when its tool is first called: an organization has more of them than a process ever asks. */
  #compiled(permission: ToolPermissionInput): CompiledPolicy {
    const known = this.#compiledPermissions.get(permission);
    if (known) return known;
    const compiled = compilePermission(permission);
    this.#compiledPermissions.set(permission, compiled);
    return compiled;
  }

  #grantsOf({ agent }: PolicyRequest, isToolGoverned: boolean): NonNullable<PolicyRequest['grants']> {
    const roles = (agent?.roles ?? []).map(nameText);
    const missingRoles = roles.filter((role) => !this.#grants.has(role));
    const permissions = [...new Set(roles.flatMap((role) => this.#grants.get(role) ?? []))];
    return { permissions, missingRoles, isToolGoverned };
  }
}

function nameText({ namespace, name }: PlacedName): string {
  return `${namespace}/${name}`;
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
