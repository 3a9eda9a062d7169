import { expect, test } from 'vitest';
import { type ModelCallSpec, RunFailed } from '../../../../src/engine/workflow/ports.ts';
import type { GraphNode, JoinRule, Step } from '../../../../src/modules/execution/index.ts';
import { asked, type World, walk, walkOnce } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { edges, graphOf, join, retry, review, says, speakers } from './graphs.ts';

/** A node `boss` that asks `x` and `y` before `end` is told what it gave. */
function bossOf(rule: Partial<JoinRule> = {}, rules: Partial<GraphNode> = {}) {
  const delegates = { edges: edges('boss>x', 'boss>y'), join: join(rule) };
  return graphOf({ boss: says({ delegates, ...rules }), ...speakers('x', 'y', 'end') }, ['boss>end'], {
    entry: ['boss'],
  });
}

const names = (call: ModelCallSpec): string => (call.key.includes('again') ? asked(call) : call.key);

test('a node asks its delegates about what it gave, is run again with their answers, and only then goes on', async () => {
  const ledger = new Ledger();
  const heard: Record<string, string> = {};
  const say: World['say'] = (call) => {
    heard[call.key] = asked(call);
    return call.key.split('/').at(-2) ?? '';
  };
  await walk({ graph: bossOf(), world: { say } }, ledger);
  expect(heard).toEqual({
    'boss/model:1': 'in',
    'boss/ask/x/model:1': 'boss',
    'boss/ask/y/model:1': 'boss',
    'boss/again/model:1': '{"input":"in","delegation":{"x":"x","y":"y"}}',
    'end/model:1': 'again',
  });
  expect(ledger.calls.at(-2)).toBe('boss/again/model:1');
});

test('question and answer are messages: who asks and who answered is recorded with the activations', async () => {
  const ledger = new Ledger();
  await walk({ graph: bossOf() }, ledger);
  expect(ledger.get('boss/ask/y')).toMatchObject({
    arguments: { received: [{ from: 'boss', to: 'y', type: 'delegation', branch: 'b001.002', parentBranch: 'b001' }] },
  });
  expect(ledger.get('boss/again')).toMatchObject({
    kind: 'NODE',
    node: 'boss',
    phase: 'SUCCEEDED',
    arguments: {
      received: [
        { from: 'x', to: 'boss', sentBy: 'boss/ask/x', type: 'reply', hop: 2 },
        { from: 'y', to: 'boss', sentBy: 'boss/ask/y', type: 'reply', hop: 2 },
      ],
    },
  });
});

test('only the delegates whose conditions are met are asked, and nobody is when none is', async () => {
  const when = { outputContains: 'help' };
  const asks = edges({ from: 'boss', to: 'x', when }, { from: 'boss', to: 'x', when: { outputContains: 'please' } });
  const graph = graphOf({ boss: says({ delegates: { edges: asks, join: join() } }), x: says() }, [], {
    entry: ['boss'],
  });
  const run = async (text: string): Promise<string[]> => {
    const ledger = new Ledger();
    await walk({ graph, world: { say: () => text } }, ledger);
    return ledger.calls;
  };
  expect(await run('fine')).toEqual(['boss/model:1']);
  expect(await run('help, please')).toEqual(['boss/model:1', 'boss/ask/x/model:1', 'boss/again/model:1']);
});

test('a delegate does not ask on, even where it has delegates of its own', async () => {
  const delegates = (to: string) => ({ delegates: { edges: edges(`self>${to}`), join: join() } });
  const graph = graphOf({ boss: says(delegates('x')), x: says(delegates('boss')) }, [], { entry: ['boss'] });
  const ledger = new Ledger();
  await walk({ graph }, ledger);
  expect(ledger.calls).toEqual(['boss/model:1', 'boss/ask/x/model:1', 'boss/again/model:1']);
});

const failing: World['say'] = (call) => {
  if (call.key.includes('ask/x')) throw new RunFailed('POLICY_DENIED', 'x may not');
  return names(call);
};

test('a delegate that failed fails who asked, or is left out where the join says so', async () => {
  expect(await walk({ graph: bossOf(), world: { say: failing } })).toMatchObject({
    kind: 'failed',
    message: 'x may not',
  });
  const ledger = new Ledger();
  expect(await walk({ graph: bossOf({ onFailure: 'skip' }), world: { say: failing } }, ledger)).toMatchObject({
    kind: 'output',
  });
  expect(ledger.get('boss')).toMatchObject({
    result: { output: '{"input":"in","delegation":{"y":"boss/ask/y/model:1"}}' },
  });
});

/** `x` answers after the second run of `boss` has begun; that one is answered only then. */
function late(): { world: World } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const say: World['say'] = async (call) => {
    if (call.key.includes('/again')) release();
    if (call.key.includes('ask/x')) await released;
    return names(call);
  };
  return { world: { say } };
}

test('a quorum of answers is enough, and no delegate is left at work when who asked it is done', async () => {
  const graph = bossOf({ mode: 'quorum', count: 1 });
  const ledger = new Ledger();
  await walk({ graph, ...late() }, ledger);
  expect(ledger.get('boss')).toMatchObject({
    result: { output: '{"input":"in","delegation":{"y":"boss/ask/y/model:1"}}' },
  });
  expect([...ledger.steps.values()].filter(({ phase }) => phase === 'RUNNING')).toEqual([]);
  const done = ledger.events.map(({ type, subjectId }) => `${type} ${ledger.keyOf(subjectId)}`);
  expect(done.indexOf('node.completed boss/ask/x')).toBeLessThan(done.indexOf('node.completed boss'));
});

test('whose answers made up a quorum is recorded: walking again asks the same with the same, whoever has answered since', async () => {
  const graph = bossOf({ mode: 'quorum', count: 1 });
  const ledger = new Ledger();
  await walk({ graph, ...late() }, ledger);
  // As if the process had died while the second run of `boss` was at work.
  for (const key of ['boss', 'boss/again', 'boss/again/model:1'])
    ledger.put({ ...ledger.get(key), phase: 'RUNNING', result: null } as Step);
  await walk({ graph, ...late() }, ledger);
  expect(ledger.get('boss')).toMatchObject({
    result: { output: '{"input":"in","delegation":{"y":"boss/ask/y/model:1"}}' },
  });
  expect(ledger.calls.filter((key) => key.includes('ask'))).toHaveLength(2);
});

test('who asks waits for a delegate that waits for a person, unless enough others have answered', async () => {
  const graph = bossOf();
  graph.nodes['x'] = says({ review: review() });
  const ledger = new Ledger();
  expect(await walkOnce(ledger, { graph })).toMatchObject({ kind: 'waits', gates: ['boss/ask/x/review:1'] });
  expect(ledger.calls.toSorted()).toEqual(['boss/ask/x/model:1', 'boss/ask/y/model:1', 'boss/model:1']);
  const quorum = bossOf({ mode: 'quorum', count: 1 });
  quorum.nodes['x'] = says({ review: review() });
  const other = new Ledger();
  expect(await walk({ graph: quorum }, other)).toMatchObject({ kind: 'output' });
  expect(other.get('boss/ask/x')).toMatchObject({ phase: 'CANCELLED' });
  expect(other.get('boss/ask/x/review:1')).toMatchObject({ phase: 'CANCELLED' });
});

test('each attempt of who asks has its delegates asked anew', async () => {
  const graph = bossOf({}, { retry: retry() });
  const say: World['say'] = (call) => {
    if (call.key === 'boss/again/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return 'fine';
  };
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say } }, ledger)).toEqual({ kind: 'output', output: 'fine' });
  expect(ledger.calls.slice(4)).toEqual([
    ...['boss@2/model:1', 'boss@2/ask/x/model:1', 'boss@2/ask/y/model:1', 'boss@2/again/model:1', 'end/model:1'],
  ]);
});
