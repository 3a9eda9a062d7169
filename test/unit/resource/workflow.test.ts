import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultText, kinds } from '../../../src/modules/resource/kinds/index.ts';
import { parseManifests } from '../../../src/modules/resource/manifest/index.ts';

type Given = Record<string, unknown>;

const tool = { ref: { name: 'search' } };

/** What is wrong with a workflow, in words. */
function faultsOf(spec: Given): string[] {
  const parsed = kinds.Workflow.parseSpec(spec);
  return parsed.ok ? [] : parsed.faults.map(faultText);
}

function following(...dependsOn: string[]): Given {
  return { tool, dependsOn };
}

describe('the order of nodes', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 12 });
  /** Nodes that depend on some of those before them. */
  const dags = names.chain((all) =>
    fc.tuple(...all.map((_, index) => fc.subarray(all.slice(0, index)))).chain((before) =>
      fc.shuffledSubarray(
        all.map((name, at) => [name, before[at] ?? []] as const),
        { minLength: all.length },
      ),
    ),
  );

  test('whatever depends only on what is before it is taken, in whatever order it is written', () => {
    fc.assert(
      fc.property(dags, (dag) => {
        expect(
          faultsOf({ nodes: Object.fromEntries(dag.map(([name, before]) => [name, following(...before)])) }),
        ).toEqual([]);
      }),
    );
  });

  test('an edge back from any node to one that it follows is refused without maxTurns, and taken with it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(), (length, one, other) => {
        const [first = 0, last = 0] = [one % length, other % length].sort((a, b) => a - b);
        fc.pre(first < last);
        const chain = Array.from({ length }, (_, at) => [
          `n${at}`,
          { ...following(...(at > 0 ? [`n${at - 1}`] : [])) },
        ]);
        const nodes = Object.fromEntries(chain) as Record<string, Given>;
        nodes[`n${last}`] = { ...nodes[`n${last}`], edges: [{ to: `n${first}`, when: { outputContains: 'again' } }] };
        expect(faultsOf({ nodes })).toEqual([expect.stringMatching(`^nodes.n${first} leads back to itself over `)]);
        expect(faultsOf({ nodes, maxTurns: 3, entry: ['n0'] })).toEqual([]);
      }),
    );
  });

  test.each([
    ['a node that is not there', { a: following('b') }, 'nodes.a.dependsOn[0] names b, which is no node.'],
    [
      'a name that every object has',
      { a: following('constructor') },
      'nodes.a.dependsOn[0] names constructor, which is no node.',
    ],
    ['itself', { a: following('a') }, 'nodes.a.dependsOn[0] is the node itself.'],
    [
      'the same twice',
      { a: { tool }, b: following('a', 'a') },
      'nodes.b.dependsOn[1] leads from a to b a second time.',
    ],
    ['nothing', {}, 'nodes must not be empty.'],
  ])('a node may not depend on %s', (_, nodes, fault) => {
    expect(faultsOf({ nodes })).toEqual([fault]);
  });

  test('every node can be reached from where the work begins', () => {
    const nodes = { a: { tool }, b: following('c'), c: following('b') };
    expect(faultsOf({ nodes, maxTurns: 2 })).toEqual([
      'nodes.b cannot be reached from where the work begins.',
      'nodes.c cannot be reached from where the work begins.',
    ]);
    expect(faultsOf({ nodes: { b: nodes.b, c: nodes.c }, maxTurns: 2 })).toEqual([
      'entry must name a node, because an edge leads to each of them.',
    ]);
  });
});

describe('what a node does', () => {
  test.each([
    [{}, /^nodes.a says nothing of what it does: one of agent, model, /],
    [{ tool, agent: { ref: { name: 'x' } } }, /^nodes.a says agent and tool, which exclude each other/],
    [{ map: { items: '$context.list' } }, /^nodes.a.map says nothing of what it does/],
    [{ operation: { name: 'dance' } }, /^nodes.a.operation.name says dance, which nothing here carries out/],
    [{ operation: { name: 'text.generate', runtime: 'wasm' } }, /^nodes.a.operation.runtime is wasm/],
    [{ tool, join: { mode: 'quorum' } }, /^nodes.a.join is a quorum, so it needs a count or a percent/],
    [{ branch: {} }, /^nodes.a.branch has no case/],
    [
      { tool, outputs: { $: '$context.x' }, merge: { $: 'add' } },
      /^nodes.a.merge\["\$"\] must be one of replace, keep/,
    ],
    [{ tool, merge: { $: 'append' } }, /^nodes.a.merge.*is about an output that is written nowhere/],
  ])('%j is refused in words', (node, fault) => {
    expect(faultsOf({ nodes: { a: node }, inputs: { list: { type: 'array' } } })).toEqual([
      expect.stringMatching(fault),
    ]);
  });

  test('names of nodes have no sign that means something in the keys of steps', () => {
    for (const name of ['a/b', 'a#2', 'a@1', 'a~1', 'a[0]', 'a:b', ' ']) {
      expect(faultsOf({ nodes: { [name]: { tool } } })).toEqual([expect.stringContaining('is no name of a node')]);
    }
  });
});

describe('conditions', () => {
  const to = (when: Given) => ({ nodes: { a: { tool, edges: [{ to: 'b', when }] }, b: { tool } } });

  test.each([
    [{ outputMatches: '(' }, /outputMatches must be a regular expression/],
    [{ expression: 'output.score >' }, /expression must be CEL/],
    [{ expression: 'secrets.size() > 1' }, /expression reads "secrets"; there are output and context/],
    [{ equals: '1' }, /jsonPath is required by what it is compared with/],
    [{ jsonPath: '$.score' }, /jsonPath needs something to compare with/],
    [{ jsonPath: '$.score', greaterThan: 'much' }, /greaterThan must be a number as text/],
    [{ default: true, outputContains: 'x' }, /default excludes every other field/],
    [{ case: 'good' }, /case is only for edges from a branch/],
    [{}, /when asks for nothing/],
  ])('%j is refused', (when, fault) => {
    expect(faultsOf(to(when))).toEqual([expect.stringMatching(fault)]);
  });

  test('names that the expression gives to what it goes over are its own', () => {
    expect(faultsOf(to({ expression: 'output.items.exists(item, item.price > context.limit)' }))).toEqual([]);
  });

  test('an edge from a branch asks for one of its cases', () => {
    const branch = { cases: [{ name: 'good', when: { outputContains: 'yes' } }], otherwise: 'bad' };
    const asking = (name: string) => ({
      nodes: { a: { branch, edges: [{ to: 'b', when: { case: name } }] }, b: { tool } },
    });
    expect(faultsOf(asking('bad'))).toEqual([]);
    expect(faultsOf(asking('worse'))).toEqual(['nodes.a.edges[0].when.case must be one of good, bad.']);
  });
});

describe('the context', () => {
  test('what is read is declared, or written by a node before', () => {
    const writer = { tool, outputs: { $: '$context.report' } };
    const reader = { tool, inputs: { text: '$context.report.title', limit: 3 } };
    expect(
      faultsOf({ nodes: { a: writer, b: { ...reader, dependsOn: ['a'] } }, outputs: { all: '$context.report' } }),
    ).toEqual([]);
    expect(faultsOf({ nodes: { a: writer, b: reader } })).toEqual([
      'nodes.b.inputs.text reads $context.report.title, which is no declared input and which no node before writes.',
    ]);
    expect(faultsOf({ nodes: { b: reader }, inputs: { report: { type: 'object' } } })).toEqual([]);
  });

  test.each([
    [{ inputs: { n: { type: 'number', default: 'one' } } }, /^inputs.n.default must be of the type number/],
    [{ outputs: { x: 'report' } }, /^outputs.x must be \$context.<path>/],
    [{ outputs: { x: '$context.nowhere' } }, /^outputs.x reads \$context.nowhere/],
    [{ nodes: { a: { tool, outputs: { $: '$context' } } } }, /must be a place in the context, not all of it/],
    [
      { nodes: { a: { map: { tool, items: '$context.n' } } }, inputs: { n: { type: 'number' } } },
      /^nodes.a.map.items reads an input of the type number, and needs a list/,
    ],
  ])('%j is refused', (more, fault) => {
    expect(faultsOf({ nodes: { a: { tool } }, ...more })).toEqual([expect.stringMatching(fault)]);
  });
});

test('a manifest tells everything that it names, wherever that stands', () => {
  const parsed = parseManifests(`
apiVersion: orrery.dev/v1
kind: Workflow
metadata: { name: report }
spec:
  inputs: { topics: { type: array, required: true } }
  nodes:
    research: { map: { items: $context.topics, agent: { ref: researcher }, concurrency: 3 }, outputs: { $: $context.notes } }
    write: { model: { ref: writing/prose, prompt: Write. }, dependsOn: [research], inputs: { notes: $context.notes } }
    publish: { workflow: { ref: publishing }, dependsOn: [write], timeoutMs: 60000 }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  expect(
    kinds.Workflow.references(parsed.manifests[0]?.hub.spec as never).map(
      ({ kind, name, path }) => `${path} ${kind} ${name}`,
    ),
  ).toEqual([
    'nodes.research.map.agent.ref Agent researcher',
    'nodes.write.model.ref ModelEndpoint prose',
    'nodes.publish.workflow.ref Workflow publishing',
  ]);
});
