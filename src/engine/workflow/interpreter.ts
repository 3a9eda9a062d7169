import type { Graph, GraphEdge, GraphNode, MapNode, ModelNode, ToolNode } from '../../modules/execution/index.ts';
import { openingMessages, runAgent, userText } from './agent-node.ts';
import { RunFailed, RunParked, type StepPort } from './ports.ts';

/** What became of a node: its value, or that every way to it was closed. */
type NodeOutcome = { kind: 'done'; value: unknown } | { kind: 'skipped' };

/**
 * Walks a graph. It reads no clock and calls nothing but `steps`, so walking it again over the same recorded steps
 * takes the same way: that is how a run is recovered, continued after a wait, and replayed.
 * @returns the output of the nodes that nothing follows
 * @throws RunFailed, RunParked, and whatever ends the turn
 */
export async function interpret(graph: Graph, input: unknown, steps: StepPort, path = ''): Promise<unknown> {
  const names = Object.keys(graph.nodes);
  const pending = new Map<string, Promise<NodeOutcome>>();
  const outcomeOf = (name: string): Promise<NodeOutcome> => {
    const known = pending.get(name);
    if (known) return known;
    const started = runWhenReady(name);
    pending.set(name, started);
    return started;
  };
  const runWhenReady = async (name: string): Promise<NodeOutcome> => {
    const incoming = graph.edges.filter((edge) => edge.to === name);
    const given = await settled(incoming.map((edge) => outcomeOf(edge.from)));
    const open = incoming.flatMap((edge, index) => openValue(edge, given[index]));
    if (incoming.length > 0 && open.length === 0) return { kind: 'skipped' };
    const value = incoming.length === 0 ? input : open.length === 1 ? open[0]?.[1] : Object.fromEntries(open);
    const node = graph.nodes[name];
    if (!node) throw new RunFailed('INPUT_INVALID', `An edge leads to ${name}, which is not a node of the graph.`);
    return { kind: 'done', value: await runNode(node, path === '' ? name : `${path}/${name}`, value, steps) };
  };
  const outcomes = await settled(names.map(outcomeOf));
  const last = names.flatMap((name, index): [string, unknown][] => {
    const outcome = outcomes[index];
    return outcome?.kind === 'done' && !graph.edges.some((edge) => edge.from === name) ? [[name, outcome.value]] : [];
  });
  return last.length === 1 ? last[0]?.[1] : Object.fromEntries(last);
}

function openValue(edge: GraphEdge, outcome: NodeOutcome | undefined): [string, unknown][] {
  if (outcome?.kind !== 'done') return [];
  const text = edge.when?.outputContains?.toLowerCase();
  if (text !== undefined && !userText(outcome.value).toLowerCase().includes(text)) return [];
  return [[edge.from, outcome.value]];
}

/** Waits for all, so that no branch is left running; then a failure counts more than a wait. */
async function settled<T>(promises: Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const failure = reasons.find((reason) => !(reason instanceof RunParked));
  if (failure !== undefined) throw failure;
  const waits = reasons.filter((reason) => reason instanceof RunParked);
  if (waits.length > 0) throw new RunParked([...new Set(waits.flatMap((wait) => wait.approvalIds))]);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function runNode(node: GraphNode, path: string, input: unknown, steps: StepPort): Promise<unknown> {
  switch (node.kind) {
    case 'agent':
      return runAgent(node, path, input, steps);
    case 'model':
      return runModel(node, path, input, steps);
    case 'tool':
      return runTool(node, path, input, steps);
    case 'map':
      return runMap(node, path, input, steps);
    case 'subgraph':
      return interpret(node.graph, input, steps, path);
    case 'loop':
    case 'branch':
    case 'approval':
      throw new RunFailed('INTERNAL', `${path} is a ${node.kind} node, which is not run yet.`);
  }
}

async function runModel(node: ModelNode, path: string, input: unknown, steps: StepPort): Promise<string> {
  const messages = openingMessages(node.prompt, input);
  const reply = await steps.model({ key: `${path}/model:1`, node: path, step: 1, asked: node, messages });
  return reply.content;
}

async function runTool(node: ToolNode, path: string, input: unknown, steps: StepPort): Promise<unknown> {
  const key = `${path}/tool:1.1`;
  const call = { id: key, name: node.tool.name, arguments: argumentsOf(node, input) };
  const answer = await steps.tool({ key, node: path, call, asked: node });
  if (answer.kind === 'parked') throw new RunParked([answer.approvalId]);
  if (answer.failure) throw new RunFailed(answer.failure.code, answer.failure.message, answer.failure.stepId);
  if (answer.isError) throw new RunFailed('TOOL_FAILED', answer.text);
  return answer.value;
}

function argumentsOf(node: ToolNode, input: unknown): Record<string, unknown> {
  if (node.arguments) {
    const filled = Object.entries(node.arguments).map(([key, item]) => [key, item === '{{input}}' ? input : item]);
    return Object.fromEntries(filled);
  }
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  throw new RunFailed('INPUT_INVALID', `${node.tool.name} takes an object, and what came in is none.`);
}

async function runMap(node: MapNode, path: string, input: unknown, steps: StepPort): Promise<unknown[]> {
  if (!Array.isArray(input))
    throw new RunFailed('INPUT_INVALID', `${path} runs over a list, and what came in is not one.`);
  const items: unknown[] = input;
  const outputs: unknown[] = new Array(items.length);
  const waits: string[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      try {
        outputs[index] = await interpret(node.graph, items[index], steps, `${path}[${index}]`);
      } catch (error) {
        // An item that waits for a person does not hold up the others.
        if (!(error instanceof RunParked)) throw error;
        waits.push(...error.approvalIds);
      }
    }
  };
  await settled(Array.from({ length: Math.max(1, Math.min(node.concurrency, items.length)) }, lane));
  if (waits.length > 0) throw new RunParked(waits);
  return outputs;
}
