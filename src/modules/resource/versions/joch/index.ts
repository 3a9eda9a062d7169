import type { KindSpecs } from '../../kinds/index.ts';
import type { SpokeKinds } from '../spoke.ts';
import { agent } from './agent.ts';
import { knowledgeSource, rag } from './knowledge.ts';
import { mcpServer } from './mcp-server.ts';
import { memory } from './memory.ts';
import { modelEndpoint } from './model-endpoint.ts';
import { modelRoute } from './model-route.ts';
import { agBom, artifact, budget, deployment, environment, evaluation, team, trace } from './operations.ts';
import { policy } from './policy.ts';
import { conversation, frameworkAdapter, handoff, stateCheckpoint } from './runtime.ts';
import { secret } from './secret.ts';
import { tool } from './tool.ts';

/** How joch.dev/v1alpha1 writes each kind. */
export const jochKinds = {
  AgBom: agBom,
  Agent: agent,
  Artifact: artifact,
  Budget: budget,
  Conversation: conversation,
  Deployment: deployment,
  Environment: environment,
  Eval: evaluation,
  FrameworkAdapter: frameworkAdapter,
  Handoff: handoff,
  KnowledgeSource: knowledgeSource,
  McpServer: mcpServer,
  Memory: memory,
  ModelEndpoint: modelEndpoint,
  ModelRoute: modelRoute,
  Policy: policy,
  Rag: rag,
  Secret: secret,
  StateCheckpoint: stateCheckpoint,
  Team: team,
  Tool: tool,
  Trace: trace,
} satisfies SpokeKinds<KindSpecs>;
