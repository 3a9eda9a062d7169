import {
  type AgentNode,
  type Graph,
  type GraphNode,
  type Interval,
  type ModelNode,
  nodesOf,
  type ResourceName,
} from '../execution/index.ts';
import { callCost } from '../model/index.ts';
import type { Resource } from '../resource/index.ts';
import { sumOf } from './amount.ts';

/** What a run would take, between a low and a high guess. */
export interface GraphEstimate {
  inputTokens: Interval<number>;
  outputTokens: Interval<number>;
  /** Exact decimals. */
  cost: Interval<string>;
  currency: string;
}

/** The endpoint that a node of a graph means; undefined when there is none. */
export type EndpointOf = (model: ResourceName) => Resource<'ModelEndpoint'> | undefined;

type Guess = keyof Interval<unknown>;
const guesses = ['low', 'expected', 'high'] as const satisfies readonly Guess[];

const charactersPerToken = 4;
/** Four characters make a token in English prose; code and other scripts have fewer in theirs, long words more. */
const density: Interval<number> = { low: 0.75, expected: 1, high: 1.5 };
/** What is allowed for when neither the run nor the endpoint bounds an answer. */
const assumedMaxOutputTokens = 4_096;
/** Which part of what it may say an answer has, as a rule. */
const usualShare = 0.25;

/**
 * What a run would take by the prices of its endpoints, when nothing is known of earlier ones. Low: each agent answers at
 * once, with one token. Expected: an agent with tools needs two calls, any other one, and each answer is a quarter as
 * long as it may be. High: each agent takes all its steps, and each answer is as long as it may be. What tools give is
 * taken to be as long as what the model said. A list that is not known before the run counts as one item.
 */
export function estimateByPrices(graph: Graph, input: unknown, endpointOf: EndpointOf): GraphEstimate {
  const calls = nodeCalls(graph, input, endpointOf);
  const currency = calls.find(({ pricing }) => pricing)?.pricing?.currency ?? 'USD';
  const of = <T>(read: (guess: Guess) => T): Interval<T> => ({
    low: read('low'),
    expected: read('expected'),
    high: read('high'),
  });
  const total = (kind: keyof Tokens) => of((guess) => calls.reduce((sum, call) => sum + call.tokens[guess][kind], 0));
  // Amounts in different currencies cannot be added; that of the first endpoint counts.
  const priced = calls.filter(({ pricing }) => pricing?.currency === currency);
  return {
    inputTokens: total('inputTokens'),
    outputTokens: total('outputTokens'),
    cost: of((guess) => sumOf(priced.map(({ tokens, pricing }) => callCost(tokens[guess], pricing).amount))),
    currency,
  };
}

interface Tokens {
  inputTokens: number;
  outputTokens: number;
}

interface NodeCalls {
  tokens: Interval<Tokens>;
  pricing: Resource<'ModelEndpoint'>['spec']['pricing'];
}

function nodeCalls(graph: Graph, input: unknown, endpointOf: EndpointOf): NodeCalls[] {
  return Object.entries(graph.nodes).flatMap(([name, node]) => {
    // What comes in from other nodes is not known before; it is taken to be as long as the input.
    const isFirst = graph.edges.every(({ to }) => to !== name);
    return callsOf(node, { input, isFirst }, endpointOf);
  });
}

function callsOf(node: GraphNode, given: { input: unknown; isFirst: boolean }, endpointOf: EndpointOf): NodeCalls[] {
  switch (node.kind) {
    case 'agent':
    case 'model': {
      const endpoint = endpointOf(node.model);
      return [{ tokens: tokensOf(node, given.input, endpoint), pricing: endpoint?.spec.pricing }];
    }
    case 'tool':
    case 'branch':
    case 'approval':
      return [];
    case 'map': {
      const items: unknown[] = given.isFirst && Array.isArray(given.input) ? given.input : [given.input];
      return items.flatMap((item) => nodeCalls(node.graph, item, endpointOf));
    }
    case 'loop':
    case 'subgraph':
      return nodeCalls(node.graph, given.input, endpointOf);
  }
}

function tokensOf(
  node: AgentNode | ModelNode,
  input: unknown,
  endpoint: Resource<'ModelEndpoint'> | undefined,
): Interval<Tokens> {
  const longest = longestAnswer(node, endpoint);
  const isAgent = node.kind === 'agent';
  const hasTools = isAgent && node.tools.length + node.mcpServers.length > 0;
  const most = isAgent ? node.maxSteps : 1;
  const said = isAgent ? [node.prompt, input, ...(node.history ?? [])] : [node.prompt, input];
  const opening = Math.ceil(JSON.stringify(said).length / charactersPerToken);
  const plan: Interval<{ calls: number; answer: number }> = {
    low: { calls: 1, answer: 1 },
    expected: { calls: hasTools ? Math.min(2, most) : 1, answer: Math.ceil(longest * usualShare) },
    high: { calls: hasTools ? most : 1, answer: longest },
  };
  const bound = (isAgent ? node.budget.tokens : null) ?? Number.POSITIVE_INFINITY;
  const window = endpoint?.spec.limits?.contextWindowTokens ?? Number.POSITIVE_INFINITY;
  const [low, expected, high] = guesses.map((guess) =>
    conversation({ ...plan[guess], opening: Math.ceil(opening * density[guess]), bound, window }),
  ) as [Tokens, Tokens, Tokens];
  return { low, expected, high };
}

/** Each call is told all that was said before. A run whose budget of tokens is used up makes no further call. */
function conversation(about: {
  calls: number;
  answer: number;
  opening: number;
  bound: number;
  window: number;
}): Tokens {
  const used = { inputTokens: 0, outputTokens: 0 };
  for (let call = 0; call < about.calls && used.inputTokens + used.outputTokens < about.bound; call++) {
    used.inputTokens += Math.min(about.opening + 2 * call * about.answer, about.window);
    used.outputTokens += about.answer;
  }
  return used;
}

function longestAnswer(node: AgentNode | ModelNode, endpoint: Resource<'ModelEndpoint'> | undefined): number {
  const { parameters, limits } = endpoint?.spec ?? {};
  return (
    node.parameters.maxOutputTokens ?? parameters?.maxOutputTokens ?? limits?.maxOutputTokens ?? assumedMaxOutputTokens
  );
}

/** The models that the nodes of a graph name, those within others too. */
export function modelsIn(graph: Graph): ResourceName[] {
  return [...nodesOf(graph).values()].flatMap(modelsOf);
}

function modelsOf(node: GraphNode): ResourceName[] {
  switch (node.kind) {
    case 'agent':
    case 'model':
      return [node.model];
    case 'tool':
    case 'map':
    case 'loop':
    case 'subgraph':
    case 'branch':
    case 'approval':
      return [];
  }
}
