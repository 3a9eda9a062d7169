import type { Exchange, Graph } from './graph.ts';

const maxExchanges = 50;
const maxHistoryChars = 128 * 1024;

/** The conversation that an execution begins: its id says which one began it. */
export function conversationBegunBy(executionId: string): string {
  return `cnv_${executionId.slice(executionId.indexOf('_') + 1)}`;
}

/** The graph whose agents are told what was said before. It is stored with the run, so the history never changes. */
export function withHistory(graph: Graph, history: readonly Exchange[]): Graph {
  if (history.length === 0) return graph;
  const nodes = Object.entries(graph.nodes).map(([name, node]) => [
    name,
    node.kind === 'agent' ? { ...node, history: [...history] } : node,
  ]);
  return { ...graph, nodes: Object.fromEntries(nodes) };
}

/** The last of `exchanges` (oldest first) that fit into what an agent is told: 50 of them, and 128 Ki characters. */
export function boundedHistory(exchanges: readonly Exchange[]): Exchange[] {
  const fitting: Exchange[] = [];
  let chars = 0;
  for (const exchange of exchanges.slice(-maxExchanges).reverse()) {
    chars += JSON.stringify(exchange).length;
    if (chars > maxHistoryChars) break;
    fitting.unshift(exchange);
  }
  return fitting;
}
