import type { KindSpecs } from '../../kinds/index.ts';
import type { SpokeKinds } from '../spoke.ts';
import { agent } from './agent.ts';
import { agentRole } from './agent-role.ts';
import { agentSystem } from './agent-system.ts';
import { mcpServer } from './mcp-server.ts';
import { modelEndpoint } from './model-endpoint.ts';
import { policy } from './policy.ts';
import { secret } from './secret.ts';
import { tool } from './tool.ts';
import { toolPermission } from './tool-permission.ts';

/** How orloj.dev/v1 writes each kind. */
export const orlojKinds = {
  Agent: agent,
  AgentRole: agentRole,
  AgentSystem: agentSystem,
  ModelEndpoint: modelEndpoint,
  Tool: tool,
  ToolPermission: toolPermission,
  McpServer: mcpServer,
  Secret: secret,
  Policy: policy,
} satisfies SpokeKinds<KindSpecs>;
