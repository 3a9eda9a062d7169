import type { KindSpecs } from '../../kinds/index.ts';
import type { SpokeKinds } from '../spoke.ts';
import { agent } from './agent.ts';
import { mcpServer } from './mcp-server.ts';
import { memory } from './memory.ts';
import { modelEndpoint } from './model-endpoint.ts';
import { modelRoute } from './model-route.ts';
import { budget, deployment, environment } from './operations.ts';
import { policy } from './policy.ts';
import { secret } from './secret.ts';
import { tool } from './tool.ts';

/** How joch.dev/v1alpha1 writes each kind. */
export const jochKinds = {
  Agent: agent,
  Budget: budget,
  Deployment: deployment,
  Environment: environment,
  McpServer: mcpServer,
  Memory: memory,
  ModelEndpoint: modelEndpoint,
  ModelRoute: modelRoute,
  Policy: policy,
  Secret: secret,
  Tool: tool,
} satisfies SpokeKinds<KindSpecs>;
