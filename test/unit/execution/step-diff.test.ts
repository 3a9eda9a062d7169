import { expect, test } from 'vitest';
import { diffDefinitions } from '../../../src/modules/execution/definition-diff.ts';
import { agentGraph } from '../../../src/modules/execution/graph.ts';
import { diffSteps } from '../../../src/modules/execution/step-diff.ts';
import { agentNode, modelStep, toolStep } from './nodes.ts';

const none = new Map<string, object[]>();

test('steps are matched by key; those that only b has stand where b has them', () => {
  const a = [modelStep('agent/model:1'), toolStep('agent/tool:1.1'), modelStep('agent/model:2')];
  const b = [modelStep('agent/model:1'), toolStep('agent/tool:1.2'), modelStep('agent/model:2')];
  const diffs = diffSteps({ steps: a, asked: none }, { steps: b, asked: none });
  expect(diffs.map(({ key, relation }) => [key, relation])).toEqual([
    ['agent/model:1', 'SAME'],
    ['agent/tool:1.2', 'ONLY_IN_B'],
    ['agent/tool:1.1', 'ONLY_IN_A'],
    ['agent/model:2', 'SAME'],
  ]);
});

test('ids that a model makes up for its calls are no difference, and neither are times', () => {
  const said = (id: string) => ({
    content: '',
    finishReason: 'tool_calls',
    toolCalls: [{ id, name: 'sum', arguments: {} }],
  });
  const asked = (toolCallId: string) =>
    new Map([['agent/model:1', [{ role: 'tool', content: '2', toolCallId, name: 'sum' }]]]);
  const [diff] = diffSteps(
    { steps: [modelStep('agent/model:1', { result: said('call_1'), latencyMs: 5 })], asked: asked('x') },
    { steps: [modelStep('agent/model:1', { result: said('call_2'), latencyMs: 900 })], asked: asked('y') },
  );
  expect(diff).toMatchObject({ relation: 'SAME', reply: [], asked: [], latencyMs: { a: 5, b: 900 } });
});

test('what was asked, answered, tried and paid makes a step another one', () => {
  const [diff] = diffSteps(
    { steps: [modelStep('agent/model:1')], asked: new Map([['agent/model:1', [{ role: 'user', content: 'hi' }]]]) },
    {
      steps: [modelStep('agent/model:1', { attempt: 3, cost: '0.5', outputTokens: 9 })],
      asked: new Map([['agent/model:1', [{ role: 'user', content: 'ho' }]]]),
    },
  );
  expect(diff).toMatchObject({
    relation: 'CHANGED',
    asked: [{ path: '/0/content', op: 'change', before: 'hi', after: 'ho' }],
    attempts: { a: 1, b: 3 },
    outputTokens: { a: 5, b: 9 },
    cost: { a: { amount: '0.00002' }, b: { amount: '0.5' } },
  });
});

test('a recorded result is shared with the step that it was recorded from, in either direction and between siblings', () => {
  const [source, fork] = [toolStep('agent/tool:1.1'), toolStep('agent/tool:1.1', { id: 'stp_f' })];
  const copy = { ...fork, recordedFrom: source.id };
  const sibling = { ...fork, id: 'stp_g', recordedFrom: source.id };
  const relation = (a: typeof source, b: typeof source) =>
    diffSteps({ steps: [a], asked: none }, { steps: [b], asked: none })[0]?.relation;
  expect([relation(source, copy), relation(copy, source), relation(copy, sibling)]).toEqual([
    'SHARED',
    'SHARED',
    'SHARED',
  ]);
});

test('definitions differ by node: generation, prompt, model and tools, also within a map', () => {
  const tool = { namespace: 'default', name: 'sum' };
  const changed = agentNode({
    prompt: 'Be kind.',
    agent: { ...agentNode().agent, generation: 2 },
    model: { namespace: 'shared', name: 'large' },
    tools: [tool],
  });
  const mapped = (node: ReturnType<typeof agentNode>) => ({
    nodes: { each: { kind: 'map' as const, concurrency: 2, graph: agentGraph(node) } },
    edges: [],
  });
  const { nodes, edges } = diffDefinitions(mapped(agentNode()), mapped(changed));
  expect(edges).toEqual([]);
  expect(nodes).toMatchObject([
    {
      path: 'each/agent',
      op: 'change',
      generation: { a: 1, b: 2 },
      prompt: { a: 'Be brief.', b: 'Be kind.' },
      model: { a: 'default/small', b: 'shared/large' },
      tools: { added: ['default/sum'], removed: [] },
    },
  ]);
  const history = [{ input: 'a', output: 'b' }];
  expect(diffDefinitions(mapped(agentNode()), mapped(agentNode({ history }))).nodes).toEqual([]);
});
