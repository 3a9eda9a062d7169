import type { Drawing, DrawnEdge, DrawnNode } from '../../platform/mermaid.ts';
import type { AgentSpec, KindSpecs, Ref } from './kinds/index.ts';

/** An agent with all that it may use, as it is drawn. */
export function drawAgent({ name, spec }: { name: string; spec: AgentSpec }): Drawing {
  const parts: [string, DrawnNode['shape'], readonly Ref[]][] = [
    ['model', 'hexagon', spec.model ? [spec.model] : []],
    ['fallback', 'hexagon', spec.fallbackModels],
    ['tool', 'frame', spec.tools],
    ['MCP server', 'frame', spec.mcpServers],
    ['memory', 'cylinder', spec.memories.map(({ ref }) => ref)],
    ['knowledge', 'cylinder', spec.knowledge],
    ['policy', 'diamond', spec.policies],
    ['hands on to', 'rounded', spec.handoffs],
  ];
  const around = parts.flatMap(([label, shape, refs]) =>
    refs.map((ref) => ({ label, node: { id: `${label} ${refText(ref)}`, lines: [refText(ref)], shape } })),
  );
  return {
    nodes: [{ id: 'agent', lines: [name], shape: 'rounded' }, ...around.map(({ node }) => node)],
    edges: around.map(({ label, node }) => ({ from: 'agent', to: node.id, label, isDotted: true })),
  };
}

type AgentSystemSpec = KindSpecs['AgentSystem'];
type SystemNode = AgentSystemSpec['graph'][string];

/** A system of agents as it is drawn: who hands work to whom and when, and where people look at it. */
export function drawAgentSystem({ spec }: { spec: AgentSystemSpec }): Drawing {
  const graph = new Map(Object.entries(spec.graph));
  const agents = agentsIn(spec);
  const reviews = [...graph].flatMap(([name, { review }]) => (review ? [{ name, review }] : []));
  return {
    nodes: [
      ...agents.map((name) => agentOf(name, graph.get(name))),
      ...reviews.map(({ name, review }) => reviewOf(`review ${name}`, review)),
      ...(spec.completionReview ? [reviewOf('completion', spec.completionReview)] : []),
    ],
    edges: [
      ...reviews.map(({ name }) => ({ from: `agent ${name}`, to: `review ${name}` })),
      ...[...graph].flatMap(([name, node]) => nodeEdges(name, node)),
      ...(spec.completionReview ? completionEdges(graph, agents) : []),
    ],
  };
}

/** Those that it lists, and those that only its graph knows. */
function agentsIn({ agents, graph }: AgentSystemSpec): string[] {
  const reached = Object.values(graph).flatMap((node) => [...edgesOf(node), ...node.delegates].map(({ to }) => to));
  return [...new Set([...agents.map(({ name }) => name), ...Object.keys(graph), ...reached])];
}

function agentOf(name: string, node: SystemNode | undefined): DrawnNode {
  return { id: `agent ${name}`, lines: [name, ...joinLines(node)], shape: 'rounded' };
}

function reviewOf(id: string, { checkpointId, displayName }: NonNullable<SystemNode['review']>): DrawnNode {
  return { id, lines: [displayName ?? checkpointId, 'a person looks'], shape: 'diamond' };
}

type Edge = SystemNode['edges'][number];

function edgesOf({ next, edges }: SystemNode): readonly Pick<Edge, 'to' | 'condition'>[] {
  return edges.length === 0 && next !== undefined ? [{ to: next, condition: undefined }] : edges;
}

function nodeEdges(name: string, node: SystemNode): DrawnEdge[] {
  const from = node.review ? `review ${name}` : `agent ${name}`;
  return [
    ...edgesOf(node).map(({ to, condition }) => ({ from, to: `agent ${to}`, label: conditionText(condition) })),
    ...node.delegates.map(({ to }) => ({ from: `agent ${name}`, to: `agent ${to}`, label: 'asks', isDotted: true })),
  ];
}

/** What is looked at in the end is what those give whom nobody follows. */
function completionEdges(graph: ReadonlyMap<string, SystemNode>, agents: readonly string[]): DrawnEdge[] {
  const asked = new Set([...graph.values()].flatMap(({ delegates }) => delegates.map(({ to }) => to)));
  return agents.flatMap((name) => {
    const node = graph.get(name);
    if (node ? edgesOf(node).length > 0 : asked.has(name)) return [];
    return [{ from: node?.review ? `review ${name}` : `agent ${name}`, to: 'completion' }];
  });
}

function joinLines(node: SystemNode | undefined): string[] {
  if (node?.join.mode !== 'quorum') return [];
  const { quorumCount, quorumPercent } = node.join;
  return [`waits for ${quorumCount ?? `${quorumPercent ?? 100}%`} of its senders`];
}

const tests = [
  ['outputContains', 'contains'],
  ['outputNotContains', 'lacks'],
  ['outputMatches', 'matches'],
  ['equals', '='],
  ['notEquals', 'is not'],
  ['contains', 'has'],
  ['greaterThan', '>'],
  ['lessThan', '<'],
] as const;

function conditionText(condition: Edge['condition']): string | undefined {
  if (!condition) return undefined;
  if (condition.default) return 'otherwise';
  const said = tests.flatMap(([field, word]) => {
    const value = condition[field];
    return value === undefined ? [] : [`${word} ${value}`];
  });
  const text = [condition.outputJsonPath, said.join(' and ')].filter((part) => part !== undefined && part !== '');
  return text.length === 0 ? undefined : text.join(' ');
}

function refText({ namespace, name }: Ref): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
