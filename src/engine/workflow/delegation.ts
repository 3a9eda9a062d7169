import type { Graph, JoinRule, NodeMessage } from '../../modules/execution/index.ts';
import type { Arrival } from './arrival.ts';
import { openEdges } from './conditions.ts';
import { isEnough, needed } from './join.ts';
import { RunFailed, RunParked, type StepPort } from './ports.ts';
import { inputsOf } from './shared-context.ts';
import { type Activation, settled } from './walk.ts';

/** How a node asks others. */
interface Asking {
  key: string;
  /** What it gave first, which they are asked about. */
  output: unknown;
  steps: StepPort;
  /** Whose answers it went on with when this was walked before; undefined when it had not come to that. */
  recorded: readonly NodeMessage[] | undefined;
  activate(graph: Graph, activation: Activation, steps: StepPort): Promise<{ output: unknown }>;
}

type Answer = { arrival: Arrival } | { error: RunFailed };

interface Wait {
  to: string;
  outcome: Promise<Answer>;
}

/**
 * Asks the delegates of a node. `answers` are those that it goes on with, in the order of the graph; it rejects with
 * RunFailed or RunParked. `rested` is resolved when no delegate is at work any more.
 */
export function askedAround(
  graph: Graph,
  asker: Activation,
  asking: Asking,
): { answers: Promise<Arrival[]>; rested: Promise<unknown> } {
  const { edges = [], join } = asker.node.delegates ?? {};
  const open = openEdges(edges, { output: asking.output, context: asker.context });
  const names = [...new Set(open.map(({ to }) => to))];
  const waits = names.map((to, index): Wait => {
    const outcome = asked(graph, asker, { ...asking, to, index, count: names.length });
    return { to, outcome };
  });
  return { answers: enoughOf(waits, asking.recorded, join), rested: settled(waits.map(atRest)) };
}

async function enoughOf(
  waits: readonly Wait[],
  recorded: Asking['recorded'],
  join: JoinRule | undefined,
): Promise<Arrival[]> {
  const wanted = recorded ? waits.filter(({ to }) => recorded.some(({ from }) => from === to)) : waits;
  const enough = recorded ? wanted.length : needed(join, wanted.length);
  const answers = await isEnough<Answer, Wait>(wanted, enough, (_wait, answer) => 'arrival' in answer);
  const failed = answers.flatMap(({ outcome }) => ('error' in outcome ? [outcome.error] : []));
  if (failed[0] && join?.onFailure !== 'skip') throw failed[0];
  return answers.flatMap(({ outcome }) => ('arrival' in outcome ? [outcome.arrival] : []));
}

// Who needs the answer of one that waits for a person waits as well; nobody else does.
function atRest({ outcome }: Wait): Promise<unknown> {
  return outcome.catch((error: unknown) => {
    if (!(error instanceof RunParked)) throw error;
  });
}

async function asked(
  graph: Graph,
  asker: Activation,
  asking: Asking & { to: string; index: number; count: number },
): Promise<Answer> {
  const { to, key: askerKey, output, steps } = asking;
  const node = graph.nodes[to];
  if (!node) throw new RunFailed('INPUT_INVALID', `${asker.name} asks ${to}, which is not a node of the graph.`);
  const [first] = asker.arrivals;
  const parent = first?.message.branch ?? 'b001';
  const branch = asking.count > 1 ? `${parent}.${String(asking.index + 1).padStart(3, '0')}` : parent;
  const hop = (first?.message.hop ?? 0) + 1;
  const key = `${askerKey}/ask/${to}`;
  const about = { branch, parentBranch: parent, parentId: first?.message.id ?? null };
  const question: Arrival = {
    message: { id: `${askerKey}>${to}`, from: asker.name, sentBy: asker.key, to, hop, type: 'delegation', ...about },
    value: output,
    writings: first?.writings ?? new Map(),
  };
  try {
    const { delegates: _, ...withoutDelegates } = node;
    const answered = await asking.activate(
      graph,
      {
        ...{ name: to, node: withoutDelegates, path: `${asker.path}/ask/${to}`, key, round: asker.round },
        ...{ arrivals: [question], context: asker.context },
        input: inputsOf(node, asker.context, output),
        takenBy: () => [],
      },
      steps,
    );
    const message = { id: `${key}>${asker.name}`, from: to, sentBy: key, to: asker.name, hop: hop + 1, ...about };
    return { arrival: { message: { ...message, type: 'reply' }, value: answered.output, writings: question.writings } };
  } catch (error) {
    if (error instanceof RunFailed) return { error };
    throw error;
  }
}
