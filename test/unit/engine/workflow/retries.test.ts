import { expect, test, vi } from 'vitest';
import { backoffMs } from '../../../../src/engine/steps/run.ts';
import { mayBeRetried, RunFailed } from '../../../../src/engine/workflow/ports.ts';
import { type World, walk, walkOnce } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphOf, retry, says } from './graphs.ts';

const away = (): never => {
  throw new RunFailed('MODEL_UNAVAILABLE', 'The model is away.');
};

test('a node that failed is tried again with keys of its own, as often as it may be, and then fails as it did last', async () => {
  const ledger = new Ledger();
  const graph = graphOf({ a: says({ retry: retry({ maxAttempts: 3 }) }) });
  expect(await walk({ graph, world: { say: away } }, ledger)).toEqual({
    ...{ kind: 'failed', code: 'MODEL_UNAVAILABLE', message: 'The model is away.' },
  });
  expect(ledger.calls).toEqual(['a/model:1', 'a@2/model:1', 'a@3/model:1']);
  expect(ledger.get('a')).toMatchObject({ phase: 'FAILED', attempt: 3, error: { code: 'MODEL_UNAVAILABLE' } });
  expect(ledger.events.map(({ type }) => type)).toEqual([
    ...['node.started', 'node.failed', 'node.started', 'node.failed', 'node.started', 'node.failed'],
  ]);
});

test('an attempt that succeeds ends the trying, and what failed before is forgotten', async () => {
  const say: World['say'] = ({ key }) => (key === 'a/model:1' ? away() : key);
  const ledger = new Ledger();
  expect(await walk({ graph: graphOf({ a: says({ retry: retry() }) }), world: { say } }, ledger)).toEqual({
    ...{ kind: 'output', output: 'a@2/model:1' },
  });
  expect(ledger.get('a')).toMatchObject({ phase: 'SUCCEEDED', attempt: 2, error: null });
});

test('only what may pass is tried again, and nothing whose text says that it must not be', () => {
  expect(mayBeRetried(new RunFailed('MODEL_UNAVAILABLE', 'quota is used up'))).toBe(true);
  expect(mayBeRetried(new RunFailed('MODEL_UNAVAILABLE', 'quota is used up'), ['quota'])).toBe(false);
  expect(mayBeRetried(new RunFailed('MODEL_UNAVAILABLE', 'quota is used up'), ['x', 'Quota'])).toBe(true);
  expect(mayBeRetried(new RunFailed('POLICY_DENIED', 'no'))).toBe(false);
  expect(mayBeRetried(new RunFailed('APPROVAL_DENIED', 'no'))).toBe(false);
  expect(mayBeRetried(new RunFailed('NODE_TIMED_OUT', 'slow'))).toBe(true);
});

test.each([
  ['POLICY_DENIED', []],
  ['MODEL_UNAVAILABLE', ['is away']],
])('a node that failed with %s is not tried again where %j must not be', async (code, nonRetryable) => {
  const say = (): never => {
    throw new RunFailed(code, 'It is away.');
  };
  const ledger = new Ledger();
  const graph = graphOf({ a: says({ retry: retry({ nonRetryable }) }) });
  expect(await walk({ graph, world: { say } }, ledger)).toMatchObject({ kind: 'failed', code });
  expect(ledger.calls).toEqual(['a/model:1']);
});

test('each wait is twice as long as the one before, up to a bound, and jitter takes from it', () => {
  const rule = { maxAttempts: 9, backoffMs: 100, maxBackoffMs: 350, jitter: 'none' as const };
  expect([2, 3, 4, 9].map((next) => backoffMs(rule, next, 0.5))).toEqual([100, 200, 350, 350]);
  expect([0, 0.5, 1].map((random) => backoffMs({ ...rule, jitter: 'full' }, 3, random))).toEqual([0, 100, 200]);
  expect([0, 0.5, 1].map((random) => backoffMs({ ...rule, jitter: 'equal' }, 3, random))).toEqual([100, 150, 200]);
});

test('a long wait is not spent in the worker: the run is parked until the next attempt is due', async () => {
  const ledger = new Ledger();
  const graph = graphOf({ a: says({ retry: retry({ backoffMs: 60_000, maxAttempts: 2 }) }) });
  const rest = await walkOnce(ledger, { graph, world: { say: away } });
  expect(rest).toEqual({ kind: 'waits', wakeAt: new Date(ledger.at + 60_000), gates: [] });
  // Who looks too early waits on, until the same moment.
  ledger.at += 30_000;
  expect(await walkOnce(ledger, { graph })).toEqual({ ...rest });
  ledger.at += 30_000;
  expect(await walkOnce(ledger, { graph })).toEqual({ kind: 'output', output: 'answer of a@2' });
  expect(ledger.calls).toEqual(['a/model:1', 'a@2/model:1']);
});

test('of several waits the earliest counts, and other branches go on meanwhile', async () => {
  const ledger = new Ledger();
  const waiting = (seconds: number) => says({ retry: retry({ backoffMs: seconds * 1_000, maxAttempts: 2 }) });
  const graph = graphOf({ late: waiting(60), early: waiting(30), free: says() });
  const say: World['say'] = ({ node, key }) => (node === 'free' ? key : away());
  const rest = await walkOnce(ledger, { graph, world: { say } });
  expect(rest).toMatchObject({ kind: 'waits', wakeAt: new Date(ledger.at + 30_000) });
  expect(ledger.get('free')).toMatchObject({ phase: 'SUCCEEDED' });
});

test('an attempt that takes too long fails, with what was under way in it closed, and may be tried again', async () => {
  const say: World['say'] = ({ key }) => (key.includes('@2') ? key : new Promise(() => undefined));
  const ledger = new Ledger();
  const graph = graphOf({ a: says({ timeoutMs: 20, retry: retry({ maxAttempts: 2 }), title: 'The slow one' }) });
  expect(await walk({ graph, world: { say } }, ledger)).toEqual({ kind: 'output', output: 'a@2/model:1' });
  expect(ledger.get('a/model:1')).toMatchObject({ phase: 'CANCELLED' });
  const failed = ledger.events.find(({ type }) => type === 'node.failed');
  expect(failed?.payload).toMatchObject({
    code: 'NODE_TIMED_OUT',
    message: 'The slow one took longer than 20 ms.',
    retryInMs: 0,
  });
});

test('a time limit holds for all that lies in a node, and is not spent while nothing of it is at work', async () => {
  const inner = graphOf({ x: says({ retry: retry({ backoffMs: 60_000, maxAttempts: 2 }) }) });
  const graph = graphOf({ a: { kind: 'subgraph', graph: inner, timeoutMs: 1_000 } });
  const say: World['say'] = ({ key }) => (key.includes('@2') ? key : away());
  expect(await walk({ graph, world: { say } })).toEqual({ kind: 'output', output: 'a/x@2/model:1' });
  const slow: World['say'] = () => new Promise(() => undefined);
  const limited = graphOf({ a: { kind: 'subgraph', graph: graphOf({ x: says() }), timeoutMs: 20 } });
  const ledger = new Ledger();
  expect(await walk({ graph: limited, world: { say: slow } }, ledger)).toMatchObject({ code: 'NODE_TIMED_OUT' });
  expect(ledger.get('a/x/model:1')).toMatchObject({ phase: 'CANCELLED' });
});

test('when the time of a node is up, nothing in it is tried again or left at work', async () => {
  const slow: World['say'] = () => new Promise(() => undefined);
  const inner = graphOf({ x: says({ retry: retry({ backoffMs: 60_000 }) }), y: says({ retry: retry() }) });
  const graph = graphOf({ a: { kind: 'subgraph', graph: inner, timeoutMs: 20 } });
  const ledger = new Ledger();
  expect(await walkOnce(ledger, { graph, world: { say: slow } })).toMatchObject({ code: 'NODE_TIMED_OUT' });
  const within = [...ledger.steps.values()].filter(({ key }) => key.startsWith('a/'));
  expect(within.map(({ key, phase, attempt }) => `${key} ${phase} ${attempt}`)).toEqual([
    ...['a/x CANCELLED 1', 'a/y CANCELLED 1', 'a/x/model:1 CANCELLED 1', 'a/y/model:1 CANCELLED 1'],
  ]);
});

test('a short wait is spent in the worker, and not longer than it has to be', async () => {
  vi.useFakeTimers();
  try {
    const ledger = new Ledger();
    const graph = graphOf({ a: says({ retry: retry({ backoffMs: 2_000, maxAttempts: 2 }) }) });
    const say: World['say'] = ({ key }) => (key.includes('@2') ? key : away());
    const resting = walkOnce(ledger, { graph, world: { say } });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(ledger.calls).toEqual(['a/model:1']);
    await vi.advanceTimersByTimeAsync(1);
    expect(await resting).toEqual({ kind: 'output', output: 'a@2/model:1' });
  } finally {
    vi.useRealTimers();
  }
});
