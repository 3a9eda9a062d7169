import type { CompileTool, ResourceName, ToolCallInput, ToolNode } from '../modules/execution/index.ts';
import { type CompiledPolicy, decide } from '../modules/policy/index.ts';
import { effectiveSideEffect, type Resource, type ResourceService } from '../modules/resource/index.ts';
import { builtinTools, validateToolInput } from '../modules/tool/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { agentIdentity, attachedPolicies } from './compile-agent.ts';
import { assertNotDenied } from './steps/decision.ts';
import { compilePolicies, nodeNamespace } from './steps/policy-request.ts';

/** Turns a call of a Tool resource into the graph that is interpreted: one tool node, given its arguments as they are. */
export function createToolCompiler(resources: ResourceService): CompileTool {
  return async (actor, input) => {
    const [[tool], [agent]] = await Promise.all([
      resources.named(actor, 'Tool', [input.tool]),
      input.agent ? resources.named(actor, 'Agent', [input.agent]) : [],
    ]);
    if (!tool) throw missing('Tool', input.tool);
    if (input.agent && !agent) throw missing('Agent', input.agent);
    const schema = tool.spec.inputSchema ?? builtinTools.find(({ name }) => name === tool.spec.builtin)?.inputSchema;
    if (schema) validateToolInput(schema, input.arguments);
    const node: ToolNode = {
      kind: 'tool',
      tool: input.tool,
      arguments: null,
      ...(agent ? { agent: agentIdentity(agent), policies: attachedPolicies(agent) } : {}),
    };
    const about = { namespace: nodeNamespace(node), attached: node.policies ?? [] };
    assertMayBeCalled(compilePolicies(await resources.policies(actor), about), { node, tool, input });
    return {
      agentId: agent?.id ?? null,
      agentName: agent?.name ?? null,
      namespaceId: input.namespaceId ?? agent?.namespaceId ?? tool.namespaceId,
      graph: { nodes: { tool: node }, edges: [] },
      maxSteps: 0,
      timeoutMs: null,
    };
  };
}

/** Refuses at once what the policies would refuse when the call is made. @throws OrreryError POLICY_DENIED */
function assertMayBeCalled(
  policies: readonly CompiledPolicy[],
  call: { node: ToolNode; tool: Resource<'Tool'>; input: ToolCallInput },
): void {
  const { node, tool, input } = call;
  const request = {
    namespace: nodeNamespace(node),
    ...(node.agent ? { agent: { name: node.agent.name, labels: node.agent.labels } } : {}),
    execution: { labels: input.labels, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 },
  };
  assertNotDenied(decide(policies, { ...request, action: 'execution.start' }));
  const facts = {
    name: tool.name,
    sideEffect: effectiveSideEffect(tool.spec),
    type: tool.spec.type,
    arguments: input.arguments,
  };
  assertNotDenied(
    decide(policies, {
      ...request,
      action: 'tool.call',
      tool: facts,
      ...(tool.spec.mcp ? { mcpServer: { name: tool.spec.mcp.server.name } } : {}),
      data: { text: JSON.stringify(input.arguments) },
    }),
  );
}

function missing(kind: string, { namespace, name }: ResourceName): OrreryError {
  return new OrreryError('RESOURCE_NOT_FOUND', `There is no ${kind} ${namespace}/${name}.`);
}
