import { type AgentNode, agentGraph, type CompileAgent, type ResourceName } from '../modules/execution/index.ts';
import type { CallPlace, Judge } from '../modules/governance/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { AgentSpec, Ref, Resource, ResourceService } from '../modules/resource/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { assertNotDenied } from './steps/decision.ts';
import { policyAgent } from './steps/policy-request.ts';

/** Turns an Agent resource into the graph that is interpreted. */
export function createAgentCompiler(resources: ResourceService, judge: Judge): CompileAgent {
  return async (actor, name, model, labels) => {
    const [agent] = await resources.named(actor, 'Agent', [name]);
    if (!agent) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no Agent ${name.namespace}/${name.name}.`);
    const chosen = model ?? (agent.spec.model ? full(agent, agent.spec.model) : undefined);
    if (!chosen) {
      throw new OrreryError('INPUT_INVALID', `Agent ${agent.name} names no model.`, {
        fix: 'Give the agent a model, or the run one of its own.',
      });
    }
    if (model && (await resources.named(actor, 'ModelEndpoint', [model])).length === 0) {
      throw new OrreryError('RESOURCE_NOT_FOUND', `There is no ModelEndpoint ${model.namespace}/${model.name}.`);
    }
    const node = await permittedNode(actor, judge, { agent, model: chosen, labels });
    return {
      agentId: agent.id,
      agentName: agent.name,
      namespaceId: agent.namespaceId,
      graph: agentGraph(node),
      maxSteps: node.maxSteps,
      timeoutMs: agent.spec.limits.timeoutMs ?? null,
    };
  };
}

/** An agent of a graph as it is when the run begins. */
export interface CompiledNode {
  node: AgentNode;
  timeoutMs: number | null;
}

/**
 * The nodes of many agents, in the order of their names.
 * @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, POLICY_DENIED
 */
export async function compileAgents(
  actor: Actor,
  names: readonly ResourceName[],
  deps: { resources: ResourceService; judge: Judge; labels: Record<string, string> },
): Promise<CompiledNode[]> {
  const { resources, judge, labels } = deps;
  const found = await resources.named(actor, 'Agent', names);
  return Promise.all(
    names.map(async ({ namespace, name }) => {
      const agent = found.find((candidate) => candidate.namespace === namespace && candidate.name === name);
      if (!agent) throw new OrreryError('RESOURCE_NOT_FOUND', `There is no Agent ${namespace}/${name}.`);
      if (!agent.spec.model) throw new OrreryError('INPUT_INVALID', `Agent ${agent.name} names no model.`);
      const model = full(agent, agent.spec.model);
      const node = await permittedNode(actor, judge, { agent, model, labels });
      return { node, timeoutMs: agent.spec.limits.timeoutMs ?? null };
    }),
  );
}

/** The node of an agent that the policies let begin. @throws OrreryError POLICY_DENIED */
async function permittedNode(
  actor: Actor,
  judge: Judge,
  about: { agent: Resource<'Agent'>; model: ResourceName; labels: Record<string, string> },
): Promise<AgentNode> {
  const { agent, model, labels } = about;
  const node = agentNode(agent, model);
  assertNotDenied(
    await judge.decideEarly(actor, {
      request: {
        action: 'execution.start',
        namespace: agent.namespace,
        agent: policyAgent(node.agent),
        execution: { labels, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 },
      },
      attached: node.policies,
      place: earlyPlace(actor, { namespaceId: agent.namespaceId, resourceId: agent.id, agentId: agent.id }),
    }),
  );
  return node;
}

/** Where a call belongs whose execution has not begun. */
export function earlyPlace(actor: Actor, about: Pick<CallPlace, 'namespaceId' | 'resourceId' | 'agentId'>): CallPlace {
  const { organizationId, principalId, requestId } = actor;
  return { ...about, organizationId, principalId, requestId, executionId: null, stepKey: null };
}

function agentNode(agent: Resource<'Agent'>, model: ResourceName): AgentNode {
  const { spec } = agent;
  const all = (refs: readonly Ref[]): ResourceName[] => refs.map((ref) => full(agent, ref));
  return {
    kind: 'agent',
    agent: agentIdentity(agent),
    prompt: spec.prompt,
    model,
    fallbackModels: all(spec.fallbackModels),
    tools: all(spec.tools),
    mcpServers: all(spec.mcpServers),
    policies: attachedPolicies(agent),
    parameters: {
      ...(spec.parameters.temperature === undefined ? {} : { temperature: spec.parameters.temperature }),
      ...(spec.parameters.topP === undefined ? {} : { topP: spec.parameters.topP }),
      ...(spec.parameters.maxOutputTokens === undefined ? {} : { maxOutputTokens: spec.parameters.maxOutputTokens }),
    },
    maxSteps: spec.limits.maxSteps,
    budget: budgetOf(spec.budgets),
    onDenied: 'tell_model',
    onStepLimit: 'fail',
    repeatedCalls: spec.toolUse.duplicateCalls === 'short_circuit' ? 'reuse' : 'call',
  };
}

function budgetOf({ tokensPerRun, toolCallsPerRun, costUsdPerDay }: AgentSpec['budgets']): AgentNode['budget'] {
  const perDay = costUsdPerDay === undefined ? {} : { costUsdPerDay };
  return { tokens: tokensPerRun ?? null, toolCalls: toolCallsPerRun ?? null, ...perDay };
}

/** The agent as runs remember it. */
export function agentIdentity(agent: Resource<'Agent'>): AgentNode['agent'] {
  const { id, name, namespace, generation, labels, spec } = agent;
  const roles = spec.roles.map((ref) => full(agent, ref));
  return { id, name, namespace, generation, labels, roles, allowedTools: spec.allowedTools };
}

/** The policies that the agent names. */
export function attachedPolicies(agent: Resource<'Agent'>): ResourceName[] {
  return agent.spec.policies.map((ref) => full(agent, ref));
}

function full(agent: Resource<'Agent'>, ref: Ref): ResourceName {
  return { namespace: ref.namespace ?? agent.namespace, name: ref.name };
}
