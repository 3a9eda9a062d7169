import fc from 'fast-check';
import { RunFailed } from '../../../../src/engine/workflow/ports.ts';
import { toolText } from '../../../../src/engine/workflow/recorded.ts';
import type { Graph, GraphEdge, GraphNode, NodeRetry } from '../../../../src/modules/execution/index.ts';
import { asked, type World } from '../../../support/durable-walk.ts';
import { does, graphOf, join, retry, review, says, speakers } from './graphs.ts';

/** What a random graph may hold besides calls of models. */
export interface Kinds {
  /** Joins that do not wait for all: what they give depends on who was there first. */
  quorums: boolean;
}

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Graphs with edges in all directions, conditions, joins, delegates, reviews, retries, maps and loops. */
export function graphs({ quorums }: Kinds): fc.Arbitrary<Graph> {
  return fc.integer({ min: 2, max: names.length }).chain((count) => {
    const name = fc.constantFrom(...names.slice(0, count));
    return fc
      .record({
        nodes: fc.array(nodes(name, quorums), { minLength: count, maxLength: count }),
        edges: fc.array(edgesBetween(name), { maxLength: count + 3 }),
        maxTurns: fc.integer({ min: 1, max: 3 }),
        review: fc.option(fc.constant(review()), { nil: undefined, freq: 6 }),
      })
      .map(({ nodes: made, edges, maxTurns, review: last }) => {
        const all = Object.fromEntries(made.map((node, index) => [names[index] ?? '', node]));
        return graphOf(all, edges, { maxTurns, ...(last && { review: last }) });
      });
  });
}

function edgesBetween(name: fc.Arbitrary<string>): fc.Arbitrary<GraphEdge> {
  const when = fc.constantFrom(
    undefined,
    undefined,
    { outputContains: 'yes' },
    { outputNotContains: 'yes' },
    { default: true },
  );
  return fc.record({ from: name, to: name, when }).map(({ when: condition, ...edge }) => ({
    ...edge,
    ...(condition && { when: condition }),
  }));
}

function nodes(name: fc.Arbitrary<string>, quorums: boolean): fc.Arbitrary<GraphNode> {
  const modes = quorums ? (['all', 'quorum'] as const) : (['all'] as const);
  const rule = fc
    .record({
      mode: fc.constantFrom(...modes),
      count: fc.constantFrom(null, 1, 2),
      percent: fc.constantFrom(null, 50),
      onFailure: fc.constantFrom('fail' as const, 'skip' as const),
    })
    .map(join);
  const rules = fc.record(
    {
      join: rule,
      retry: fc.integer({ min: 1, max: 3 }).map((maxAttempts): NodeRetry => retry({ maxAttempts })),
      review: fc.constant(review({ maxCycles: 2 })),
      delegates: fc.record({ edges: fc.array(edgesBetween(name), { minLength: 1, maxLength: 2 }), join: rule }),
    },
    { requiredKeys: [] },
  );
  const made = fc.oneof({ weight: 5, arbitrary: fc.constant(says()) }, fc.constant(lists()), loops(), subgraphs());
  return fc.tuple(made, rules).map(([node, more]) => ({ ...node, ...more }));
}

/** A list that a tool gives, worked on item by item. */
function lists(): GraphNode {
  const item = graphOf(speakers('one'));
  const each: GraphNode = {
    ...{ kind: 'map', graph: item, concurrency: 2, onItemFailure: 'collect', itemRetry: retry({ maxAttempts: 2 }) },
  };
  return { kind: 'subgraph', graph: graphOf({ list: does(), each }, ['list>each']) };
}

function loops(): fc.Arbitrary<GraphNode> {
  return fc.constantFrom('give' as const, 'fail' as const).map((onLimit) => ({
    ...{ kind: 'loop', graph: graphOf(speakers('x', 'y'), ['x>y']), maxIterations: 3, onLimit },
    until: { outputContains: 'yes' },
  }));
}

function subgraphs(): fc.Arbitrary<GraphNode> {
  const inner = graphOf(speakers('x', 'y', 'z'), ['x>y', 'x>z', 'z>x'], { entry: ['x'], maxTurns: 2 });
  return fc.constant({ kind: 'subgraph', graph: inner });
}

/**
 * A world that is the same for the same question: what is said, whether a call fails, and what a person decides follow
 * from the place and from what was asked. Only how long it takes follows from `pace`.
 */
export function worldOf(seed: number, pace = seed): World {
  return {
    say: async (call) => {
      const drawn = hash(`${seed} ${call.key} ${asked(call)}`);
      await turns(hash(`${pace} ${call.key}`) % 23);
      if (drawn % 9 === 0) throw new RunFailed('MODEL_UNAVAILABLE', `${call.key} is away.`);
      if (drawn % 31 === 1) throw new RunFailed('POLICY_DENIED', `${call.key} may not.`);
      return `${drawn % 2 === 0 ? 'yes' : 'no'} ${drawn}`;
    },
    give: async (call) => {
      const drawn = hash(`${seed} ${call.key} ${toolText(call.call.arguments)}`);
      await turns(hash(`${pace} ${call.key}`) % 23);
      return Array.from({ length: drawn % 4 }, (_, index) => drawn + index);
    },
    decide: ({ key, arguments: { cycle, output } }) => {
      const drawn = hash(`${seed} ${key} ${toolText(output)}`) % 8;
      if (drawn === 0) return { phase: 'DENIED', comment: null };
      return drawn < 4 && cycle < 3 ? { phase: 'CHANGES_REQUESTED', comment: `${drawn}` } : { phase: 'APPROVED' };
    },
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await null;
}

/** A number that is the same for the same text (FNV-1a). */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return value >>> 0;
}
