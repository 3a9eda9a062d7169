import { expect, test } from 'vitest';
import { structureOf } from '../../../../src/engine/workflow/structure.ts';
import { asked, type World, walk } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphOf, join, review, says, speakers } from './graphs.ts';

const shown = ({ from, to }: { from: string; to: string }): string => `${from}>${to}`;

test('an edge leads back when it leads to where the way to it came through, and without those nothing goes round', () => {
  const graph = graphOf(speakers('a', 'b', 'c', 'd'), ['a>b', 'b>c', 'c>a', 'b>b', 'a>d', 'd>c'], { entry: ['a'] });
  const { back, forward, order, entries } = structureOf(graph);
  expect(entries).toEqual(['a']);
  expect(back.map(shown)).toEqual(['c>a', 'b>b']);
  for (const { from, to } of forward) expect(order.get(from)).toBeLessThan(order.get(to) ?? 0);
});

test('a graph of which every node is led to begins at its entry, or at its first node', () => {
  const circle = ['a>b', 'b>a'];
  expect(structureOf(graphOf(speakers('a', 'b'), circle)).entries).toEqual(['a']);
  expect(structureOf(graphOf(speakers('a', 'b'), circle, { entry: ['b'] })).entries).toEqual(['b']);
});

test('a long chain is taken apart without running out of stack', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`);
  const chain = names.slice(1).map((to, index) => `${names[index]}>${to}`);
  const { back, order } = structureOf(graphOf(speakers(...names), chain));
  expect(back).toEqual([]);
  expect(order.get('n9999')).toBe(9_999);
});

test('a branch activates a node as often as maxTurns says, under keys that tell the round, and then ends well', async () => {
  const graph = graphOf(speakers('author', 'critic'), ['author>critic', 'critic>author'], {
    maxTurns: 3,
    entry: ['author'],
  });
  const ledger = new Ledger();
  const say: World['say'] = (call) => `${asked(call)} ${call.node}`;
  const output = 'in author critic author#2 critic#2 author#3 critic#3';
  expect(await walk({ graph, world: { say } }, ledger)).toEqual({ kind: 'output', output });
  expect(ledger.calls).toEqual([
    ...['author/model:1', 'critic/model:1', 'author#2/model:1', 'critic#2/model:1'],
    ...['author#3/model:1', 'critic#3/model:1'],
  ]);
});

test('nothing goes round where maxTurns is not given', async () => {
  const graph = graphOf(speakers('a', 'b'), ['a>b', 'b>a'], { entry: ['a'] });
  const ledger = new Ledger();
  expect(await walk({ graph }, ledger)).toMatchObject({ kind: 'output' });
  expect(ledger.calls).toEqual(['a/model:1', 'b/model:1']);
});

test('a way back that is not taken ends the rounds, and another way on is taken', async () => {
  const graph = graphOf(
    speakers('author', 'critic', 'printer'),
    [
      'author>critic',
      { from: 'critic', to: 'author', when: { outputContains: 'again' } },
      { from: 'critic', to: 'printer', when: { default: true } },
    ],
    { maxTurns: 9, entry: ['author'] },
  );
  const say: World['say'] = ({ key }) => (key === 'critic/model:1' ? 'again' : key);
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say } }, ledger)).toEqual({ kind: 'output', output: 'printer#2/model:1' });
  expect(ledger.calls).toHaveLength(5);
});

test('in a later round a node waits only for those that can still come', async () => {
  const graph = graphOf(
    { ...speakers('start', 'left', 'right', 'check'), both: says({ join: join() }) },
    [
      ...['start>right', 'start>left', 'left>both', 'right>both', 'both>check'],
      { from: 'check', to: 'right', when: { outputContains: 'more' } },
    ],
    { maxTurns: 2 },
  );
  const heard: string[] = [];
  const say: World['say'] = (call) => {
    if (call.key.startsWith('both')) heard.push(asked(call));
    return call.node === 'check' ? 'more' : call.key;
  };
  expect(await walk({ graph, world: { say } })).toMatchObject({ kind: 'output' });
  expect(heard).toEqual(['{"left":"left/model:1","right":"right/model:1"}', 'right#2/model:1']);
});

test('several ways back begin rounds of their own, which do not meet in one key', async () => {
  const graph = graphOf(speakers('a', 'b'), ['a>b', 'b>a', 'b>b'], { maxTurns: 3, entry: ['a'] });
  const ledger = new Ledger();
  await walk({ graph }, ledger);
  expect(new Set(ledger.calls).size).toBe(ledger.calls.length);
  // Round 1: a, b. Both ways lead on: one from a (a, b), one from b (b); and again from each b.
  expect(ledger.calls.filter((key) => key.startsWith('a'))).toHaveLength(1 + 1 + 2);
  expect(ledger.calls.filter((key) => key.startsWith('b'))).toHaveLength(1 + 2 + 4);
});

test('two edges back between the same nodes begin one round', async () => {
  const back = (text: string) => ({ from: 'b', to: 'a', when: { outputContains: text } });
  const graph = graphOf(speakers('a', 'b'), ['a>b', back('x'), back('y')], { maxTurns: 2, entry: ['a'] });
  const ledger = new Ledger();
  await walk({ graph, world: { say: () => 'x y' } }, ledger);
  expect(ledger.calls).toEqual(['a/model:1', 'b/model:1', 'a#2/model:1', 'b#2/model:1']);
});

test('a review of the whole has each end done again by itself, also where several are of the same node', async () => {
  const graph = graphOf(speakers('a', 'b'), ['a>b', 'b>a', 'b>b'], { maxTurns: 2, entry: ['a'], review: review() });
  const ledger = new Ledger();
  const world: World = {
    decide: ({ arguments: { cycle } }) =>
      cycle === 1 ? { phase: 'CHANGES_REQUESTED', comment: 'shorter' } : { phase: 'APPROVED' },
  };
  expect(await walk({ graph, world }, ledger)).toMatchObject({ kind: 'output' });
  expect(ledger.calls.filter((key) => key.includes('~2'))).toHaveLength(2);
  expect(new Set(ledger.calls).size).toBe(ledger.calls.length);
});
