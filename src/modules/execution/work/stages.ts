import { isFinal, type PlannedExecution } from '../execution.ts';
import type { Graph, GraphNode } from '../graph.ts';
import { isSettled, type NodeStep } from '../step.ts';
import type { Work } from './activation.ts';

/** Work whose graph is known as well. */
export interface PlannedWork extends Work {
  execution: PlannedExecution;
}

/** Where a stage stands. */
export type StagePhase = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';

/** Nodes of a run that its definition has put together under a name. */
export interface RunStage {
  name: string;
  phase: StagePhase;
  /** In the order of the work. */
  nodes: string[];
  startedAt: Date | null;
  /** When the last of its nodes ended; null while one may still be at work. */
  finishedAt: Date | null;
}

/** The stages of a run in the order in which the work comes to them. None where the definition names none. */
export function stagesOf({ execution, steps }: PlannedWork): RunStage[] {
  const { graph } = execution;
  const nodesByStage = new Map<string, string[]>();
  for (const name of inOrderOfWork(graph)) {
    const stage = graph.nodes[name]?.stage;
    if (stage !== undefined) nodesByStage.set(stage, [...(nodesByStage.get(stage) ?? []), name]);
  }
  const isOver = isFinal(execution.phase);
  return [...nodesByStage].map(([name, nodes]) => {
    const own = steps.filter((step): step is NodeStep => step.kind === 'NODE' && nodes.includes(step.node));
    const phase = phaseOf(nodes, own, isOver);
    const isDone = phase === 'SUCCEEDED' || phase === 'FAILED';
    return { name, phase, nodes, startedAt: earliest(own), finishedAt: isDone ? latest(own) : null };
  });
}

/** The stage that the work has come to; undefined before it began, and without stages. */
export function stageAtWork(stages: readonly RunStage[]): RunStage | undefined {
  return stages.find(({ phase }) => phase === 'RUNNING') ?? stages.findLast(({ phase }) => phase !== 'PENDING');
}

/** The names of the agents that are at work, or wait for what they asked for. */
export function agentsAtWork({ execution, steps }: PlannedWork): string[] {
  if (isFinal(execution.phase)) return [];
  const names = steps.flatMap((step) => {
    const node = step.kind === 'NODE' && !isSettled(step) ? nodeAt(execution.graph, step.node) : undefined;
    return node?.kind === 'agent' ? [node.agent.name] : [];
  });
  return [...new Set(names)];
}

function phaseOf(nodes: readonly string[], steps: readonly NodeStep[], isOver: boolean): StagePhase {
  if (steps.length === 0) return 'PENDING';
  const last = new Map([...steps].sort((a, b) => a.ordinal - b.ordinal).map((step) => [step.node, step]));
  const phases = [...last.values()].map(({ phase }) => phase);
  if (phases.includes('FAILED') || phases.includes('CANCELLED')) return 'FAILED';
  const isDone = nodes.every((name) => last.has(name)) && [...last.values()].every(isSettled);
  return isDone || isOver ? 'SUCCEEDED' : 'RUNNING';
}

/** The nodes as the edges lead from one to the next, wherever the work begins. */
function inOrderOfWork({ nodes, edges, entry }: Graph): string[] {
  const led = new Set(edges.map(({ to }) => to));
  const begins = entry ?? Object.keys(nodes).filter((name) => !led.has(name));
  const order = new Set(begins);
  // A set is walked in the order in which things were put in, also while more is.
  for (const name of order) for (const edge of edges) if (edge.from === name) order.add(edge.to);
  return [...order, ...Object.keys(nodes).filter((name) => !order.has(name))];
}

/** The node at a path as steps have it: `draft`, `orders[2]/check`. */
function nodeAt(graph: Graph, path: string): GraphNode | undefined {
  const [first = '', ...rest] = path.replaceAll(/\[\d+\]/g, '').split('/');
  const node = graph.nodes[first];
  if (rest.length === 0 || !node) return node;
  return 'graph' in node ? nodeAt(node.graph, rest.join('/')) : undefined;
}

function earliest(steps: readonly NodeStep[]): Date | null {
  return steps.reduce<Date | null>((found, { createdAt }) => (found && found <= createdAt ? found : createdAt), null);
}

function latest(steps: readonly NodeStep[]): Date | null {
  return steps.reduce<Date | null>((found, { finishedAt }) => {
    return finishedAt && (!found || finishedAt > found) ? finishedAt : found;
  }, null);
}
