import type { KindSpecs } from '../../kinds/index.ts';
import type { SpokeKinds } from '../spoke.ts';
import { agent } from './agent.ts';
import { agentSystem } from './agent-system.ts';
import { mcpServer } from './mcp-server.ts';
import { modelEndpoint } from './model-endpoint.ts';
import { policy } from './policy.ts';
import { sealedSecret } from './sealed-secret.ts';
import { secret } from './secret.ts';
import { tool } from './tool.ts';

/** How orloj.dev/v1 writes each kind. */
export const orlojKinds = {
  Agent: agent,
  AgentSystem: agentSystem,
  ModelEndpoint: modelEndpoint,
  Tool: tool,
  McpServer: mcpServer,
  SealedSecret: sealedSecret,
  Secret: secret,
  Policy: policy,
} satisfies SpokeKinds<KindSpecs>;
