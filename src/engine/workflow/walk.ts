import type { Graph, GraphEdge, GraphNode, NodeMessage } from '../../modules/execution/index.ts';
import { type Arrival, arrivalOver, givenBy, type Sending, startArrival } from './arrival.ts';
import { type Judged, meets, openEdges } from './conditions.ts';
import { isEnough, needed } from './join.ts';
import { parkedTogether, RunFailed, RunParked, type StepPort } from './ports.ts';
import { contextOf, inputsOf, mergedWritings, type Writings, withOutputs } from './shared-context.ts';
import { reachedFrom, type Structure, structureOf } from './structure.ts';

/** What became of a node in a round. */
type Outcome =
  | (Sending & { kind: 'done'; activation: Activation })
  | { kind: 'skipped' }
  | { kind: 'failed'; error: RunFailed; isHandled: boolean };

/** An activation that is to be worked on. */
export interface Activation {
  name: string;
  node: GraphNode;
  /** Where it stands in the graphs around it, as `<node>/<node>`. */
  path: string;
  key: string;
  round: number;
  arrivals: readonly Arrival[];
  /** What it is given. */
  input: unknown;
  context: Record<string, unknown>;
  /** The nodes that an output of it goes on to. */
  takenBy(output: unknown): string[];
}

/** Works on one activation. @throws RunFailed, RunParked, and whatever ends the turn */
export type Activate = (activation: Activation) => Promise<{ output: unknown; taken: string[] }>;

/** How a node is recorded, whatever becomes of it. */
export function nodeSpec(about: Pick<Activation, 'name' | 'node' | 'path' | 'key' | 'round'>) {
  const { name, node, path, key, round } = about;
  const { title = name, stage = null, kind: nodeKind } = node;
  return { key, node: path, title, nodeKind, stage, round };
}

/** What is walked. */
export interface Walk {
  graph: Graph;
  input: unknown;
  steps: StepPort;
  /** Of the node around the graph; empty for the graph of the run. */
  path: string;
  activate: Activate;
}

/** The end of a branch: what its last node gave. */
interface End {
  name: string;
  activation: Activation;
  order: number;
  round: number;
  value: unknown;
  writings: Writings;
}

/** One walk over what can be reached without going back. */
interface Round {
  number: number;
  /** Tells the rounds with the same number apart that began at different edges; empty where there is only one. */
  lineage: string;
  starts: ReadonlyMap<string, Arrival>;
  reached: ReadonlySet<string>;
  outcomes: Map<string, Promise<Outcome>>;
}

/** Walks a graph to the ends of all its branches. @returns what they gave, in the order of the graph */
export async function walkGraph(walk: Walk): Promise<{ ends: End[]; context: Record<string, unknown> }> {
  const structure = structureOf(walk.graph);
  const starts = structure.entries.map((to, index, { length }): [string, Arrival] => [
    to,
    startArrival(walk, to, { index, count: length }),
  ]);
  const ends = await walkRound(walk, structure, { number: 1, lineage: '', starts: new Map(starts) });
  ends.sort((a, b) => a.order - b.order || a.round - b.round);
  const writings = mergedWritings(ends.map((end) => end.writings));
  return { ends, context: contextOf(walk.graph, walk.input, writings) };
}

async function walkRound(
  walk: Walk,
  structure: Structure,
  begun: Pick<Round, 'number' | 'lineage' | 'starts'>,
): Promise<End[]> {
  const reached = reachedFrom([...begun.starts.keys()], structure);
  const round: Round = { ...begun, reached, outcomes: new Map() };
  const names = Object.keys(walk.graph.nodes).filter((name) => reached.has(name));
  const branches = names.map(async (name): Promise<{ outcome: Outcome; ends: End[] }> => {
    const outcome = await outcomeOf(walk, structure, round, name);
    if (outcome.kind !== 'done') return { outcome, ends: [] };
    const further = await settled(goneBack(walk, structure, round, { name, outcome }));
    const order = structure.order.get(name) ?? 0;
    const { value, writings, activation } = outcome;
    const own = outcome.taken.length === 0 ? [{ name, activation, order, round: round.number, value, writings }] : [];
    return { outcome, ends: [...own, ...further.flat()] };
  });
  const results = await Promise.allSettled(branches);
  const failures = results.flatMap((result): Promise<never>[] => {
    if (result.status === 'rejected' || result.value.outcome.kind !== 'failed') return [];
    const { error, isHandled } = result.value.outcome;
    return isHandled ? [] : [Promise.reject(error)];
  });
  // Failures before waits: those of nodes are outcomes here, and still count more than a wait of another.
  const [walked] = await settled([settled(branches), ...failures]);
  return (walked ?? []).flatMap(({ ends }) => ends);
}

/** The rounds that a node begins by sending over edges that lead back. */
function goneBack(
  walk: Walk,
  structure: Structure,
  round: Round,
  from: { name: string; outcome: Extract<Outcome, { kind: 'done' }> },
): Promise<End[]>[] {
  const { name, outcome } = from;
  const edges = structure.back.filter((edge) => edge.from === name && outcome.taken.includes(edge.to));
  return edges.map((edge) => {
    const arrival = arrivalOver(edge, outcome);
    const index = structure.back.indexOf(edge);
    const lineage = structure.back.length > 1 ? `${round.lineage}.${index}` : '';
    return walkRound(walk, structure, { number: round.number + 1, lineage, starts: new Map([[edge.to, arrival]]) });
  });
}

function outcomeOf(walk: Walk, structure: Structure, round: Round, name: string): Promise<Outcome> {
  const known = round.outcomes.get(name);
  if (known) return known;
  const started = runWhenReady(walk, structure, round, name);
  // Whoever waits for it hears of a failure; that nobody has begun to wait yet is no fault.
  started.catch(() => undefined);
  round.outcomes.set(name, started);
  return started;
}

async function runWhenReady(walk: Walk, structure: Structure, round: Round, name: string): Promise<Outcome> {
  const node = walk.graph.nodes[name];
  if (!node) throw new RunFailed('INPUT_INVALID', `An edge leads to ${name}, which is not a node of the graph.`);
  const path = walk.path === '' ? name : `${walk.path}/${name}`;
  const key = round.number === 1 ? path : `${path}#${round.number}${round.lineage}`;
  const incoming = structure.forward.filter((edge) => edge.to === name && round.reached.has(edge.from));
  const waits = incoming.map((edge) => ({ edge, outcome: outcomeOf(walk, structure, round, edge.from) }));
  const given = await gathered(waits, { node, recorded: walk.steps.received(key) });
  if (given.failure) return given.failure;
  const start = round.starts.get(name);
  const arrivals = [...(start ? [start] : []), ...given.arrivals];
  if (arrivals.length === 0) {
    if (walk.graph.isRecorded) await walk.steps.skip(nodeSpec({ name, node, path, key, round: round.number }));
    return { kind: 'skipped' };
  }
  return activated(walk, structure, { name, node, path, key, round, arrivals });
}

async function activated(
  walk: Walk,
  structure: Structure,
  about: Pick<Activation, 'name' | 'node' | 'path' | 'key' | 'arrivals'> & { round: Round },
): Promise<Outcome> {
  const { name, node, path, key, round, arrivals } = about;
  const { graph, input } = walk;
  const before = mergedWritings(arrivals.map(({ writings }) => writings));
  const context = contextOf(graph, input, before);
  const received = arrivals.map(({ message }) => message);
  try {
    const activation: Activation = {
      ...{ name, node, path, key, arrivals, context },
      round: round.number,
      input: inputsOf(node, context, givenBy(arrivals)),
      takenBy: (output) => takenFrom(graph, structure, { name, node, round: round.number, output, context }),
    };
    const result = await walk.activate(activation);
    const order = (structure.order.get(name) ?? 0) + round.number * Object.keys(graph.nodes).length;
    const writings = withOutputs(before, node, { key, order, output: result.output });
    return { kind: 'done', value: result.output, writings, taken: result.taken, received, key, activation };
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error;
    const followers = structure.forward.filter((edge) => edge.from === name).map(({ to }) => graph.nodes[to]);
    const isHandled = followers.some((follower) => follower?.join?.onFailure === 'skip');
    return { kind: 'failed', error, isHandled };
  }
}

/** Where an output goes on to. An edge that leads back is closed once the branch went round as often as it may. */
function takenFrom(
  graph: Graph,
  structure: Structure,
  about: { name: string; node: GraphNode; round: number; output: unknown; context: Record<string, unknown> },
): string[] {
  const { name, node, round, output, context } = about;
  const judged: Judged = { output, context };
  const taken = node.kind === 'branch' ? caseOf(node, judged) : null;
  const edges = graph.edges.filter((edge) => edge.from === name);
  const open = new Set(openEdges(edges, { ...judged, taken }).map(({ to }) => to));
  const isLast = round >= (graph.maxTurns ?? 1);
  if (isLast) for (const { from, to } of structure.back) if (from === name) open.delete(to);
  return [...open];
}

function caseOf({ cases, otherwise }: Extract<GraphNode, { kind: 'branch' }>, judged: Judged): string | null {
  return cases.find(({ when }) => meets(when, judged))?.name ?? otherwise;
}

interface Wait {
  edge: GraphEdge;
  outcome: Promise<Outcome>;
}

/**
 * What the senders of a node gave, as far as it waits for them. Which of them a quorum was made of is recorded with the
 * activation, so that walking again takes the same.
 */
async function gathered(
  waits: readonly Wait[],
  about: { node: GraphNode; recorded: readonly NodeMessage[] | undefined },
): Promise<{ arrivals: Arrival[]; failure?: Outcome }> {
  const { node, recorded } = about;
  const isQuorum = node.join?.mode === 'quorum';
  const wanted =
    isQuorum && recorded ? waits.filter(({ edge }) => recorded.some(({ from }) => from === edge.from)) : waits;
  const outcomes =
    isQuorum && !recorded
      ? await isEnough(waits, needed(node.join, waits.length), isArrived)
      : await settledAll(wanted);
  const arrivals: Arrival[] = [];
  for (const { edge, outcome } of outcomes) {
    if (outcome.kind === 'failed' && node.join?.onFailure !== 'skip')
      return { arrivals, failure: { ...outcome, isHandled: !outcome.isHandled } };
    if (outcome.kind === 'done' && outcome.taken.includes(edge.to)) arrivals.push(arrivalOver(edge, outcome));
  }
  return { arrivals };
}

function isArrived({ edge }: { edge: GraphEdge }, outcome: Outcome): boolean {
  return outcome.kind === 'done' && outcome.taken.includes(edge.to);
}

async function settledAll(waits: readonly Wait[]): Promise<{ edge: GraphEdge; outcome: Outcome }[]> {
  const outcomes = await settled(waits.map(({ outcome }) => outcome));
  return waits.flatMap(({ edge }, index) => {
    const outcome = outcomes[index];
    return outcome ? [{ edge, outcome }] : [];
  });
}

/** Waits for all, so that no branch is left running; then a failure counts more than a wait. */
export async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const failure = reasons.find((reason) => !(reason instanceof RunParked));
  if (failure !== undefined) throw failure;
  const waits = reasons.filter((reason) => reason instanceof RunParked);
  if (waits.length > 0) throw parkedTogether(waits);
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
