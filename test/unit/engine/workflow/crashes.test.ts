import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSettled } from '../../../../src/modules/execution/index.ts';
import { type World, walk, walkOnce } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphs, worldOf } from './random-graphs.ts';

const seeds = fc.integer({ min: 0, max: 1_000_000 });

/** Tells of calls that are made although their outcome, or that of the node around them, is recorded. */
function watched(world: World, ledger: Ledger, again: string[]): World {
  const note = (key: string): void => {
    const around = [...ledger.steps.values()].filter((step) => step.kind === 'NODE' && key.startsWith(`${step.key}/`));
    const known = ledger.steps.get(key);
    if ((known && isSettled(known)) || around.some(isSettled)) again.push(key);
  };
  return {
    ...world,
    say: (call, signal) => {
      note(call.key);
      return world.say?.(call, signal) ?? '';
    },
    give: (call, signal) => {
      note(call.key);
      return world.give?.(call, signal);
    },
  };
}

test('a walk that breaks off before any write or call goes on to the same output, the same keys and nothing done again', async () => {
  await fc.assert(
    fc.asyncProperty(graphs({ quorums: false }), seeds, async (graph, seed) => {
      const whole = new Ledger();
      const rest = await walk({ graph, world: worldOf(seed) }, whole);
      // Whether somebody has decided by the time at which another branch fails depends on nothing but the time.
      const isTold = rest.kind === 'output' || ![...whole.steps.values()].some(({ kind }) => kind === 'GATE');
      const stride = Math.ceil(whole.moves / 40);
      for (let cut = 1; cut <= whole.moves; cut += stride) {
        const ledger = new Ledger([cut]);
        const again: string[] = [];
        const resumed = await walk({ graph, world: watched(worldOf(seed), ledger, again) }, ledger);
        expect(again).toEqual([]);
        expect(resumed).toEqual(isTold ? rest : expect.objectContaining({ kind: 'failed' }));
        if (isTold) expect([...ledger.steps.keys()].toSorted()).toEqual([...whole.steps.keys()].toSorted());
      }
    }),
    { numRuns: 20 },
  );
});

test('however often it breaks off, a walk finishes, also one that does not wait for all, and repeats nothing that is recorded', async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(graphs({ quorums: true }), seeds, cuts, async (graph, seed, cutsAt) => {
      const ledger = new Ledger(cutsAt);
      const again: string[] = [];
      const work = { graph, world: watched(worldOf(seed), ledger, again) };
      const rest = await walk(work, ledger);
      expect(again).toEqual([]);
      const { length } = ledger.calls;
      expect(length - new Set(ledger.calls).size).toBeLessThanOrEqual(cutsAt.length * 12);
      const steps = structuredClone([...ledger.steps]);
      if (rest.kind === 'output') expect(await walkOnce(ledger, work)).toEqual(rest);
      if (rest.kind === 'output') expect([...ledger.steps]).toEqual(steps);
    }),
    { numRuns: 150 },
  );
});
