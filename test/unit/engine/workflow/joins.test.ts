import { expect, test } from 'vitest';
import { needed } from '../../../../src/engine/workflow/join.ts';
import { RunFailed } from '../../../../src/engine/workflow/ports.ts';
import type { Step } from '../../../../src/modules/execution/index.ts';
import { asked, type Rest, type World, walk, walkOnce } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphOf, join, review, says, speakers } from './graphs.ts';

const broken = (): never => {
  throw new RunFailed('POLICY_DENIED', 'no');
};

test('a node waits for all that lead to it and is given what each of them gave, in the order of the graph', async () => {
  const graph = graphOf(speakers('a', 'b', 'c', 'end'), ['a>b', 'a>c', 'b>end', 'c>end']);
  const heard: string[] = [];
  const say: World['say'] = (call) => {
    heard.push(`${call.node} ${asked(call)}`);
    return call.node;
  };
  expect(await walk({ graph, world: { say } })).toEqual({ kind: 'output', output: 'end' });
  expect(heard).toEqual(['a in', 'b a', 'c a', 'end {"b":"b","c":"c"}']);
});

test('a way that was not taken is not waited for', async () => {
  const graph = graphOf(speakers('a', 'b', 'c', 'end'), [
    { from: 'a', to: 'b', when: { outputContains: 'never' } },
    ...['a>c', 'b>end', 'c>end'],
  ]);
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say: asked } }, ledger)).toEqual({ kind: 'output', output: 'in' });
  expect(ledger.steps.get('b')).toMatchObject({ phase: 'SKIPPED', kind: 'NODE' });
  expect(ledger.calls).toEqual(['a/model:1', 'c/model:1', 'end/model:1']);
});

test('two edges between the same nodes carry one message, whichever of their conditions are met', async () => {
  const edge = (text: string) => ({ from: 'a', to: 'b', when: { outputContains: text } });
  const graph = graphOf(speakers('a', 'b'), [edge('i'), edge('n')]);
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say: asked } }, ledger)).toEqual({ kind: 'output', output: 'in' });
  expect(ledger.steps.get('a')).toMatchObject({ result: { taken: ['b'] } });
  expect(ledger.steps.get('b')).toMatchObject({ arguments: { received: [{ id: 'a>b', branch: 'b001' }] } });
});

test('a quorum is the greater of a number and a part of those that can come, and never more than these', () => {
  expect(needed(undefined, 3)).toBe(3);
  expect(needed(join({ count: 1 }), 3)).toBe(3);
  const quorum = (rule: object, of: number): number => needed(join({ mode: 'quorum', ...rule }), of);
  expect(quorum({ count: 2 }, 3)).toBe(2);
  expect(quorum({ percent: 50 }, 3)).toBe(2);
  expect(quorum({ count: 1, percent: 67 }, 3)).toBe(3);
  expect(quorum({ count: 9 }, 3)).toBe(3);
  expect(quorum({}, 3)).toBe(1);
});

const voters = (rule: object) =>
  graphOf({ ...speakers('a', 'b', 'c'), end: says({ join: join(rule) }) }, ['a>end', 'b>end', 'c>end']);

/** Answers of `b` come after the others have made up their quorum. */
function late(): { world: World } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const say: World['say'] = async (call) => {
    if (call.node === 'b') await released;
    if (call.node !== 'end') return call.node;
    release();
    return asked(call);
  };
  return { world: { say } };
}

test('a quorum goes on without those that are late, and what they give is not an output of the work', async () => {
  const graph = voters({ mode: 'quorum', count: 2 });
  const ledger = new Ledger();
  expect(await walk({ graph, ...late() }, ledger)).toEqual({ kind: 'output', output: '{"a":"a","c":"c"}' });
  expect(ledger.steps.get('b')).toMatchObject({ phase: 'SUCCEEDED' });
});

test('who made up a quorum is recorded: walking again gives the node the same, whoever has come since', async () => {
  const graph = voters({ mode: 'quorum', count: 2 });
  const ledger = new Ledger();
  await walk({ graph, ...late() }, ledger);
  // As if the process had died while the last node was at work.
  for (const key of ['end', 'end/model:1']) ledger.put({ ...ledger.get(key), phase: 'RUNNING', result: null } as Step);
  expect(await walk({ graph, ...late() }, ledger)).toEqual({ kind: 'output', output: '{"a":"a","c":"c"}' });
  expect(ledger.calls.filter((key) => key === 'end/model:1')).toHaveLength(2);
  expect(ledger.calls).toHaveLength(5);
});

test('a sender that failed fails the run, or is left out where the join says so', async () => {
  const say: World['say'] = (call) => (call.node === 'b' ? broken() : call.node === 'end' ? asked(call) : call.node);
  const rest = (rule: object): Promise<Rest> => walk({ graph: voters(rule), world: { say } });
  expect(await rest({})).toEqual({ kind: 'failed', code: 'POLICY_DENIED', message: 'no' });
  expect(await rest({ onFailure: 'skip' })).toEqual({ kind: 'output', output: '{"a":"a","c":"c"}' });
  expect(await rest({ mode: 'quorum', count: 2, onFailure: 'skip' })).toMatchObject({ kind: 'output' });
});

test('a failure that one follower leaves out still fails the run for another that does not', async () => {
  const graph = graphOf({ a: says(), b: says(), skips: says({ join: join({ onFailure: 'skip' }) }), needs: says() }, [
    ...['a>skips', 'b>skips', 'a>needs', 'b>needs'],
  ]);
  const ledger = new Ledger();
  const world: World = { say: ({ node }) => (node === 'b' ? broken() : node) };
  expect(await walk({ graph, world }, ledger)).toMatchObject({ kind: 'failed' });
  expect(ledger.calls).toContain('skips/model:1');
  expect(ledger.calls).not.toContain('needs/model:1');
});

test('a node of which all senders failed and are left out is skipped', async () => {
  const graph = graphOf({ a: says(), b: says({ join: join({ onFailure: 'skip' }) }) }, ['a>b']);
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say: broken } }, ledger)).toEqual({ kind: 'output', output: {} });
  expect(ledger.steps.get('b')).toMatchObject({ phase: 'SKIPPED' });
});

test('a quorum does not wait for a person whom it does not need, and waits for one whom it does', async () => {
  const graph = voters({ mode: 'quorum', count: 2 });
  graph.nodes['b'] = says({ review: review() });
  const ledger = new Ledger();
  expect(await walkOnce(ledger, { graph })).toMatchObject({ kind: 'waits', gates: ['b/review:1'] });
  expect(ledger.calls).toContain('end/model:1');
  const all = graphOf({ ...graph.nodes, end: says({ join: join({ mode: 'quorum', count: 3 }) }) }, [
    ...['a>end', 'b>end', 'c>end'],
  ]);
  const other = new Ledger();
  expect(await walkOnce(other, { graph: all })).toMatchObject({ kind: 'waits', gates: ['b/review:1'] });
  expect(other.calls).not.toContain('end/model:1');
});

test('each way of a fan-out is a branch of its own, and a message knows what it followed from', async () => {
  const graph = graphOf(speakers('a', 'b', 'c', 'end'), ['a>b', 'a>c', 'b>end', 'c>end']);
  const ledger = new Ledger();
  await walk({ graph }, ledger);
  expect(ledger.steps.get('end')).toMatchObject({
    arguments: {
      received: [
        { id: 'b>end', from: 'b', sentBy: 'b', branch: 'b001.001', parentBranch: 'b001', hop: 2, parentId: 'a>b' },
        { id: 'c>end', from: 'c', sentBy: 'c', branch: 'b001.002', parentBranch: 'b001', hop: 2, parentId: 'a>c' },
      ],
    },
  });
});
