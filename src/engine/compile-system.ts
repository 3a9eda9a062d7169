import type {
  AgentNode,
  Condition,
  Graph,
  GraphEdge,
  GraphNode,
  Inbox,
  JoinRule,
  NodeRetry,
  ResourceName,
  ReviewRule,
} from '../modules/execution/index.ts';
import type { AgentSystemSpec, Resource } from '../modules/resource/index.ts';
import { OrreryError } from '../platform/errors.ts';

/** How the agents of a system work together: one after the other, or by messages along the edges of its graph. */
export type SystemMode = 'sequential' | 'messages';

/** What a system is to be run for. */
export interface SystemRun {
  inbox: Inbox;
  mode: SystemMode;
  /** How often a branch may activate the same agent; 0 where nothing may lead back. */
  maxTurns: number;
  /** How a message is tried again. */
  retry: NodeRetry;
}

type SystemNode = AgentSystemSpec['graph'][string];
type SystemEdge = SystemNode['edges'][number];

/** A system without a graph has its agents work in the order in which it names them. */
export function modeOf(spec: AgentSystemSpec): SystemMode {
  return Object.keys(spec.graph).length === 0 ? 'sequential' : 'messages';
}

/** The agents that a system has work, by the names that its graph has for them, in its order. */
export function agentsOf({ namespace, spec }: Resource<'AgentSystem'>): Map<string, ResourceName> {
  const inGraph = Object.entries(spec.graph).flatMap(([name, { next, edges, delegates }]) => {
    return [
      name,
      ...edges.map(({ to }) => to),
      ...delegates.map(({ to }) => to),
      ...(next === undefined ? [] : [next]),
    ];
  });
  const listed = spec.agents.map((ref): [string, ResourceName] => {
    const full = { namespace: ref.namespace ?? namespace, name: ref.name };
    return [
      full.namespace === namespace || inGraph.includes(ref.name) ? ref.name : `${full.namespace}/${full.name}`,
      full,
    ];
  });
  const agents = new Map(listed);
  for (const name of inGraph) if (!agents.has(name)) agents.set(name, placedName(name, namespace));
  return agents;
}

/** What `name` or `namespace/name` means in a namespace. */
function placedName(text: string, namespace: string): ResourceName {
  const [first = '', second] = text.split('/');
  return second === undefined ? { namespace, name: first } : { namespace: first, name: second };
}

/**
 * The graph of a system whose agents are compiled already, by the names that its graph has for them.
 * @throws OrreryError INPUT_INVALID when the graph cannot be run
 */
export function systemGraph(
  system: Resource<'AgentSystem'>,
  agents: ReadonlyMap<string, { node: AgentNode; timeoutMs: number | null }>,
  run: SystemRun,
): Graph {
  const names = [...agents.keys()];
  const { graph, completionReview } = system.spec;
  const edges = edgesOf(graph);
  const review = completionReview && { review: reviewRule(completionReview) };
  if (run.mode === 'sequential') {
    const order = inOrder(names, edges);
    const nodes = order.map((name) => [name, nodeOf(agents, name, run)] as const);
    const chain = order.slice(1).map((to, index) => ({ from: order[index] ?? '', to }));
    return { nodes: Object.fromEntries(nodes), edges: chain, isRecorded: true, ...review };
  }
  const asked = new Set(Object.values(graph).flatMap(({ delegates }) => delegates.map(({ to }) => to)));
  const entry = entriesOf(names, edges, asked);
  if (entry.length === 0) throw unfit(system, 'no agent is where the work begins: an edge leads to each of them');
  if (run.maxTurns === 0 && hasCycle(names, edges))
    throw unfit(system, 'its edges lead back, which needs a max_turns greater than 0');
  const nodes = names.map(
    (name) => [name, withRules(nodeOf(agents, name, run), name, graph[name], run.retry)] as const,
  );
  return {
    nodes: Object.fromEntries(nodes),
    edges,
    entry,
    isRecorded: true,
    onExhausted: 'dead_letter',
    onFinalFailure: 'dead_letter',
    ...(run.maxTurns > 0 && { maxTurns: run.maxTurns }),
    ...review,
  };
}

function nodeOf(
  agents: ReadonlyMap<string, { node: AgentNode; timeoutMs: number | null }>,
  name: string,
  { inbox }: SystemRun,
): GraphNode {
  const agent = agents.get(name);
  if (!agent) throw new Error(`The agent ${name} was not compiled.`);
  return { ...agent.node, inbox, ...(agent.timeoutMs !== null && { timeoutMs: agent.timeoutMs }) };
}

function withRules(node: GraphNode, name: string, given: SystemNode | undefined, retry: NodeRetry): GraphNode {
  if (!given) return { ...node, retry };
  const { join, review, delegates, delegateJoin } = given;
  return {
    ...node,
    retry,
    join: joinRule(join),
    ...(review && { review: reviewRule(review) }),
    ...(delegates.length > 0 && {
      delegates: { edges: delegates.map((edge) => edgeOf(name, edge)), join: joinRule(delegateJoin) },
    }),
  };
}

function edgesOf(graph: AgentSystemSpec['graph']): GraphEdge[] {
  return Object.entries(graph).flatMap(([from, { next, edges }]) => {
    if (edges.length > 0) return edges.map((edge) => edgeOf(from, edge));
    return next === undefined ? [] : [{ from, to: next }];
  });
}

function edgeOf(from: string, { to, labels, condition }: SystemEdge): GraphEdge {
  return {
    from,
    to,
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(condition && { when: conditionOf(condition) }),
  };
}

function conditionOf({ outputJsonPath, ...rest }: NonNullable<SystemEdge['condition']>): Condition {
  const said = Object.entries(rest).filter(([, value]) => value !== undefined && value !== false);
  return { ...Object.fromEntries(said), ...(outputJsonPath !== undefined && { jsonPath: outputJsonPath }) };
}

function joinRule({ mode, quorumCount, quorumPercent, onFailure }: SystemNode['join']): JoinRule {
  return {
    mode: mode === 'quorum' ? 'quorum' : 'all',
    count: quorumCount ?? null,
    percent: quorumPercent ?? null,
    onFailure: onFailure === 'skip' || onFailure === 'continue_partial' ? 'skip' : 'fail',
  };
}

function reviewRule(review: NonNullable<SystemNode['review']>): ReviewRule {
  const { checkpointId, displayName, reason, ttlMs, allowRequestChanges, maxReviewCycles } = review;
  return {
    checkpointId,
    displayName: displayName ?? null,
    reason: reason ?? null,
    ttlMs,
    allowRequestChanges,
    maxCycles: maxReviewCycles,
  };
}

/** Where the work begins: where no edge leads, besides those who are only asked by others. */
function entriesOf(names: readonly string[], edges: readonly GraphEdge[], asked: ReadonlySet<string>): string[] {
  return names.filter((name) => !asked.has(name) && !edges.some(({ to }) => to === name));
}

function hasCycle(names: readonly string[], edges: readonly GraphEdge[]): boolean {
  return inOrder(names, edges, false).length < names.length;
}

/** The names so that who leads to another comes before it; what lies on a cycle comes last, or not at all. */
function inOrder(names: readonly string[], edges: readonly GraphEdge[], withCycles = true): string[] {
  const order: string[] = [];
  const left = new Set(names);
  for (;;) {
    const free = [...left].find((name) => !edges.some(({ from, to }) => to === name && left.has(from)));
    if (free === undefined) return withCycles ? [...order, ...left] : order;
    left.delete(free);
    order.push(free);
  }
}

function unfit({ namespace, name }: Resource<'AgentSystem'>, why: string): OrreryError {
  return new OrreryError('INPUT_INVALID', `AgentSystem ${namespace}/${name} cannot be run: ${why}.`);
}
