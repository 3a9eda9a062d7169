import type { AgentNode, ModelNode, ResourceName, ToolNode } from '../../modules/execution/index.ts';
import { type CompiledPolicy, compilePolicy, type PolicyRequest } from '../../modules/policy/index.ts';
import type { Resource } from '../../modules/resource/index.ts';
import type { Run } from './run.ts';

/** What policies are told about the run, whatever it is that they decide on. */
export function policyRequest(run: Run, asked: AgentNode | ModelNode | ToolNode): Omit<PolicyRequest, 'action'> {
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
    ...(agent ? { agent: { name: agent.name, labels: agent.labels } } : {}),
  };
}

/** Where the node belongs. */
export function nodeNamespace(node: AgentNode | ModelNode | ToolNode): string {
  if (node.kind === 'agent') return node.agent.namespace;
  return node.kind === 'model' ? node.model.namespace : (node.agent ?? node.tool).namespace;
}

/** Those of `policies` that apply in a namespace or are named by the agent, ready to decide. */
export function compilePolicies(
  policies: readonly Resource<'Policy'>[],
  about: { namespace: string; attached: readonly ResourceName[] },
): CompiledPolicy[] {
  return policies.flatMap((policy) => {
    const attached = about.attached.some((name) => name.namespace === policy.namespace && name.name === policy.name);
    if (!attached && policy.namespace !== about.namespace) return [];
    const { id, name, namespace, generation, spec } = policy;
    return [compilePolicy({ id, name, namespace, version: `v${generation}`, spec, attached })];
  });
}
