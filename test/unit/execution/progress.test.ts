import { expect, test } from 'vitest';
import { itemCountOf } from '../../../src/engine/index.ts';
import { agentGraph, type Execution, type Graph, type RunHistory } from '../../../src/modules/execution/index.ts';
import { progressOf } from '../../../src/modules/execution/run-progress.ts';
import { agentNode, modelStep, toolStep } from './nodes.ts';

const begin = new Date('2026-03-01T12:00:00Z').getTime();
const at = (second: number): Date => new Date(begin + second * 1_000);

function running(overrides: Partial<Execution> = {}): Execution {
  const base = { phase: 'RUNNING', startedAt: at(0), finishedAt: null, modelCalls: 1, toolCalls: 1 };
  return { ...base, ...overrides } as Execution;
}

const same = <T>(value: T) => ({ low: value, expected: value, high: value });
const history: RunHistory = {
  agentId: 'res_1',
  sample: 5,
  inputTokens: same(1),
  outputTokens: same(1),
  calls: same(8),
  cost: same('0'),
  currency: 'USD',
  durationMs: { low: 10_000, expected: 20_000, high: 60_000 },
};

test('items tell how much is done and at which pace', () => {
  const items = { completed: 2, total: 8 };
  expect(progressOf(running(), { items, history, now: at(10) })).toEqual({ percent: 25, eta: at(40) });
  expect(progressOf(running(), { items: { completed: 0, total: 8 }, history, now: at(10) })).toEqual({
    percent: 0,
    eta: null,
  });
  expect(progressOf(running(), { items: { completed: 8, total: 8 }, history, now: at(10) }).percent).toBe(99);
});

test('without items, the last runs of the agent tell it; one that takes longer than most of them has no end in sight', () => {
  const known = (second: number) => ({ items: null, history, now: at(second) });
  expect(progressOf(running(), known(5))).toEqual({ percent: 25, eta: at(20) });
  expect(progressOf(running({ toolCalls: 40 }), known(30))).toEqual({ percent: 99, eta: at(60) });
  expect(progressOf(running(), known(61)).eta).toBeNull();
  const young = { ...history, sample: 2 };
  expect(progressOf(running(), { items: null, history: young, now: at(5) })).toEqual({ percent: null, eta: null });
});

test('a run that waits has no end in sight, one that succeeded is done, and of one that failed nothing is told', () => {
  const known = { items: null, history, now: at(5) };
  expect(progressOf(running({ phase: 'WAITING' }), known)).toEqual({ percent: 25, eta: null });
  expect(progressOf(running({ phase: 'SUCCEEDED', finishedAt: at(9) }), known)).toEqual({ percent: 100, eta: null });
  expect(progressOf(running({ phase: 'FAILED', finishedAt: at(9) }), known)).toEqual({ percent: null, eta: null });
});

const each: Graph = {
  nodes: { each: { kind: 'map', concurrency: 2, graph: agentGraph(agentNode()) } },
  edges: [],
};

test('an item is done when its walk comes to its end, not when it has some steps', async () => {
  const calls = { content: '', toolCalls: [{ id: '1', name: 'sum', arguments: {} }], finishReason: 'tool_calls' };
  const steps = [
    modelStep('each[0]/agent/model:1'),
    modelStep('each[2]/agent/model:1', { result: calls }),
    toolStep('each[2]/agent/tool:1.1'),
  ];
  expect(await itemCountOf({ graph: each, input: ['a', 'b', 'c', 'd'] }, steps)).toEqual({ completed: 1, total: 4 });
  const more = [...steps, modelStep('each[2]/agent/model:2')];
  expect(await itemCountOf({ graph: each, input: ['a', 'b', 'c', 'd'] }, more)).toEqual({ completed: 2, total: 4 });
});

test('a list that another node gives is counted once that node has given it', async () => {
  const list = { kind: 'tool' as const, tool: { namespace: 'default', name: 'list' }, arguments: null };
  const graph: Graph = { nodes: { list, ...each.nodes }, edges: [{ from: 'list', to: 'each' }] };
  expect(await itemCountOf({ graph, input: {} }, [])).toBeNull();
  const listed = toolStep('list/tool:1.1', { result: ['a', 'b'] });
  expect(await itemCountOf({ graph, input: {} }, [listed])).toEqual({ completed: 0, total: 2 });
  const one = modelStep('each[1]/agent/model:1');
  expect(await itemCountOf({ graph, input: {} }, [listed, one])).toEqual({ completed: 1, total: 2 });
});

test('what runs over no list, or over something else than one, has no items', async () => {
  expect(await itemCountOf({ graph: agentGraph(agentNode()), input: 'a' }, [])).toBeNull();
  expect(await itemCountOf({ graph: each, input: 'no list' }, [])).toBeNull();
});
