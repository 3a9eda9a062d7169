import { type AgBomSpec, agBom } from './ag-bom.ts';
import { type AgentSpec, agent } from './agent.ts';
import { type AgentRoleSpec, agentRole } from './agent-role.ts';
import { type AgentSystemSpec, agentSystem } from './agent-system.ts';
import { type ArtifactSpec, artifact } from './artifact.ts';
import { type BudgetSpec, budget } from './budget.ts';
import { type ConversationSpec, conversation } from './conversation.ts';
import { type DeploymentSpec, deployment } from './deployment.ts';
import { type EnvironmentSpec, environment } from './environment.ts';
import { type EvalSpec, evaluation } from './eval.ts';
import { type FrameworkAdapterSpec, frameworkAdapter } from './framework-adapter.ts';
import { type HandoffSpec, handoff } from './handoff.ts';
import { defaultNamespace, type KindDefinition, type Reference, type ResourceKind, resourceKinds } from './kind.ts';
import { type KnowledgeSourceSpec, knowledgeSource } from './knowledge-source.ts';
import { type McpServerSpec, mcpServer } from './mcp-server.ts';
import { type MemorySpec, memory } from './memory.ts';
import { type ModelEndpointSpec, modelEndpoint } from './model-endpoint.ts';
import { type ModelRouteSpec, modelRoute } from './model-route.ts';
import { type PolicySpec, policy } from './policy.ts';
import { type RagSpec, rag } from './rag.ts';
import { type ScheduleSpec, schedule } from './schedule.ts';
import { type SealedSecretSpec, sealedSecret } from './sealed-secret.ts';
import { type SecretSpec, secret } from './secret.ts';
import { type StateCheckpointSpec, stateCheckpoint } from './state-checkpoint.ts';
import { type TaskSpec, task } from './task.ts';
import { type TaskWebhookSpec, taskWebhook } from './task-webhook.ts';
import { type TeamSpec, team } from './team.ts';
import { type ToolSpec, tool } from './tool.ts';
import { type ToolPermissionSpec, toolPermission } from './tool-permission.ts';
import { type TraceSpec, trace } from './trace.ts';
import { type WorkerSpec, worker } from './worker.ts';
import { type WorkflowSpec, workflow } from './workflow.ts';

/** The hub spec of each kind. */
export interface KindSpecs {
  AgBom: AgBomSpec;
  Agent: AgentSpec;
  AgentRole: AgentRoleSpec;
  AgentSystem: AgentSystemSpec;
  Artifact: ArtifactSpec;
  Budget: BudgetSpec;
  Conversation: ConversationSpec;
  Deployment: DeploymentSpec;
  Environment: EnvironmentSpec;
  Eval: EvalSpec;
  FrameworkAdapter: FrameworkAdapterSpec;
  Handoff: HandoffSpec;
  KnowledgeSource: KnowledgeSourceSpec;
  McpServer: McpServerSpec;
  Memory: MemorySpec;
  ModelEndpoint: ModelEndpointSpec;
  ModelRoute: ModelRouteSpec;
  Policy: PolicySpec;
  Rag: RagSpec;
  Schedule: ScheduleSpec;
  SealedSecret: SealedSecretSpec;
  Secret: SecretSpec;
  StateCheckpoint: StateCheckpointSpec;
  Task: TaskSpec;
  TaskWebhook: TaskWebhookSpec;
  Team: TeamSpec;
  Tool: ToolSpec;
  Trace: TraceSpec;
  Worker: WorkerSpec;
  Workflow: WorkflowSpec;
  ToolPermission: ToolPermissionSpec;
}

/** Every kind by its name. */
export const kinds: { readonly [K in ResourceKind]: KindDefinition<KindSpecs[K]> } = {
  AgBom: agBom,
  Agent: agent,
  AgentRole: agentRole,
  AgentSystem: agentSystem,
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
  Schedule: schedule,
  SealedSecret: sealedSecret,
  Secret: secret,
  StateCheckpoint: stateCheckpoint,
  Task: task,
  TaskWebhook: taskWebhook,
  Team: team,
  Tool: tool,
  Trace: trace,
  Worker: worker,
  Workflow: workflow,
  ToolPermission: toolPermission,
};

const kindByAlias = new Map(resourceKinds.flatMap((kind) => kinds[kind].aliases.map((alias) => [alias, kind])));

/** The kind that a manifest or a path means: `McpServer`, `MCPServer`, `mcp-servers` and `mcpserver` are one. */
export function findKind(word: string): ResourceKind | undefined {
  return kindByAlias.get(word.trim().toLowerCase().replaceAll(/[-_]/g, ''));
}

/** The name of a kind's type in the graph. */
export function typeNameOf(kind: ResourceKind): string {
  return kinds[kind].typeName ?? kind;
}

/** The namespace in which a resource of `kind` lies that is written as one of `namespace`. */
export function homeOf(kind: ResourceKind, namespace: string): string {
  return kinds[kind].scope === 'CLUSTER' ? defaultNamespace : namespace;
}

/** The namespaces in which a resource of `kind` is looked for that is named in `namespace`, nearest first. */
export function placesOf(kind: ResourceKind, namespace: string): string[] {
  const home = homeOf(kind, namespace);
  return kinds[kind].scope === 'SHARED' && home !== defaultNamespace ? [home, defaultNamespace] : [home];
}

/** Whether a resource of `kind` that lies in `namespace` belongs to all namespaces. */
export function belongsToAll(kind: ResourceKind, namespace: string): boolean {
  return kinds[kind].scope !== undefined && namespace === defaultNamespace;
}

/** What a spec of `kind` names, in the order of its fields. */
export function referencesOf<K extends ResourceKind>(kind: K, spec: KindSpecs[K]): Reference[] {
  return kinds[kind].references(spec);
}
