import { expect, test } from 'vitest';
import { RunFailed } from '../../../../src/engine/workflow/ports.ts';
import { messagesByKey } from '../../../../src/engine/workflow/recorded.ts';
import type { GateStep } from '../../../../src/modules/execution/index.ts';
import { asked, type Decision, type World, walk, walkOnce } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphOf, retry, review, says } from './graphs.ts';

/** A person who decides these in turn. */
function person(...decisions: Decision[]): Pick<World, 'decide'> {
  return { decide: ({ arguments: { cycle } }: GateStep) => decisions[cycle - 1] };
}

const approves: Decision = { phase: 'APPROVED' };
const changes = (comment: string): Decision => ({ phase: 'CHANGES_REQUESTED', comment });
const reviewed = (rules = {}) => graphOf({ a: says({ review: review(), ...rules }), b: says() }, ['a>b']);

test('an output waits at a gate until a person approves it, and goes on as it was shown, without being made again', async () => {
  const ledger = new Ledger();
  expect(await walkOnce(ledger, { graph: reviewed() })).toEqual({ kind: 'waits', wakeAt: null, gates: ['a/review:1'] });
  expect(ledger.get('a/review:1')).toMatchObject({ arguments: { output: 'answer of a', attempt: 1, cycle: 1 } });
  const say = asked;
  expect(await walk({ graph: reviewed(), world: { say, ...person(approves) } }, ledger)).toEqual({
    ...{ kind: 'output', output: 'answer of a' },
  });
  expect(ledger.calls).toEqual(['a/model:1', 'b/model:1']);
});

test.each<[Decision['phase'], string]>([
  ['DENIED', 'A person denied the output. Not like this.'],
  ['EXPIRED', 'Nobody approved the output in time.'],
  ['CANCELLED', 'A person denied the output. Not like this.'],
])('an output that is %s fails its node, which is not tried again', async (phase, message) => {
  const ledger = new Ledger();
  const world = person({ phase, comment: 'Not like this.' });
  const rest = await walk({ graph: reviewed({ retry: retry() }), world }, ledger);
  expect(rest).toEqual({ kind: 'failed', code: 'APPROVAL_DENIED', message });
  expect(ledger.calls).toEqual(['a/model:1']);
});

test('who requests changes has it done again with what was said, as a further attempt, until it is approved', async () => {
  const heard: Record<string, unknown> = {};
  const say: World['say'] = (call) => {
    heard[call.key] = call.key.startsWith('a@') ? JSON.parse(asked(call)) : asked(call);
    return call.key;
  };
  const ledger = new Ledger();
  const world: World = { say, ...person(changes('shorter'), changes('still shorter'), approves) };
  expect(await walk({ graph: reviewed(), world }, ledger)).toEqual({ kind: 'output', output: 'b/model:1' });
  const fed = (feedback: string, previous: string, cycle: number) => ({
    input: 'in',
    'review.feedback': feedback,
    'review.previous_output': previous,
    'review.checkpoint_id': 'look',
    'review.requested_by': 'ann',
    'review.supersedes': `approval of a/review:${cycle}`,
  });
  expect(heard).toEqual({
    'a/model:1': 'in',
    'a@2/model:1': fed('shorter', 'a/model:1', 1),
    'a@3/model:1': fed('still shorter', 'a@2/model:1', 2),
    'b/model:1': 'a@3/model:1',
  });
});

test('a failure while changes are made is tried again as often as any other, each time under a key of its own', async () => {
  const say: World['say'] = ({ key }) => {
    if (key === 'a@2/model:1' || key === 'a@3/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return key;
  };
  const ledger = new Ledger();
  const world: World = { say, ...person(changes('shorter'), approves) };
  const rest = await walk({ graph: reviewed({ retry: retry({ maxAttempts: 3 }) }), world }, ledger);
  expect(rest).toEqual({ kind: 'output', output: 'b/model:1' });
  expect(ledger.calls).toEqual(['a/model:1', 'a@2/model:1', 'a@3/model:1', 'a@4/model:1', 'b/model:1']);
  expect(ledger.get('a/review:2')).toMatchObject({ arguments: { output: 'a@4/model:1', attempt: 4, cycle: 2 } });
});

test('an attempt that takes too long while changes are made has what was under way in it closed', async () => {
  const say: World['say'] = ({ key }) => (key === 'a@2/model:1' ? new Promise(() => undefined) : key);
  const ledger = new Ledger();
  const world: World = { say, ...person(changes('shorter'), approves) };
  const graph = reviewed({ timeoutMs: 20, retry: retry() });
  expect(await walk({ graph, world }, ledger)).toEqual({ kind: 'output', output: 'b/model:1' });
  expect(ledger.get('a@2/model:1')).toMatchObject({ phase: 'CANCELLED' });
});

test('changes after a node was tried again begin a further attempt as well', async () => {
  const say: World['say'] = ({ key }) => {
    if (key === 'a/model:1' || key === 'a@3/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return key;
  };
  const ledger = new Ledger();
  const world: World = { say, ...person(changes('shorter'), approves) };
  await walk({ graph: reviewed({ retry: retry() }), world }, ledger);
  expect(ledger.calls).toEqual(['a/model:1', 'a@2/model:1', 'a@3/model:1', 'a@4/model:1', 'b/model:1']);
});

test('what every model call of a reviewed node was given can be told afterwards, also of what a person sent back', async () => {
  const given = new Map<string, unknown>();
  const say: World['say'] = (call) => {
    given.set(call.key, structuredClone(call.messages));
    if (call.key === 'a/model:1' || call.key === 'a@3/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return call.key;
  };
  const ledger = new Ledger();
  const graph = reviewed({ retry: retry() });
  const world: World = { say, ...person(changes('shorter'), changes('nicer'), approves) };
  await walk({ graph, world }, ledger);
  expect(given.size).toBe(6);
  const told = await messagesByKey({ graph, input: 'in' }, [...ledger.steps.values()]);
  expect(told).toEqual(given);
});

test('the output of the whole is looked at once all branches have ended, and each end is done again as the person wants', async () => {
  const graph = graphOf({ a: says(), b: says(), c: says() }, ['a>b', 'a>c'], { review: review() });
  const ledger = new Ledger();
  const say: World['say'] = ({ key }) => key;
  const world: World = { say, ...person(changes('x'), changes('y'), approves) };
  expect(await walk({ graph, world }, ledger)).toEqual({
    kind: 'output',
    output: { b: 'b~3/model:1', c: 'c~3/model:1' },
  });
  expect(ledger.get('review:1')).toMatchObject({ arguments: { output: { b: 'b/model:1', c: 'c/model:1' } } });
  expect(ledger.calls.toSorted()).toEqual(
    ['a', 'b', 'b~2', 'b~3', 'c', 'c~2', 'c~3'].map((place) => `${place}/model:1`),
  );
});

test('what every model call was given can be told of a reviewed whole, also where that was tried again', async () => {
  const given = new Map<string, unknown>();
  const say: World['say'] = (call) => {
    given.set(call.key, structuredClone(call.messages));
    if (call.key === 'task/a/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return call.key;
  };
  const inner = graphOf({ a: says() }, [], { review: review() });
  const graph = graphOf({ task: { kind: 'subgraph', graph: inner, retry: retry() } });
  const ledger = new Ledger();
  await walk({ graph, world: { say, ...person(changes('x'), approves) } }, ledger);
  expect([...given.keys()]).toEqual(['task/a/model:1', 'task@2/a/model:1', 'task@2/a~2/model:1']);
  expect(await messagesByKey({ graph, input: 'in' }, [...ledger.steps.values()])).toEqual(given);
});

test('an approval node gives on what came in once a person approves it, and nothing can be changed there', async () => {
  const graph = graphOf({ a: says(), gate: { kind: 'approval', review: review() }, b: says() }, ['a>gate', 'gate>b']);
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say: asked, ...person(approves) } }, ledger)).toEqual({
    ...{ kind: 'output', output: 'in' },
  });
  expect(ledger.get('gate')).toMatchObject({
    kind: 'NODE',
    arguments: { nodeKind: 'approval' },
    result: { output: 'in' },
  });
  const denied = await walk({ graph, world: person({ phase: 'DENIED' }) });
  expect(denied).toMatchObject({ kind: 'failed', code: 'APPROVAL_DENIED' });
  const sentBack = await walk({ graph, world: person(changes('x')) });
  expect(sentBack).toMatchObject({ kind: 'failed', code: 'APPROVAL_DENIED' });
});

test('who may decide, until when and how often is asked of the person with the output', async () => {
  const ledger = new Ledger();
  const rule = review({ displayName: 'The draft', ttlMs: 5_000, maxCycles: 2, approvers: ['ann'] });
  await walkOnce(ledger, { graph: reviewed({ review: rule }) });
  expect(ledger.get('a/review:1')).toMatchObject({ kind: 'GATE', name: 'The draft', phase: 'WAITING' });
  expect(ledger.events.at(-1)).toMatchObject({
    type: 'approval.requested',
    payload: { category: 'REVIEW', expiresAt: new Date(ledger.at + 5_000).toISOString() },
  });
});
