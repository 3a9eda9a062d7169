import { type AgentSpec, agent } from './agent.ts';
import { type AgentRoleSpec, agentRole } from './agent-role.ts';
import { type AgentSystemSpec, agentSystem } from './agent-system.ts';
import { type BudgetSpec, budget } from './budget.ts';
import { type DeploymentSpec, deployment } from './deployment.ts';
import { type EnvironmentSpec, environment } from './environment.ts';
import { type KindDefinition, type Reference, type ResourceKind, resourceKinds } from './kind.ts';
import { type McpServerSpec, mcpServer } from './mcp-server.ts';
import { type ModelEndpointSpec, modelEndpoint } from './model-endpoint.ts';
import { type ModelRouteSpec, modelRoute } from './model-route.ts';
import { type PolicySpec, policy } from './policy.ts';
import { type SecretSpec, secret } from './secret.ts';
import { type ToolSpec, tool } from './tool.ts';
import { type ToolPermissionSpec, toolPermission } from './tool-permission.ts';

/** The hub spec of each kind. */
export interface KindSpecs {
  Agent: AgentSpec;
  AgentRole: AgentRoleSpec;
  AgentSystem: AgentSystemSpec;
  Budget: BudgetSpec;
  Deployment: DeploymentSpec;
  Environment: EnvironmentSpec;
  McpServer: McpServerSpec;
  ModelEndpoint: ModelEndpointSpec;
  ModelRoute: ModelRouteSpec;
  Policy: PolicySpec;
  Secret: SecretSpec;
  Tool: ToolSpec;
  ToolPermission: ToolPermissionSpec;
}

/** Every kind by its name. */
export const kinds: { readonly [K in ResourceKind]: KindDefinition<KindSpecs[K]> } = {
  Agent: agent,
  AgentRole: agentRole,
  AgentSystem: agentSystem,
  Budget: budget,
  Deployment: deployment,
  Environment: environment,
  McpServer: mcpServer,
  ModelEndpoint: modelEndpoint,
  ModelRoute: modelRoute,
  Policy: policy,
  Secret: secret,
  Tool: tool,
  ToolPermission: toolPermission,
};

const kindByAlias = new Map(resourceKinds.flatMap((kind) => kinds[kind].aliases.map((alias) => [alias, kind])));

/** The kind that a manifest or a path means: `McpServer`, `MCPServer`, `mcp-servers` and `mcpserver` are one. */
export function findKind(word: string): ResourceKind | undefined {
  return kindByAlias.get(word.trim().toLowerCase().replaceAll(/[-_]/g, ''));
}

/** What a spec of `kind` names, in the order of its fields. */
export function referencesOf<K extends ResourceKind>(kind: K, spec: KindSpecs[K]): Reference[] {
  return kinds[kind].references(spec);
}
