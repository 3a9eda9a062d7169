import type { StepDecision } from '../execution/index.ts';
import type { PolicyAction, PolicyRequest, Rulebook } from '../policy/index.ts';
import { effectiveSideEffect, type Ref, type Resource } from '../resource/index.ts';
import { storedDecision } from './decided-call.ts';
import { replay } from './replay.ts';

/** A call that an agent could make, and what is said of it beforehand. */
export interface ForeseenCall {
  action: PolicyAction;
  /** The tool, the model, or the agent itself that is started. */
  subject: string;
  /** Null when it depends on what is known only when the call is made. */
  decision: StepDecision | null;
  /** What it depends on; null when the decision is known. */
  missing: string | null;
}

/** What an agent names, as far as it exists. */
export interface AgentReach {
  models: readonly Resource<'ModelEndpoint'>[];
  tools: readonly Resource<'Tool'>[];
}

/**
 * What a rulebook says of the start of an agent's runs and of each call that the agent names, in the order in which it
 * names them.
 */
export function foreseenCalls(
  rulebook: Rulebook,
  agent: Resource<'Agent'>,
  { models, tools }: AgentReach,
): ForeseenCall[] {
  const about = agentFacts(agent);
  const attached = agent.spec.policies.map((ref) => placed(ref, agent));
  const foresee = (subject: string, request: PolicyRequest): ForeseenCall => {
    const { decision, missing } = replay(rulebook, { facts: { request, attached }, arguments: null });
    return { action: request.action, subject, missing, decision: missing === null ? storedDecision(decision) : null };
  };
  return [
    foresee(agent.name, { ...about, action: 'execution.start' }),
    ...models.map(({ name, spec: { provider, model } }) =>
      foresee(model, { ...about, action: 'model.call', model: { provider, name: model, endpoint: name } }),
    ),
    ...tools.map((tool) => foresee(tool.name, { ...about, action: 'tool.call', ...toolFacts(tool) })),
  ];
}

function agentFacts({ namespace, name, labels, spec }: Resource<'Agent'>): Omit<PolicyRequest, 'action'> {
  const roles = spec.roles.map((ref) => placed(ref, { namespace }));
  return {
    namespace,
    agent: { name, labels, roles, allowedTools: spec.allowedTools },
    execution: { labels: {}, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 },
  };
}

function toolFacts({ name, spec }: Resource<'Tool'>): Pick<PolicyRequest, 'tool' | 'mcpServer'> {
  const { type, operationClasses, capabilities, mcp } = spec;
  return {
    tool: { name, sideEffect: effectiveSideEffect(spec), type, operationClasses, capabilities, arguments: undefined },
    ...(mcp && { mcpServer: { name: mcp.server.name } }),
  };
}

function placed({ namespace, name }: Ref, from: { namespace: string }): { namespace: string; name: string } {
  return { namespace: namespace ?? from.namespace, name };
}
