import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messagesByKey } from '../../../../src/engine/workflow/recorded.ts';
import { structureOf } from '../../../../src/engine/workflow/structure.ts';
import type { Graph, NodeStep } from '../../../../src/modules/execution/index.ts';
import { type World, walk } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphs, worldOf } from './random-graphs.ts';

const seeds = fc.integer({ min: 0, max: 1_000_000 });

function nodesIn(ledger: Ledger): NodeStep[] {
  return [...ledger.steps.values()].filter((step): step is NodeStep => step.kind === 'NODE');
}

/** Those of the outermost graph, by the round that they belong to. */
function roundsIn(ledger: Ledger): Map<string, NodeStep[]> {
  const outermost = nodesIn(ledger).filter(({ key }) => !key.includes('/') && !key.includes('['));
  const rounds = new Map<string, NodeStep[]>();
  for (const step of outermost) {
    const round = step.key.split('#')[1] ?? '1';
    rounds.set(round, [...(rounds.get(round) ?? []), step]);
  }
  return rounds;
}

test('every walk comes to its end, no branch activates a node more often than it may, and no call is made twice', async () => {
  await fc.assert(
    fc.asyncProperty(graphs({ quorums: true }), seeds, async (graph, seed) => {
      const ledger = new Ledger();
      const rest = await walk({ graph, world: worldOf(seed) }, ledger);
      expect(['output', 'failed']).toContain(rest.kind);
      for (const step of nodesIn(ledger)) {
        expect(turnsUntil(step, ledger)).toBeLessThanOrEqual(maxTurnsOf(graph, step));
        expect(step.attempt).toBeLessThanOrEqual(step.target.maxAttempts);
      }
      const made = [...ledger.steps.values()].filter(({ kind }) => kind === 'MODEL' || kind === 'TOOL');
      expect(ledger.calls.toSorted()).toEqual(made.map(({ key }) => key).toSorted());
    }),
    { numRuns: 150 },
  );
});

/** How often the node of an activation stands on the longest way to it. */
function turnsUntil(step: NodeStep, ledger: Ledger, name = step.node): number {
  const before = step.arguments.received.flatMap(({ sentBy, type }) => {
    const sender = sentBy !== null && type === 'handoff' ? ledger.get(sentBy) : null;
    return sender?.kind === 'NODE' ? [turnsUntil(sender, ledger, name)] : [];
  });
  return Math.max(0, ...before) + (step.node === name ? 1 : 0);
}

function maxTurnsOf(graph: Graph, { key }: NodeStep): number {
  return key.includes('/') ? 2 : (graph.maxTurns ?? 1);
}

test('an activation begins only after all that it was given was made, and after all that it waits for has come to rest', async () => {
  await fc.assert(
    fc.asyncProperty(graphs({ quorums: true }), seeds, async (graph, seed) => {
      const ledger = new Ledger();
      await walk({ graph, world: worldOf(seed) }, ledger);
      const moments = ledger.events.map(({ type, subjectId }) => `${type} ${ledger.keyOf(subjectId)}`);
      const { forward } = structureOf(graph);
      for (const step of nodesIn(ledger)) {
        const began = moments.indexOf(`node.started ${step.key}`);
        for (const { sentBy, type } of step.arguments.received)
          if (sentBy !== null && type !== 'delegation' && type !== 'start')
            expect(moments.indexOf(`node.completed ${sentBy}`)).toBeLessThan(began);
      }
      for (const round of roundsIn(ledger).values())
        for (const step of round.filter(({ phase, node }) => phase !== 'SKIPPED' && waitsForAll(graph, node))) {
          const came = step.arguments.received.filter(({ type }) => type === 'handoff').map(({ from }) => from);
          const sent = round.filter(
            ({ node, result }) =>
              result?.taken.includes(step.node) && forward.some(({ from, to }) => from === node && to === step.node),
          );
          expect(came).toEqual(expect.arrayContaining(sent.map(({ node }) => node)));
        }
    }),
    { numRuns: 150 },
  );
});

function waitsForAll(graph: Graph, node: string): boolean {
  return graph.nodes[node]?.join?.mode !== 'quorum';
}

test('who is done first changes neither the output nor a single key', async () => {
  await fc.assert(
    fc.asyncProperty(graphs({ quorums: false }), seeds, seeds, async (graph, seed, pace) => {
      const [one, other] = [new Ledger(), new Ledger()];
      const rest = await walk({ graph, world: worldOf(seed) }, one);
      expect(await walk({ graph, world: worldOf(seed, pace) }, other)).toEqual(rest);
      expect([...other.steps.keys()].toSorted()).toEqual([...one.steps.keys()].toSorted());
    }),
    { numRuns: 150 },
  );
});

test('what every call of a model was given can be told from the record alone', async () => {
  await fc.assert(
    fc.asyncProperty(graphs({ quorums: true }), seeds, async (graph, seed) => {
      const given = new Map<string, unknown>();
      const world = worldOf(seed);
      const say: World['say'] = (call, signal) => {
        given.set(call.key, structuredClone(call.messages));
        return world.say?.(call, signal) ?? '';
      };
      const ledger = new Ledger();
      await walk({ graph, world: { ...world, say } }, ledger);
      expect(await messagesByKey({ graph, input: 'in' }, [...ledger.steps.values()])).toEqual(given);
    }),
    { numRuns: 150 },
  );
});
