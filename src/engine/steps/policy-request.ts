import type { AgentNode, ModelNode, ResourceName, ToolNode } from '../../modules/execution/index.ts';
import type { CallPlace } from '../../modules/governance/index.ts';
import type { PolicyRequest } from '../../modules/policy/index.ts';
import type { Run } from './run.ts';

type CallingNode = AgentNode | ModelNode | ToolNode;

/** What policies are told about the run, whatever it is that they decide on. */
export function policyRequest(run: Run, asked: CallingNode): Omit<PolicyRequest, 'action'> {
  const { execution } = run;
  const agent = asked.kind === 'model' ? undefined : asked.agent;
  return {
    namespace: nodeNamespace(asked),
    execution: {
      id: execution.id,
      labels: execution.labels,
      costUsd: execution.cost,
      inputTokens: execution.inputTokens,
      outputTokens: execution.outputTokens,
      toolCalls: execution.toolCalls,
    },
    ...(agent ? { agent: policyAgent(agent) } : {}),
  };
}

/** What policies are told about an agent. */
export function policyAgent(agent: AgentNode['agent']): NonNullable<PolicyRequest['agent']> {
  const { name, labels, roles = [], allowedTools = [] } = agent;
  return { name, labels, roles, allowedTools };
}

/** Policies of other namespaces that the node's agent names. */
export function attachedPolicies(node: CallingNode): readonly ResourceName[] {
  return node.kind === 'model' ? [] : (node.policies ?? []);
}

/** Where a call of a run belongs; it is made on behalf of whoever started the run. */
export function callPlace(run: Run, stepKey: string, resourceId: string | null): CallPlace {
  const { organizationId, namespaceId, id: executionId, agentId, startedBy: principalId } = run.execution;
  return { organizationId, namespaceId, resourceId, executionId, stepKey, agentId, principalId, requestId: null };
}

/** Where the node belongs. */
export function nodeNamespace(node: CallingNode): string {
  if (node.kind === 'agent') return node.agent.namespace;
  return node.kind === 'model' ? node.model.namespace : (node.agent ?? node.tool).namespace;
}
