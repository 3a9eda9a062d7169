import type { Graph, GraphNode, ResourceName } from './graph.ts';
import { graphWithin, nodesOf } from './graph-nodes.ts';
import { diffJson, type JsonChange } from './json-diff.ts';

/** A value on the one side and on the other; null where there is none. */
export interface Pair<T> {
  a: T | null;
  b: T | null;
}

/** What differs in one node of two graphs. */
export interface NodeDiff {
  /** Where the node stands: `draft`, or `orders/check` for one within another. */
  path: string;
  op: 'add' | 'remove' | 'change';
  kind: Pair<string>;
  /** Of its agent: the generation with which it was compiled. */
  generation: Pair<number>;
  prompt: Pair<string>;
  /** As namespace/name. */
  model: Pair<string>;
  /** As namespace/name: those that only b may call, and those that only a may. */
  tools: { added: string[]; removed: string[] };
  /** Every difference, those above too. */
  changes: JsonChange[];
}

/** What differs in what two executions interpret. */
export interface DefinitionDiff {
  nodes: NodeDiff[];
  /** Differences in how nodes follow each other, by the node within which they lie. */
  edges: JsonChange[];
}

/** What differs between two graphs, nodes matched by their paths. What was said in earlier runs is no part of a definition. */
export function diffDefinitions(a: Graph, b: Graph): DefinitionDiff {
  const [before, after] = [nodesOf(a), nodesOf(b)];
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return {
    nodes: paths.flatMap((path) => nodeDiff(path, before.get(path), after.get(path)) ?? []),
    edges: diffJson(edgesOf(a, before), edgesOf(b, after)),
  };
}

function nodeDiff(path: string, a: GraphNode | undefined, b: GraphNode | undefined): NodeDiff | undefined {
  const changes = diffJson(a && ownPart(a), b && ownPart(b));
  if (changes.length === 0) return undefined;
  const [one, other] = [a && factsOf(a), b && factsOf(b)];
  const pair = <K extends keyof NodeFacts>(key: K): Pair<NonNullable<NodeFacts[K]>> => ({
    a: one?.[key] ?? null,
    b: other?.[key] ?? null,
  });
  return {
    path,
    op: a === undefined ? 'add' : b === undefined ? 'remove' : 'change',
    kind: { a: a?.kind ?? null, b: b?.kind ?? null },
    generation: pair('generation'),
    prompt: pair('prompt'),
    model: pair('model'),
    tools: namesBetween(one?.tools ?? [], other?.tools ?? []),
    changes,
  };
}

/** A node without the nodes within it, which are compared by themselves, and without what was said before. */
function ownPart(node: GraphNode): object {
  if (graphWithin(node)) return { ...node, graph: undefined };
  return node.kind === 'agent' ? { ...node, history: undefined } : node;
}

interface NodeFacts {
  generation?: number;
  prompt?: string;
  model?: string;
  tools: string[];
}

function factsOf(node: GraphNode): NodeFacts {
  switch (node.kind) {
    case 'agent': {
      const { agent, prompt, model, tools } = node;
      return { generation: agent.generation, prompt, model: nameText(model), tools: tools.map(nameText) };
    }
    case 'model':
      return { prompt: node.prompt, model: nameText(node.model), tools: [] };
    case 'tool':
      return { ...(node.agent && { generation: node.agent.generation }), tools: [nameText(node.tool)] };
    case 'map':
    case 'loop':
    case 'subgraph':
    case 'branch':
    case 'approval':
      return { tools: [] };
  }
}

function namesBetween(a: readonly string[], b: readonly string[]): NodeDiff['tools'] {
  return { added: b.filter((name) => !a.includes(name)), removed: a.filter((name) => !b.includes(name)) };
}

function nameText({ namespace, name }: ResourceName): string {
  return `${namespace}/${name}`;
}

/** The edges of a graph and of those within it, by the path of the node; empty for the graph itself. */
function edgesOf(graph: Graph, nodes: ReadonlyMap<string, GraphNode>): Record<string, unknown> {
  const within = [...nodes].flatMap(([path, node]): [string, unknown][] => {
    const inner = graphWithin(node);
    return inner ? [[path, inner.edges]] : [];
  });
  return Object.fromEntries([['', graph.edges], ...within]);
}
