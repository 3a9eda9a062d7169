import { describe, expect, test } from 'vitest';
import { createWorkflowCompiler, type WorkflowCompilerDeps } from '../../../src/engine/compile-workflow.ts';
import type { Graph } from '../../../src/modules/execution/index.ts';
import { type KindSpecs, kinds, type Resource } from '../../../src/modules/resource/index.ts';

/** Declarations as they are stored. */
function declared<K extends 'Agent' | 'ModelEndpoint' | 'Tool' | 'Workflow'>(kind: K, name: string, spec: object) {
  const parsed = kinds[kind].parseSpec(spec);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const place = { namespace: 'default', namespaceId: 'ns_1' };
  return { id: `res_${name}`, kind, name, ...place, spec: parsed.value as KindSpecs[K] } as Resource<K>;
}

const plainAgent = {
  kind: 'agent',
  prompt: 'Work.',
  model: { namespace: 'default', name: 'm' },
} as const;

/** The graph of the first of these workflows, over tools and models of any name. */
async function graphOf(workflows: Record<string, object>, input: unknown = {}): Promise<Graph> {
  const stored = Object.entries(workflows).map(([name, spec]) => declared('Workflow', name, spec));
  const deps = {
    resources: {
      named: async (_actor: object, kind: string, [wanted]: [{ name: string }]) => {
        const found = stored.filter(({ name }) => name === wanted.name);
        return kind === 'Workflow' ? found : [{ namespace: 'default', name: wanted.name }];
      },
    },
    judge: { decideEarly: async () => ({ effect: 'ALLOW' }) },
    compileAgent: async (_actor: object, { name }: { name: string }) => ({
      graph: { nodes: { agent: { ...plainAgent, agent: { name } } }, edges: [] },
      maxSteps: 5,
      timeoutMs: 9_000,
    }),
    chooseEndpoint: async (_actor: object, asked: object) => ({ namespace: 'default', name: JSON.stringify(asked) }),
  };
  const compile = createWorkflowCompiler(deps as unknown as WorkflowCompilerDeps);
  const [name = ''] = Object.keys(workflows);
  const work = { name: { namespace: 'default', name }, model: null, labels: {}, asPipeline: false, input };
  return (await compile({ organizationId: 'org_1' } as never, work)).graph;
}

const tool = { ref: 'search' };
const called = { kind: 'tool', tool: { namespace: 'default', name: 'search' }, arguments: null };

describe('each kind of node', () => {
  test('a map gives its items whole, and runs one node or another workflow for each', async () => {
    const { nodes } = await graphOf({
      outer: {
        inputs: { list: { type: 'array' } },
        nodes: {
          a: { map: { items: '$context.list', agent: { ref: 'writer' }, concurrency: 3 } },
          b: { map: { workflow: { ref: 'inner' }, onItemFailure: 'collect' } },
        },
      },
      inner: { nodes: { only: { tool } } },
    });
    expect(nodes['a']).toMatchObject({
      kind: 'map',
      inputs: { $: '$context.list' },
      concurrency: 3,
      onItemFailure: 'fail',
    });
    expect(nodes['a']).toHaveProperty('graph.nodes.agent.agent.name', 'writer');
    expect(nodes['a']).toHaveProperty('graph.nodes.agent.timeoutMs', 9_000);
    expect(nodes['b']).toMatchObject({ kind: 'map', onItemFailure: 'collect', graph: { nodes: { only: called } } });
    expect(nodes['b']).not.toHaveProperty('inputs');
  });

  test('a branch, a loop and an approval say what they ask', async () => {
    const { nodes, edges, maxTurns, entry } = await graphOf({
      outer: {
        maxTurns: 4,
        entry: ['loop'],
        nodes: {
          loop: {
            loop: { tool, until: { jsonPath: '$.score', greaterThan: '0.8' }, maxIterations: 3, onLimit: 'fail' },
          },
          gate: { approval: { review: { checkpointId: 'c', ttlMs: 5_000 } }, dependsOn: ['loop'] },
          way: {
            branch: { cases: [{ name: 'again', when: { outputContains: 'no' } }], otherwise: 'done' },
            dependsOn: ['gate'],
            edges: [{ to: 'loop', when: { case: 'again' }, labels: { why: 'bad' } }],
          },
        },
      },
    });
    expect(nodes).toMatchObject({
      loop: {
        kind: 'loop',
        until: { jsonPath: '$.score', greaterThan: '0.8' },
        maxIterations: 3,
        onLimit: 'fail',
        graph: { nodes: { tool: called } },
      },
      gate: {
        kind: 'approval',
        review: {
          checkpointId: 'c',
          displayName: null,
          reason: null,
          ttlMs: 5_000,
          allowRequestChanges: true,
          maxCycles: 3,
        },
      },
      way: { kind: 'branch', cases: [{ name: 'again', when: { outputContains: 'no' } }], otherwise: 'done' },
    });
    expect(edges).toEqual([
      { from: 'loop', to: 'gate' },
      { from: 'gate', to: 'way' },
      { from: 'way', to: 'loop', when: { case: 'again' }, labels: { why: 'bad' } },
    ]);
    expect([maxTurns, entry]).toEqual([4, ['loop']]);
  });

  test('an operation is a tool, an agent, or the model that fits what it says', async () => {
    const { nodes } = await graphOf({
      outer: {
        nodes: {
          a: { operation: { name: 'tool.search' } },
          b: { operation: { name: 'agent.writer' } },
          c: {
            operation: {
              name: 'provider.text.generate',
              config: { tier: 'premium', prompt: 'Say it.', max_tokens: 7, temperature: 0.5, other: 'kept' },
            },
          },
          d: { operation: { name: 'search', runtime: 'tool' } },
        },
      },
    });
    expect(nodes['a']).toEqual(called);
    expect(nodes['b']).toMatchObject({ kind: 'agent', agent: { name: 'writer' } });
    expect(nodes['c']).toEqual({
      kind: 'model',
      model: { namespace: 'default', name: '{"modality":"TEXT","model":null,"tier":"PREMIUM"}' },
      prompt: 'Say it.',
      parameters: { temperature: 0.5, maxOutputTokens: 7 },
    });
    expect(nodes['d']).toEqual(called);
  });
});

test('rules that say nothing are left out, and those that say something are there', async () => {
  const { nodes } = await graphOf({
    outer: {
      nodes: {
        a: { tool },
        b: {
          tool: { ref: 'search', arguments: { q: '{{input}}' } },
          title: 'B',
          stage: 'draft',
          dependsOn: ['a'],
          join: { mode: 'quorum', percent: 50, onFailure: 'skip' },
          timeoutMs: 1_000,
          retry: { maxAttempts: 3, backoffMs: 10, jitter: 'full', nonRetryable: ['no such'] },
        },
      },
    },
  });
  expect(nodes['a']).toEqual(called);
  expect(nodes['b']).toEqual({
    ...called,
    arguments: { q: '{{input}}' },
    title: 'B',
    stage: 'draft',
    join: { mode: 'quorum', count: null, percent: 50, onFailure: 'skip' },
    timeoutMs: 1_000,
    retry: { maxAttempts: 3, backoffMs: 10, maxBackoffMs: 60_000, jitter: 'full', nonRetryable: ['no such'] },
  });
});

test('the context has the defaults of what is declared, also in a workflow that another runs', async () => {
  const graph = await graphOf({
    outer: {
      nodes: {
        a: { tool, outputs: { $: '$context.found', title: '$context.report.title' }, merge: { title: 'keep' } },
        b: { workflow: { ref: 'inner' }, dependsOn: ['a'], inputs: { text: '$context.found' } },
      },
      outputs: { all: '$context.found' },
    },
    inner: {
      inputs: { text: { type: 'any' }, limit: { type: 'number', default: 3 } },
      nodes: { only: { tool, inputs: { n: '$context.limit' } } },
    },
  });
  expect(graph.context).toEqual({ outputs: { all: 'found' } });
  expect(graph.nodes['a']?.outputs).toEqual({
    $: { path: 'found', merge: 'replace' },
    title: { path: 'report.title', merge: 'keep' },
  });
  expect(graph.nodes['b']).toMatchObject({
    kind: 'subgraph',
    inputs: { text: '$context.found' },
    graph: { context: { outputs: {}, defaults: { limit: 3 } } },
  });
});

test('a workflow that writes nothing down has no context', async () => {
  expect(await graphOf({ outer: { nodes: { a: { tool } } } })).not.toHaveProperty('context');
});
