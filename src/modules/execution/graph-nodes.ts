import type { Graph, GraphNode } from './graph.ts';

/** The graph that a node runs as a whole, once or for each item; undefined for a node that makes its calls itself. */
export function graphWithin(node: GraphNode): Graph | undefined {
  switch (node.kind) {
    case 'map':
    case 'loop':
    case 'subgraph':
      return node.graph;
    case 'agent':
    case 'model':
    case 'tool':
    case 'branch':
    case 'approval':
      return undefined;
  }
}

/** Every node of a graph and of the graphs within it, by its path: `draft`, `orders/check`. Outer nodes come first. */
export function nodesOf(graph: Graph, path = ''): Map<string, GraphNode> {
  return new Map(
    Object.entries(graph.nodes).flatMap(([name, node]): [string, GraphNode][] => {
      const own = path === '' ? name : `${path}/${name}`;
      const within = graphWithin(node);
      return [[own, node], ...(within ? nodesOf(within, own) : [])];
    }),
  );
}
