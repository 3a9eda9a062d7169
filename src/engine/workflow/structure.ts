import type { Graph, GraphEdge } from '../../modules/execution/index.ts';

/** What follows from a graph's edges alone. Several edges between the same two nodes are one way here. */
export interface Structure {
  /** Where it begins. */
  entries: readonly string[];
  /** The edges that lead back: each begins a new round. */
  back: readonly GraphEdge[];
  /** All other edges; they have no cycle. */
  forward: readonly GraphEdge[];
  /** The names of the nodes so that who leads to another in the same round comes before it. */
  order: ReadonlyMap<string, number>;
}

const known = new WeakMap<Graph, Structure>();

/** The structure of a graph. An edge leads back when it leads to where the way to it came through, by the first way in the order of the graph. */
export function structureOf(graph: Graph): Structure {
  const found = known.get(graph);
  if (found) return found;
  const names = Object.keys(graph.nodes);
  const from = new Map(names.map((name) => [name, graph.edges.filter((edge) => edge.from === name)]));
  const begins = graph.entry ?? names.filter((name) => !graph.edges.some(({ to }) => to === name));
  const entries = begins.length > 0 ? begins : names.slice(0, 1);
  const { back, finished } = searched([...entries, ...names], from);
  const forward = graph.edges.filter((edge) => !back.includes(edge));
  const order = new Map([...finished].reverse().map((name, index) => [name, index]));
  const structure = { entries, back: ways(back), forward: ways(forward), order };
  known.set(graph, structure);
  return structure;
}

/** The nodes that can be reached from others over edges that do not lead back, these included. */
export function reachedFrom(starts: readonly string[], { forward }: Structure): Set<string> {
  const reached = new Set(starts);
  // A set is walked in the order in which things were put in, also while more is.
  for (const name of reached) for (const edge of forward) if (edge.from === name) reached.add(edge.to);
  return reached;
}

/** The first of the edges between the same two nodes: whichever of them are taken, one message goes over. */
function ways(edges: readonly GraphEdge[]): GraphEdge[] {
  const firsts = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const way = JSON.stringify([edge.from, edge.to]);
    if (!firsts.has(way)) firsts.set(way, edge);
  }
  return [...firsts.values()];
}

/** A walk in depth: the edges that lead back to where it came through, and the nodes in the order in which it left them. */
function searched(
  starts: readonly string[],
  from: ReadonlyMap<string, readonly GraphEdge[]>,
): { back: GraphEdge[]; finished: Set<string> } {
  const back: GraphEdge[] = [];
  const finished = new Set<string>();
  const open = new Set<string>();
  for (const start of starts) {
    if (finished.has(start)) continue;
    // Written out instead of recursive, so that a long chain does not run out of stack.
    const stack = [{ name: start, next: 0 }];
    open.add(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = from.get(top.name)?.[top.next++];
      if (!edge) {
        stack.pop();
        open.delete(top.name);
        finished.add(top.name);
      } else if (open.has(edge.to)) back.push(edge);
      else if (!finished.has(edge.to) && from.has(edge.to)) {
        stack.push({ name: edge.to, next: 0 });
        open.add(edge.to);
      }
    }
  }
  return { back, finished };
}
