import type { CompileTool, ResourceName, ToolCallInput, ToolNode } from '../modules/execution/index.ts';
import type { Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { PolicyRequest } from '../modules/policy/index.ts';
import { effectiveSideEffect, type Resource, type ResourceService } from '../modules/resource/index.ts';
import { builtinTools, validateToolInput } from '../modules/tool/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { agentIdentity, attachedPolicies, earlyPlace } from './compile-agent.ts';
import { assertNotDenied } from './steps/decision.ts';
import { nodeNamespace, policyAgent } from './steps/policy-request.ts';

/** Turns a call of a Tool resource into the graph that is interpreted: one tool node, given its arguments as they are. */
export function createToolCompiler(resources: ResourceService, judge: Judge): CompileTool {
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
    await assertMayBeCalled(actor, judge, { node, tool, input });
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
async function assertMayBeCalled(
  actor: Actor,
  judge: Judge,
  call: { node: ToolNode; tool: Resource<'Tool'>; input: ToolCallInput },
): Promise<void> {
  const { node, tool, input } = call;
  const about: Omit<PolicyRequest, 'action'> = {
    namespace: nodeNamespace(node),
    ...(node.agent ? { agent: policyAgent(node.agent) } : {}),
    execution: { labels: input.labels, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 },
  };
  const agentId = node.agent?.id ?? null;
  const place = earlyPlace(actor, { namespaceId: tool.namespaceId, resourceId: tool.id, agentId });
  const attached = node.policies ?? [];
  for (const request of [{ ...about, action: 'execution.start' } as const, toolRequest(about, tool, input)]) {
    assertNotDenied(await judge.decideEarly(actor, { request, attached, place }));
  }
}

function toolRequest(
  about: Omit<PolicyRequest, 'action'>,
  { name, spec }: Resource<'Tool'>,
  { arguments: given }: ToolCallInput,
): PolicyRequest {
  const { type, operationClasses, capabilities, mcp } = spec;
  const sideEffect = effectiveSideEffect(spec);
  return {
    ...about,
    action: 'tool.call',
    tool: { name, sideEffect, type, operationClasses, capabilities, arguments: given },
    ...(mcp ? { mcpServer: { name: mcp.server.name } } : {}),
    data: { text: JSON.stringify(given) },
  };
}

function missing(kind: string, { namespace, name }: ResourceName): OrreryError {
  return new OrreryError('RESOURCE_NOT_FOUND', `There is no ${kind} ${namespace}/${name}.`);
}
