import { activationsOf, type Graph, type GraphNode, type NodeMessage, senderName } from '../modules/execution/index.ts';
import type { JsonObject } from '../modules/resource/index.ts';
import type { TaskFacts } from './task-details.ts';

/** Where several messages of a type were waited for, and which came. */
export function joinStates({ execution, steps }: TaskFacts, type: NodeMessage['type']): JsonObject[] {
  const nodes = nodesOf(execution.graph);
  const activations = activationsOf(steps);
  const ends = new Map(activations.map(({ step }) => [step.key, step.finishedAt]));
  return activations.flatMap(({ step, name, attempt }) => {
    const sources = step.arguments.received.filter((message) => message.type === type);
    const expected = execution.graph.edges.filter(({ to }) => to === name).length;
    if (sources.length < 2 && !(type === 'reply' && sources.length > 0)) return [];
    const rule = type === 'reply' ? nodes.get(name)?.delegates?.join : nodes.get(name)?.join;
    return [
      {
        attempt,
        node: name,
        mode: rule?.mode === 'quorum' ? 'quorum' : 'wait_for_all',
        expected: Math.max(expected, sources.length),
        quorumRequired: rule?.mode === 'quorum' ? sources.length : Math.max(expected, sources.length),
        activated: true,
        activatedAt: step.createdAt.toISOString(),
        activatedBy: sources.at(-1)?.id ?? '',
        sources: sources.map(({ id, from, branch, sentBy }) => {
          const at = sentBy === null ? null : ends.get(sentBy);
          return {
            messageId: id,
            fromAgent: senderName(from),
            branchId: branch,
            ...(at && { timestamp: at.toISOString() }),
          };
        }),
      },
    ];
  });
}

/** All nodes, also those of graphs within the graph, by name. */
function nodesOf({ nodes }: Graph): Map<string, GraphNode> {
  return new Map(
    Object.entries(nodes).flatMap(([name, node]): [string, GraphNode][] =>
      node.kind === 'subgraph' ? [[name, node], ...nodesOf(node.graph)] : [[name, node]],
    ),
  );
}
