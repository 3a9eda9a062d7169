import { expect, test } from 'vitest';
import type { MergePolicy } from '../../../../src/modules/execution/index.ts';
import { walk } from '../../../support/durable-walk.ts';
import { does, graphOf, says } from './graphs.ts';

const writes = (path: string, merge: MergePolicy = 'replace', member = '$') => ({
  outputs: { [member]: { path, merge } },
});

/** What is read as arguments is what is given. */
const world = { give: ({ call }: { call: { arguments: Record<string, unknown> } }) => call.arguments };

test('a node is given its declared inputs, with what was written before it in place of $context paths', async () => {
  const graph = graphOf(
    {
      a: does({ n: 1, list: [1, 2] }, writes('found')),
      b: does(null, {
        inputs: { fixed: 'x', whole: '$context.found', deep: { at: ['$context.found.n', '$context.topic'] } },
      }),
    },
    ['a>b'],
    { context: { outputs: { all: 'found.list', none: 'nothing.here' } } },
  );
  const seen: unknown[] = [];
  const give = (spec: Parameters<typeof world.give>[0]): unknown => {
    seen.push(spec.call.arguments);
    return world.give(spec);
  };
  expect(await walk({ graph, input: { topic: 'tides' }, world: { give } })).toEqual({
    kind: 'output',
    output: { all: [1, 2], none: undefined },
  });
  expect(seen[1]).toEqual({ fixed: 'x', whole: { n: 1, list: [1, 2] }, deep: { at: [1, 'tides'] } });
});

test('a node that reads what nobody has written fails and says so, before anything is called', async () => {
  const graph = graphOf({ a: says({ inputs: { x: '$context.missing' } }) }, [], { context: { outputs: {} } });
  expect(await walk({ graph, input: {} })).toEqual({
    ...{ kind: 'failed', code: 'INPUT_INVALID' },
    message: 'Nothing was written to $context.missing yet.',
  });
});

test('a text that only begins like the name of the context is a text', async () => {
  const graph = graphOf({ a: does(null, { inputs: { x: '$contextual' } }) }, [], { context: { outputs: {} } });
  expect(await walk({ graph, world })).toMatchObject({ kind: 'output' });
});

const merged: [MergePolicy, unknown, unknown, unknown][] = [
  ['replace', { a: 1 }, { b: 2 }, { b: 2 }],
  ['keep', { a: 1 }, { b: 2 }, { a: 1 }],
  ['append', ['x'], 'y', ['x', 'y']],
  ['append', 'x', ['y', 'z'], ['x', 'y', 'z']],
  ['merge', { a: 1, c: 1 }, { b: 2, c: 3 }, { a: 1, b: 2, c: 3 }],
  ['merge', 'a text', { b: 2 }, { b: 2 }],
];

test.each(merged)(
  'what meets something at its place does %s: %j and %j make %j',
  async (merge, first, second, both) => {
    const graph = graphOf(
      { a: does({ v: first }, writes('at.it', 'replace', 'v')), b: does({ v: second }, writes('at.it', merge, 'v')) },
      ['a>b'],
      { context: { outputs: { both: '$context.at.it' } } },
    );
    expect(await walk({ graph, world })).toEqual({ kind: 'output', output: { both } });
  },
);

test('branches that write to the same place are merged in the order of the graph, whoever was done first', async () => {
  const part = (name: string) => does({ v: name }, writes('all', 'append', 'v'));
  const graph = graphOf({ z: part('z'), a: part('a'), end: does({}) }, ['z>end', 'a>end'], {
    context: { outputs: { all: 'all' } },
  });
  for (const slow of ['z', 'a']) {
    const give = async (spec: Parameters<typeof world.give>[0] & { node: string }): Promise<unknown> => {
      if (spec.node === slow) await new Promise((resolve) => setTimeout(resolve, 5));
      return world.give(spec);
    };
    expect(await walk({ graph, world: { give } })).toEqual({ kind: 'output', output: { all: ['a', 'z'] } });
  }
});

test('what one branch writes into is not seen by another, nor in what was given before', async () => {
  const graph = graphOf(
    {
      a: does({ v: { kept: true } }, writes('shared', 'replace', 'v')),
      left: does({ v: 'left' }, writes('shared.by', 'replace', 'v')),
      after: does({}),
      right: does(null, { inputs: { read: '$context.shared', topic: '$context.topic' } }),
      topic: does({ v: 1 }, writes('topic.more', 'replace', 'v')),
    },
    ['a>left', 'left>after', 'a>topic', 'topic>right'],
    { context: { outputs: { shared: 'shared' } } },
  );
  const seen: unknown[] = [];
  const input = { topic: { name: 'tides' } };
  const give = async (spec: Parameters<typeof world.give>[0] & { node: string }): Promise<unknown> => {
    if (spec.node === 'topic') await new Promise((resolve) => setTimeout(resolve, 5));
    if (spec.node === 'right') seen.push(spec.call.arguments);
    return world.give(spec);
  };
  expect(await walk({ graph, input, world: { give } })).toMatchObject({
    output: { shared: { kept: true, by: 'left' } },
  });
  expect(seen).toEqual([{ read: { kept: true }, topic: { name: 'tides', more: 1 } }]);
});

test('a path cannot reach what every object has', async () => {
  const graph = graphOf({ a: does({ v: 'bad' }, writes('__proto__.polluted', 'replace', 'v')) }, [], {
    context: { outputs: { own: 'polluted', made: 'constructor.name' } },
  });
  expect(await walk({ graph, world })).toEqual({ kind: 'output', output: { own: undefined, made: undefined } });
  expect({}).not.toHaveProperty('polluted');
});
