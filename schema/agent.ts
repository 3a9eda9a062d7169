import type { Resource } from '../src/modules/resource/index.ts';
import {
  AgentBudgets,
  AgentFramework,
  AgentLimits,
  AgentMemory,
  AgentParameters,
  AgentToolUse,
} from './agent-parts.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { kindRef } from './kind-ref.ts';
import { McpServerRef } from './mcp-server.ts';
import { ModelEndpointRef } from './model-endpoint.ts';
import { Node } from './node.ts';
import { PolicyRef } from './policy.ts';
import { loadNamed, loadRefs, nameOf } from './reference.ts';
import { ResourceRef } from './resource.ts';
import { ToolRef } from './tool.ts';
import { addJournalCursor } from './watchable.ts';

const AgentSpecRef = builder.objectRef<Resource<'Agent'>>('AgentSpec').implement({
  description: 'What an agent is told, which models and tools it has, and within which bounds it works.',
});

export const AgentRef = builder.objectRef<Resource<'Agent'>>('Agent').implement({
  description: 'An agent: a prompt, and the models, tools and bounds with which it is run.',
  interfaces: [ResourceRef, Node],
  fields: (t) => ({
    spec: t.field({ type: AgentSpecRef, description: 'What it declares.', resolve: (agent) => agent }),
  }),
});

builder.objectFields(AgentSpecRef, (t) => ({
  displayName: t.string({
    nullable: true,
    description: 'Its name for people; null when it has none.',
    resolve: ({ spec }) => spec.displayName,
  }),
  description: t.string({
    nullable: true,
    description: 'What it is for; null when not said.',
    resolve: ({ spec }) => spec.description,
  }),
  prompt: t.string({
    description: 'What it is told before every conversation; may be empty.',
    resolve: ({ spec }) => spec.prompt,
  }),
  limits: t.field({ type: AgentLimits, description: 'How long a run may go on.', resolve: ({ spec }) => spec.limits }),
  budgets: t.field({ type: AgentBudgets, description: 'What it may use.', resolve: ({ spec }) => spec.budgets }),
  parameters: t.field({
    type: AgentParameters,
    description: 'What its model calls ask for.',
    resolve: ({ spec }) => spec.parameters,
  }),
  toolUse: t.field({
    type: AgentToolUse,
    description: 'How it is to use its tools.',
    resolve: ({ spec }) => spec.toolUse,
  }),
}));

builder.objectFields(AgentSpecRef, (t) => ({
  model: t.field({
    type: ModelEndpointRef,
    nullable: true,
    description: 'The model endpoint that it asks; null when it names none or that one does not exist.',
    resolve: (agent, _args, { loaders }) =>
      agent.spec.model ? loadNamed(loaders, 'ModelEndpoint', nameOf(agent.spec.model, agent)) : null,
  }),
  fallbackModels: t.field({
    type: [ModelEndpointRef],
    description: 'The endpoints that it asks when the one before fails, in order, as far as they exist.',
    resolve: (agent, _args, { loaders }) =>
      loadRefs(loaders, 'ModelEndpoint', { refs: agent.spec.fallbackModels, from: agent }),
  }),
  tools: t.field({
    type: [ToolRef],
    description: 'The tools that it can call, as far as they exist.',
    resolve: (agent, _args, { loaders }) => loadRefs(loaders, 'Tool', { refs: agent.spec.tools, from: agent }),
  }),
  mcpServers: t.field({
    type: [McpServerRef],
    description: 'The MCP servers whose tools it can call, as far as they exist.',
    resolve: (agent, _args, { loaders }) =>
      loadRefs(loaders, 'McpServer', { refs: agent.spec.mcpServers, from: agent }),
  }),
  policies: t.field({
    type: [PolicyRef],
    description: 'The policies that it names, as far as they exist; others may apply to it as well.',
    resolve: (agent, _args, { loaders }) => loadRefs(loaders, 'Policy', { refs: agent.spec.policies, from: agent }),
  }),
  roles: t.field({
    // The type of a shaped kind is made by its name.
    type: ['AgentRole' as never],
    description:
      'The roles whose permissions it has, as far as they exist; while one of them does not, it may call no tool.',
    resolve: ((agent: Resource<'Agent'>, _args: object, { loaders }: Context) =>
      loadRefs(loaders, 'AgentRole', { refs: agent.spec.roles, from: agent })) as never,
  }),
  handoffs: t.field({
    type: [AgentRef],
    description: 'The agents to which it may hand over, as far as they exist. Not acted on yet.',
    resolve: (agent, _args, { loaders }) => loadRefs(loaders, 'Agent', { refs: agent.spec.handoffs, from: agent }),
  }),
}));

builder.objectFields(AgentSpecRef, (t) => ({
  route: t.field({
    type: kindRef('ModelRoute'),
    nullable: true,
    description:
      'The model route that chooses its endpoint; null when it names none or it does not exist. Not acted on yet.',
    resolve: ({ spec, namespace }, _args, { loaders }) =>
      spec.route ? loadNamed(loaders, 'ModelRoute', nameOf(spec.route, { namespace })) : null,
  }),
  allowedTools: t.stringList({
    description: 'Tools that it may call whatever its roles permit, by name. Policies still decide on the calls.',
    resolve: ({ spec }) => spec.allowedTools,
  }),
  memories: t.field({
    type: [AgentMemory],
    description: 'The memories that it has.',
    resolve: ({ spec, namespace }) => spec.memories.map((memory) => ({ memory, namespace })),
  }),
  knowledge: t.field({
    type: [kindRef('Rag')],
    description: 'The knowledge that it searches, as far as it exists. Not acted on yet.',
    resolve: (agent, _args, { loaders }) => loadRefs(loaders, 'Rag', { refs: agent.spec.knowledge, from: agent }),
  }),
  outputSchema: t.field({
    type: 'JSON',
    nullable: true,
    description: 'The JSON Schema of its output; null when any will do. Not acted on yet.',
    resolve: ({ spec }) => spec.outputSchema,
  }),
  framework: t.field({
    type: AgentFramework,
    nullable: true,
    description: 'Its code, when a framework runs it; null when the platform does. Not acted on yet.',
    resolve: ({ spec: { framework }, namespace }) => framework && { framework, namespace },
  }),
}));

export const AgentEdge = builder.edgeObject({ type: AgentRef, name: 'AgentEdge', description: 'An agent in a list.' });
export const AgentConnection = builder.connectionObject(
  { type: AgentRef, name: 'AgentConnection', description: 'A page of agents.' },
  AgentEdge,
);
addJournalCursor(AgentConnection);
