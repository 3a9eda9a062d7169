import type { Drawing, DrawnEdge, DrawnNode } from '../../platform/mermaid.ts';
import { type ExecutionPhase, isFinal } from './execution.ts';
import type { Condition, Graph, GraphEdge, GraphNode, ResourceName } from './graph.ts';
import { graphWithin } from './graph-nodes.ts';
import type { Step } from './step.ts';

/** Where a node of a graph stands in a run. */
type NodeProgress = 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped';

const looks: Record<NodeProgress, string> = {
  pending: 'fill:#f6f8fa,stroke:#8c959f,color:#57606a',
  running: 'fill:#ddf4ff,stroke:#0969da,color:#0a3069',
  waiting: 'fill:#fff8c5,stroke:#9a6700,color:#4d2d00',
  succeeded: 'fill:#dafbe1,stroke:#1a7f37,color:#044f1e',
  failed: 'fill:#ffebe9,stroke:#cf222e,color:#82071e',
  skipped: 'fill:#ffffff,stroke:#d0d7de,color:#8c959f,stroke-dasharray:4',
};

/** How far a run has come, as far as a drawing tells it. */
export interface DrawnRun {
  phase: ExecutionPhase;
  /** The step at fault, when there is one. */
  failedStepId: string | null;
  steps: readonly Step[];
}

/** A graph as it is drawn; with a run, each node has the class of where it stands in it. */
export function drawGraph(graph: Graph, run?: DrawnRun): Drawing {
  return { ...drawnWithin(graph, '', run), looks };
}

function drawnWithin(graph: Graph, path: string, run: DrawnRun | undefined): Pick<Drawing, 'nodes' | 'edges'> {
  const drawn = Object.entries(graph.nodes).map(([name, node]) =>
    drawnNode(node, { name, path: path === '' ? name : `${path}/${name}`, graph, run }),
  );
  const id = (name: string): string => (path === '' ? name : `${path}/${name}`);
  return {
    nodes: drawn.flatMap(({ nodes }) => nodes),
    edges: [...graph.edges.map((edge) => drawnEdge(edge, id)), ...drawn.flatMap(({ edges }) => edges)],
  };
}

interface NodePlace {
  name: string;
  path: string;
  graph: Graph;
  run: DrawnRun | undefined;
}

function drawnNode(node: GraphNode, place: NodePlace): { nodes: DrawnNode[]; edges: DrawnEdge[] } {
  const { name, path: id, run } = place;
  const look = run && progressOf(place, run);
  const inner = graphWithin(node);
  if (inner) {
    const { nodes, edges } = drawnWithin(inner, id, run);
    return { nodes: [{ id, ...faceOf(node, name), look, within: nodes }], edges: [...edges] };
  }
  const tools = node.kind === 'agent' ? node.tools.map((tool) => toolOf(id, tool)) : [];
  return {
    nodes: [{ id, ...faceOf(node, name), look }, ...tools],
    edges: tools.map((tool) => ({ from: id, to: tool.id, isDotted: true })),
  };
}

/** What stands in a node, and its shape. */
function faceOf(node: GraphNode, name: string): Pick<DrawnNode, 'lines' | 'shape'> {
  switch (node.kind) {
    case 'agent': {
      const { agent, model } = node;
      return { shape: 'rounded', lines: [agent.name, nameText(model), ...otherName(agent.name, name)] };
    }
    case 'model':
      return { shape: 'hexagon', lines: [name, nameText(node.model)] };
    case 'tool':
      return { shape: 'frame', lines: [name, nameText(node.tool)] };
    case 'map':
      return { shape: 'box', lines: [`${name}: for each item, ${node.concurrency} at a time`] };
    case 'subgraph':
      return { shape: 'box', lines: [name] };
    case 'loop':
      return { shape: 'box', lines: [`${name}: up to ${node.maxIterations} times`] };
    case 'branch':
      return { shape: 'diamond', lines: [name] };
    case 'approval':
      return { shape: 'rounded', lines: [node.review.displayName ?? name, 'a person decides'] };
  }
}

/** The name of the node, where it says more than that of its agent. */
function otherName(agent: string, node: string): string[] {
  return node === agent || node === 'agent' ? [] : [`as ${node}`];
}

function toolOf(id: string, tool: ResourceName): DrawnNode {
  return { id: `${id} tool ${nameText(tool)}`, lines: [nameText(tool)], shape: 'frame' };
}

function drawnEdge({ from, to, when }: GraphEdge, id: (name: string) => string): DrawnEdge {
  return { from: id(from), to: id(to), label: when && conditionText(when) };
}

/** A condition in few words. */
function conditionText(when: Condition): string {
  const { case: taken, default: isDefault, outputContains, outputNotContains, outputMatches, expression } = when;
  const { jsonPath, equals, notEquals, contains, greaterThan, lessThan } = when;
  const compared: [string, string | undefined][] = [
    ['=', equals],
    ['≠', notEquals],
    ['contains', contains],
    ['>', greaterThan],
    ['<', lessThan],
  ];
  return [
    ...(isDefault ? ['else'] : []),
    ...(taken === undefined ? [] : [taken]),
    ...(outputContains === undefined ? [] : [`contains ${outputContains}`]),
    ...(outputNotContains === undefined ? [] : [`does not contain ${outputNotContains}`]),
    ...(outputMatches === undefined ? [] : [`matches ${outputMatches}`]),
    ...compared.flatMap(([sign, value]) => (value === undefined ? [] : [`${jsonPath ?? ''} ${sign} ${value}`.trim()])),
    ...(expression === undefined ? [] : [expression]),
  ].join(' and ');
}

function nameText({ namespace, name }: ResourceName): string {
  return `${namespace}/${name}`;
}

/** A node has come as far as its calls have; whether one that waits for nothing is done shows in those after it. */
function progressOf({ name, path, graph }: NodePlace, run: DrawnRun): NodeProgress {
  const own = stepsAt(path, run);
  const isOver = isFinal(run.phase);
  if (own.length === 0) return isOver ? 'skipped' : 'pending';
  if (own.some(({ id }) => id === run.failedStepId)) return 'failed';
  if (own.some(({ phase }) => phase === 'WAITING')) return 'waiting';
  if (run.phase === 'SUCCEEDED' || hasGoneOn({ name, path, graph }, run)) return 'succeeded';
  if (isOver) return own.some(({ phase }) => phase === 'CANCELLED') ? 'skipped' : 'failed';
  return 'running';
}

function hasGoneOn({ name, path, graph }: Omit<NodePlace, 'run'>, run: DrawnRun): boolean {
  const parent = path.slice(0, path.length - name.length);
  return graph.edges.some(({ from, to }) => from === name && stepsAt(`${parent}${to}`, run).length > 0);
}

/** The steps of a node and of those within it. Items of a map share their nodes. */
function stepsAt(path: string, { steps }: DrawnRun): Step[] {
  return steps.filter(({ node }) => {
    const place = node.replaceAll(/\[\d*\]|[#@~][\d.]+/g, '');
    return place === path || place.startsWith(`${path}/`);
  });
}
