import type { Graph } from '../../modules/execution/index.ts';
import type { Arrival } from './arrival.ts';
import { openEdges } from './conditions.ts';
import { isEnough, needed } from './join.ts';
import { RunFailed, type StepPort } from './ports.ts';
import { inputsOf } from './shared-context.ts';
import type { Activation } from './walk.ts';

/** How a node asks others. */
interface Asking {
  key: string;
  /** What it gave first, which they are asked about. */
  output: unknown;
  steps: StepPort;
  activate(graph: Graph, activation: Activation, steps: StepPort): Promise<{ output: unknown }>;
}

type Answer = { arrival: Arrival } | { error: RunFailed };

/** Asks the delegates of a node. @returns their answers, in the order of the graph @throws RunFailed, RunParked */
export async function askedAround(graph: Graph, asker: Activation, asking: Asking): Promise<Arrival[]> {
  const { delegates } = asker.node;
  if (!delegates) return [];
  const open = openEdges(delegates.edges, { output: asking.output, context: asker.context });
  const names = [...new Set(open.map(({ to }) => to))];
  const waits = names.map((to, index): { outcome: Promise<Answer> } => {
    const outcome = asked(graph, asker, { ...asking, to, index, count: names.length });
    outcome.catch(() => undefined);
    return { outcome };
  });
  const answers = await isEnough<Answer, { outcome: Promise<Answer> }>(
    waits,
    needed(delegates.join, waits.length),
    (_wait, answer) => 'arrival' in answer,
  );
  const failed = answers.flatMap(({ outcome }) => ('error' in outcome ? [outcome.error] : []));
  if (failed[0] && delegates.join.onFailure !== 'skip') throw failed[0];
  return answers.flatMap(({ outcome }) => ('arrival' in outcome ? [outcome.arrival] : []));
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
