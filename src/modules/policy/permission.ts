/** A permission as it is compared: case does not count, and `-`, `/` and `\` are `_`. */
export function normalPermission(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[-/\\]/g, '_');
}

/** What a tool or an agent is called, as it is compared. */
export function normalName(text: string): string {
  return text.trim().toLowerCase();
}

/** One version of a role of agents. */
export interface AgentRoleInput {
  id: string;
  name: string;
  namespace: string;
  /** The generation as text: `v3`. */
  version: string;
  permissions: readonly string[];
}

/** One version of what an agent needs to call a tool. */
export interface ToolPermissionInput {
  id: string;
  name: string;
  namespace: string;
  /** The generation as text: `v3`. */
  version: string;
  spec: {
    toolRef: string;
    action: string;
    requiredPermissions: readonly string[];
    matchMode: 'all' | 'any';
    applyMode: 'global' | 'scoped';
    targetAgents: readonly string[];
    operationRules: readonly {
      operationClass: 'read' | 'write' | 'delete' | 'admin' | '*';
      verdict: 'allow' | 'deny' | 'approval_required';
    }[];
  };
}

/** What an agent with roles needs for a tool that no permission is about: the tool itself, and each of its capabilities. */
export function permissionsFor(tool: { name: string; capabilities?: readonly string[] }): string[] {
  const needed = [`tool:${tool.name}:invoke`, ...(tool.capabilities ?? []).map((name) => `capability:${name}`)];
  return needed.map(normalPermission);
}
