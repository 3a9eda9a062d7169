import {
  type AgentNode,
  type BranchGate,
  nodesOf,
  type PlannedExecution,
  type ToolNode,
} from '../modules/execution/index.ts';
import { isRefusal, type Judge } from '../modules/governance/index.ts';
import type { PolicyRequest } from '../modules/policy/index.ts';
import { earlyPlace } from './compile-agent.ts';
import { refusedBy } from './steps/decision.ts';
import { nodeNamespace, policyAgent } from './steps/policy-request.ts';

/**
 * Asks policies before a run is replayed or forked, once for each agent in it. A replay is an action of its own; a fork
 * is one more start. Nobody can be asked about a replay: what would need an approval is refused.
 */
export function createBranchGate(judge: Judge): BranchGate {
  return async (actor, source, mode) => {
    for (const node of callersIn(source)) {
      const request: PolicyRequest = {
        ...(mode === null ? { action: 'execution.start' } : { action: 'execution.replay', replay: { mode } }),
        namespace: nodeNamespace(node),
        ...(node.agent ? { agent: policyAgent(node.agent) } : {}),
        execution: { labels: source.labels, costUsd: '0', inputTokens: 0, outputTokens: 0, toolCalls: 0 },
      };
      const agentId = node.agent?.id ?? null;
      const about = { namespaceId: source.namespaceId, resourceId: agentId, agentId };
      const place = { ...earlyPlace(actor, about), executionId: source.id };
      const decision = await judge.decideEarly(actor, { request, attached: node.policies ?? [], place });
      if (isRefusal(request.action, decision)) throw refusedBy(decision);
    }
  };
}

/** The nodes that call something on an agent's behalf, one for each agent. */
function callersIn({ graph }: PlannedExecution): (AgentNode | ToolNode)[] {
  const callers = [...nodesOf(graph).values()].filter((node) => node.kind === 'agent' || node.kind === 'tool');
  return [...new Map(callers.map((node) => [`${nodeNamespace(node)}/${node.agent?.id ?? ''}`, node])).values()];
}
