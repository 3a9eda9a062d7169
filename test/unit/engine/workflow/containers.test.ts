import { expect, test } from 'vitest';
import { RunFailed } from '../../../../src/engine/workflow/ports.ts';
import type { GraphNode, MapNode } from '../../../../src/modules/execution/index.ts';
import { asked, type World, walk, walkOnce } from '../../../support/durable-walk.ts';
import { Ledger } from '../../../support/ledger.ts';
import { graphOf, retry, review, says, speakers } from './graphs.ts';

const mapOf = (rules: Partial<MapNode> = {}, item: GraphNode = says()) =>
  graphOf({ each: { kind: 'map', graph: graphOf({ one: item }), concurrency: 2, ...rules } });

/** Fails for these items, and says the others. */
const failsFor = (...bad: string[]): World => ({
  say: (call) => {
    if (bad.includes(asked(call))) throw new RunFailed('POLICY_DENIED', `${asked(call)} may not`);
    return asked(call);
  },
});

test('a map works on each item as an activation of its own and gives what they gave, in their order', async () => {
  const ledger = new Ledger();
  const rest = await walk({ graph: mapOf(), input: ['x', 'y', 'z'], world: { say: asked } }, ledger);
  expect(rest).toEqual({ kind: 'output', output: ['x', 'y', 'z'] });
  expect(ledger.calls.toSorted()).toEqual([0, 1, 2].map((index) => `each[${index}]/one/model:1`));
  expect(ledger.get('each[1]')).toMatchObject({
    kind: 'NODE',
    node: 'each[]',
    arguments: { received: [{ from: 'each' }] },
  });
  expect(await walk({ graph: mapOf(), input: [] })).toEqual({ kind: 'output', output: [] });
});

test('a map never works on more items at a time than it may', async () => {
  let now = 0;
  let most = 0;
  const say: World['say'] = async (call) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now--;
    return asked(call);
  };
  await walk({ graph: mapOf({ concurrency: 3 }), input: [...'abcdefgh'], world: { say } });
  expect(most).toBe(3);
});

test('a map over what is no list fails before anything is called', async () => {
  const ledger = new Ledger();
  expect(await walk({ graph: mapOf(), input: { a: 1 } }, ledger)).toMatchObject({ code: 'INPUT_INVALID' });
  expect(ledger.calls).toEqual([]);
});

test('an item that fails fails the map: the first of the list counts, and no further ones are begun', async () => {
  const say: World['say'] = async (call, signal) => {
    if (asked(call) === 'slow') await new Promise((resolve) => setTimeout(resolve, 5));
    return String(await failsFor('slow', 'quick').say?.(call, signal));
  };
  const ledger = new Ledger();
  const input = ['slow', 'quick', 'never', 'begun'];
  expect(await walk({ graph: mapOf(), input, world: { say } }, ledger)).toMatchObject({ message: 'slow may not' });
  expect(ledger.calls).toHaveLength(2);
});

test('a map that collects failures has the place of an item say why it failed', async () => {
  const rest = await walk({
    graph: mapOf({ onItemFailure: 'collect' }),
    input: ['x', 'bad', 'z'],
    world: failsFor('bad'),
  });
  expect(rest).toEqual({
    kind: 'output',
    output: ['x', { error: { code: 'POLICY_DENIED', message: 'bad may not' } }, 'z'],
  });
});

test('an item is tried again by itself, and the map as a whole with all of its items', async () => {
  const say: World['say'] = ({ key }) => {
    if (key === 'each[0]/one/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return key;
  };
  const items = mapOf({ itemRetry: retry() });
  expect(await walk({ graph: items, input: ['x', 'y'], world: { say } })).toEqual({
    ...{ kind: 'output', output: ['each[0]@2/one/model:1', 'each[1]/one/model:1'] },
  });
  const whole = mapOf({ retry: retry() } as Partial<MapNode>);
  expect(await walk({ graph: whole, input: ['x', 'y'], world: { say } })).toEqual({
    ...{ kind: 'output', output: ['each@2[0]/one/model:1', 'each@2[1]/one/model:1'] },
  });
});

test('items that wait for a person do not hold up the others, and are all waited for together', async () => {
  const ledger = new Ledger();
  const graph = mapOf({ concurrency: 1 }, says({ review: review() }));
  expect(await walkOnce(ledger, { graph, input: ['x', 'y'] })).toMatchObject({
    gates: ['each[0]/one/review:1', 'each[1]/one/review:1'],
  });
  const world: World = { decide: () => ({ phase: 'APPROVED' }), say: asked };
  expect(await walk({ graph, input: ['x', 'y'], world }, ledger)).toMatchObject({ kind: 'output' });
  expect(ledger.calls).toHaveLength(2);
});

const loopOf = (rules: Partial<GraphNode> = {}) =>
  graphOf({
    loop: {
      ...{ kind: 'loop', graph: graphOf(speakers('step')), maxIterations: 3, onLimit: 'give' },
      ...{ until: { outputContains: '+++' }, ...rules },
    } as GraphNode,
  });
const longer: World = { say: (call) => `${asked(call)}+` };

test('a loop runs its graph with what it gave until that is as wanted', async () => {
  const ledger = new Ledger();
  expect(await walk({ graph: loopOf({ maxIterations: 9 }), world: longer }, ledger)).toEqual({
    ...{ kind: 'output', output: 'in+++' },
  });
  expect(ledger.calls).toEqual([1, 2, 3].map((turn) => `loop[${turn}]/step/model:1`));
});

test('a loop that has run as often as it may gives its last output on, or fails', async () => {
  const limited = { maxIterations: 2 };
  expect(await walk({ graph: loopOf(limited), world: longer })).toEqual({ kind: 'output', output: 'in++' });
  expect(await walk({ graph: loopOf({ ...limited, onLimit: 'fail' }), world: longer })).toEqual({
    ...{ kind: 'failed', code: 'STEP_LIMIT_REACHED', message: 'loop was not done after 2 rounds.' },
  });
  const counted = { ...limited, until: null, onLimit: 'fail' as const };
  expect(await walk({ graph: loopOf(counted), world: longer })).toEqual({ kind: 'output', output: 'in++' });
});

test('a branch gives on what came in, over the edges of the first case that is met, of the other case, or of none', async () => {
  const branchOf = (otherwise: string | null) =>
    graphOf(
      {
        pick: {
          kind: 'branch',
          otherwise,
          cases: [
            { name: 'first', when: { outputContains: 'a' } },
            { name: 'second', when: { expression: 'output.contains("b")' } },
          ],
        },
        ...speakers('one', 'two', 'rest'),
      },
      [
        { from: 'pick', to: 'one', when: { case: 'first' } },
        { from: 'pick', to: 'two', when: { case: 'second' } },
        { from: 'pick', to: 'rest', when: { case: 'other' } },
      ],
    );
  const taken = async (input: string, otherwise: string | null = 'other'): Promise<unknown> => {
    const ledger = new Ledger();
    await walk({ graph: branchOf(otherwise), input, world: { say: asked } }, ledger);
    return [ledger.calls, ledger.get('pick')];
  };
  expect(await taken('ab')).toMatchObject([['one/model:1'], { result: { output: 'ab', taken: ['one'] } }]);
  expect(await taken('b')).toMatchObject([['two/model:1'], {}]);
  expect(await taken('c')).toMatchObject([['rest/model:1'], {}]);
  expect(await taken('c', null)).toMatchObject([[], { result: { output: 'c', taken: [] } }]);
});

test('a graph in a graph has places of its own, and is tried again as a whole', async () => {
  const say: World['say'] = ({ key }) => {
    if (key === 'sub/b/model:1') throw new RunFailed('MODEL_UNAVAILABLE', 'away');
    return key;
  };
  const inner = graphOf(speakers('a', 'b'), ['a>b']);
  const graph = graphOf({ a: says(), sub: { kind: 'subgraph', graph: inner, retry: retry() } }, ['a>sub']);
  const ledger = new Ledger();
  expect(await walk({ graph, world: { say } }, ledger)).toEqual({ kind: 'output', output: 'sub@2/b/model:1' });
  expect(ledger.calls).toEqual(['a', 'sub/a', 'sub/b', 'sub@2/a', 'sub@2/b'].map((place) => `${place}/model:1`));
});
