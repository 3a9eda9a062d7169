import type { KindSpecs } from '../../kinds/index.ts';
import type { SpokeKinds } from '../spoke.ts';
import { agent } from './agent.ts';
import { agentRole } from './agent-role.ts';
import { agentSystem } from './agent-system.ts';
import { mcpServer } from './mcp-server.ts';
import { memory } from './memory.ts';
import { modelEndpoint } from './model-endpoint.ts';
import { policy } from './policy.ts';
import { schedule } from './schedule.ts';
import { sealedSecret } from './sealed-secret.ts';
import { secret } from './secret.ts';
import { task, taskWebhook, worker } from './task.ts';
import { tool } from './tool.ts';
import { toolPermission } from './tool-permission.ts';

/** How orloj.dev/v1 writes each kind. */
export const orlojKinds = {
  Agent: agent,
  AgentRole: agentRole,
  AgentSystem: agentSystem,
  McpServer: mcpServer,
  Memory: memory,
  ModelEndpoint: modelEndpoint,
  Policy: policy,
  Schedule: schedule,
  SealedSecret: sealedSecret,
  Secret: secret,
  Task: task,
  TaskWebhook: taskWebhook,
  Tool: tool,
  ToolPermission: toolPermission,
  Worker: worker,
} satisfies SpokeKinds<KindSpecs>;
