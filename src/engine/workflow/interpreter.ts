import type {
  Graph,
  ItemFailure,
  LoopNode,
  MapNode,
  ModelNode,
  NodeMessage,
  ToolNode,
} from '../../modules/execution/index.ts';
import { openingMessages, runAgent } from './agent-node.ts';
import type { Arrival } from './arrival.ts';
import { meets } from './conditions.ts';
import { askedAround } from './delegation.ts';
import { inboxText } from './inbox.ts';
import { RunFailed, RunParked, type StepPort } from './ports.ts';
import { reviewed, reviewInput } from './review.ts';
import { atPath } from './shared-context.ts';
import { type Activation, nodeSpec, settled, walkGraph } from './walk.ts';

/**
 * Walks a graph. It reads no clock and calls nothing but `steps`, so walking it again over the same recorded steps
 * takes the same way: that is how a run is recovered, continued after a wait, and replayed.
 * @returns what its branches gave at their ends: one value, or an object of values by node; or what its context says
 * @throws RunFailed, RunParked, and whatever ends the turn
 */
export async function interpret(graph: Graph, input: unknown, steps: StepPort, path = ''): Promise<unknown> {
  const activate = (activation: Activation) => activated(graph, activation, steps);
  const { ends, context } = await walkGraph({ graph, input, steps, path, activate });
  const { review } = graph;
  if (!review) return outputOf(graph, ends, context);
  const again = async (cycle: number, extra: Record<string, unknown>): Promise<unknown> => {
    const redone = ends.map(async ({ name, activation }) => {
      const about = { key: `${activation.key}~${cycle}`, extra, steps };
      return { name, value: await withAnswers(graph, activation, about) };
    });
    return outputOf(graph, await settled(redone), context);
  };
  return reviewed(steps, {
    ...{ key: path === '' ? 'review' : `${path}/review`, node: path, review, reviewed: 'TASK_OUTPUT', agent: null },
    first: async () => ({ output: outputOf(graph, ends, context), attempt: 1 }),
    again: async (answer) => {
      const attempt = answer.attempt + 1;
      return { output: await again(attempt, reviewInput(review, answer)), attempt };
    },
  });
}

/** One value, or an object of values by node; or what the context says. */
function outputOf(graph: Graph, ends: readonly { name: string; value: unknown }[], context: Record<string, unknown>) {
  const named = Object.entries(graph.context?.outputs ?? {});
  if (named.length > 0) return Object.fromEntries(named.map(([name, at]) => [name, atPath(context, at)]));
  return ends.length === 1 ? ends[0]?.value : Object.fromEntries(ends.map(({ name, value }) => [name, value]));
}

/** Works on one activation; it is recorded where the graph wants that. */
function activated(
  graph: Graph,
  activation: Activation,
  steps: StepPort,
): Promise<{ output: unknown; taken: string[] }> {
  const { node, arrivals, takenBy } = activation;
  const work = async (attempt: number, port: StepPort) => {
    const output = await worked(graph, activation, { attempt, steps: port });
    return { output, taken: takenBy(output) };
  };
  if (!graph.isRecorded) return work(1, steps);
  return steps.node(
    {
      ...nodeSpec(activation),
      received: arrivals.map(({ message }) => message),
      retry: node.retry ?? null,
      timeoutMs: node.timeoutMs ?? null,
    },
    work,
  );
}

/** What a node gives, once those whom it asks have answered and a person has looked at it. */
async function worked(
  graph: Graph,
  activation: Activation,
  { attempt, steps }: { attempt: number; steps: StepPort },
): Promise<unknown> {
  const { node, key, path } = activation;
  const attemptKey = (tried: number): string => (tried === 1 ? key : `${key}@${tried}`);
  const once = (tried: number, extra: Record<string, unknown> = {}): Promise<unknown> =>
    withAnswers(graph, activation, { key: attemptKey(tried), extra, steps });
  const { review } = node;
  if (!review) return once(attempt);
  return reviewed(steps, {
    ...{ key: `${key}/review`, node: path, review, reviewed: 'AGENT_OUTPUT' },
    agent: node.kind === 'agent' ? node.agent.name : null,
    first: async () => ({ output: await once(attempt), attempt }),
    again: async (answer, cycle) => {
      // What failed and what a person sent back both count, so that no key is taken twice.
      const tried = attempt + cycle - 1;
      return { output: await once(tried, reviewInput(review, answer)), attempt: tried };
    },
  });
}

/** What a node gives when it has heard those whom it asks. */
async function withAnswers(
  graph: Graph,
  activation: Activation,
  about: { key: string; extra: Record<string, unknown>; steps: StepPort },
): Promise<unknown> {
  const { node } = activation;
  const { key, extra, steps } = about;
  const first = await runNode(activation, { key, steps, extra, arrivals: activation.arrivals });
  if (!node.delegates) return first;
  const again = { key: `${key}/again`, extra, steps };
  const recorded = steps.received(again.key);
  const asking = askedAround(graph, activation, { key, output: first, steps, recorded, activate: activated });
  const last = asking.answers.then((answers) =>
    answers.length === 0 ? first : runAgain(graph, activation, { ...again, answers }),
  );
  const [output] = await settled([last, asking.rested]);
  return output;
}

/** Runs a node with the answers that it asked for: an activation of its own, so that it is recorded which these were. */
async function runAgain(
  graph: Graph,
  activation: Activation,
  about: Pick<NodeRun, 'key' | 'extra' | 'steps'> & { answers: readonly Arrival[] },
): Promise<unknown> {
  const { answers, ...run } = about;
  const { key, steps } = run;
  const arrivals = [...activation.arrivals, ...answers];
  if (!graph.isRecorded) return runNode(activation, { ...run, arrivals });
  const received = answers.map(({ message }) => message);
  const spec = { ...nodeSpec({ ...activation, key }), received, retry: null, timeoutMs: null };
  const work = async (_attempt: number, port: StepPort) => {
    return { output: await runNode(activation, { ...run, steps: port, arrivals }), taken: [] };
  };
  return (await steps.node(spec, work)).output;
}

/** How one run of a node is done. */
interface NodeRun {
  key: string;
  steps: StepPort;
  /** What a person said about what it gave before. */
  extra: Record<string, unknown>;
  arrivals: readonly Arrival[];
}

async function runNode(activation: Activation, run: NodeRun): Promise<unknown> {
  const { node } = activation;
  const { key, steps } = run;
  const input = inputOf(activation, run);
  switch (node.kind) {
    case 'agent':
      return runAgent(node, key, input, steps);
    case 'model':
      return runModel(node, key, input, steps);
    case 'tool':
      return runTool(node, key, input, steps);
    case 'map':
      return runMap(node, activation, { ...run, input });
    case 'loop':
      return runLoop(node, activation, { ...run, input });
    case 'subgraph':
      return interpret(node.graph, input, steps, key);
    case 'branch':
      return input;
    case 'approval':
      return reviewed(steps, {
        ...{ key: `${key}/review`, node: activation.path, review: { ...node.review, allowRequestChanges: false } },
        ...{ reviewed: 'TASK_OUTPUT', agent: null, first: async () => ({ output: input, attempt: 1 }) },
        again: () => Promise.reject(new RunFailed('APPROVAL_DENIED', 'Nothing can be changed here.')),
      });
  }
}

/** What a node works on. An agent of a task is told who wrote what to it; others are given what came in. */
function inputOf({ node, input }: Activation, { arrivals, extra }: NodeRun): unknown {
  const said = Object.entries(extra);
  if (node.kind === 'agent' && node.inbox && !node.inputs) {
    const inbox = { ...node.inbox, input: { ...node.inbox.input, ...texts(extra) } };
    return inboxText(
      inbox,
      arrivals.map(({ message, value }) => ({ message, content: value })),
    );
  }
  const replies = arrivals.filter(({ message }) => message.type === 'reply');
  const delegation = Object.fromEntries(replies.map(({ message, value }) => [message.from ?? '', value]));
  const further = { ...(replies.length > 0 && { delegation }), ...extra };
  if (replies.length === 0 && said.length === 0) return input;
  const isFields = typeof input === 'object' && input !== null && !Array.isArray(input);
  return isFields ? { ...input, ...further } : { input, ...further };
}

function texts(given: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(given).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value ?? null),
  ]);
  return Object.fromEntries(entries);
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

/** How a node that holds a graph is run. */
interface InnerRun extends NodeRun {
  input: unknown;
}

async function runLoop(node: LoopNode, { path }: Activation, { key, input, steps }: InnerRun): Promise<unknown> {
  let value = input;
  for (let turn = 1; turn <= node.maxIterations; turn++) {
    value = await interpret(node.graph, value, steps, `${key}[${turn}]`);
    if (node.until && meets(node.until, { output: value, context: {} })) return value;
  }
  if (!node.until || node.onLimit === 'give') return value;
  throw new RunFailed('STEP_LIMIT_REACHED', `${path} was not done after ${node.maxIterations} rounds.`);
}

async function runMap(node: MapNode, activation: Activation, run: InnerRun): Promise<unknown[]> {
  const { key, input } = run;
  if (!Array.isArray(input))
    throw new RunFailed('INPUT_INVALID', `${key} runs over a list, and what came in is not one.`);
  const items: unknown[] = input;
  const outputs: unknown[] = new Array(items.length);
  const stops: (RunParked | RunFailed)[] = [];
  let next = 0;
  let isFailed = false;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length && !isFailed; index = next++) {
      try {
        outputs[index] = await runItem(node, activation, { ...run, key: `${key}[${index}]`, input: items[index] });
      } catch (error) {
        // An item that waits does not hold up the others. Of those that fail the first in the list counts: it has begun by then.
        if (!(error instanceof RunParked || error instanceof RunFailed)) throw error;
        stops[index] = error;
        isFailed ||= error instanceof RunFailed;
      }
    }
  };
  await settled(Array.from({ length: Math.max(1, Math.min(node.concurrency, items.length)) }, lane));
  await settled(Object.values(stops).map((stop) => Promise.reject(stop)));
  return outputs;
}

/** One item of a map: it is recorded as an activation of its own where its graph is. */
async function runItem(node: MapNode, { path, name }: Activation, { key, input, steps }: InnerRun): Promise<unknown> {
  const { graph, onItemFailure } = node;
  const message: NodeMessage = {
    ...{ id: `>${key}`, from: name, sentBy: null, to: key, branch: 'b001', parentBranch: null },
    ...{ hop: 0, type: 'start', parentId: null },
  };
  const spec = { key, node: `${path}[]`, title: key, nodeKind: 'subgraph', stage: null, round: 1 } as const;
  const work = async (attempt: number, port: StepPort) => {
    const output = await interpret(graph, input, port, attempt === 1 ? key : `${key}@${attempt}`);
    return { output, taken: [] };
  };
  try {
    if (!graph.isRecorded) return await interpret(graph, input, steps, key);
    const rules = { retry: node.itemRetry ?? null, timeoutMs: null };
    return (await steps.node({ ...spec, ...rules, received: [message] }, work)).output;
  } catch (error) {
    if (onItemFailure !== 'collect' || !(error instanceof RunFailed)) throw error;
    return { error: { code: error.code, message: error.message } } satisfies ItemFailure;
  }
}
