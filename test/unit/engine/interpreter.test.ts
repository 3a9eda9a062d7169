import { expect, test } from 'vitest';
import { interpret } from '../../../src/engine/workflow/interpreter.ts';
import { RunFailed, RunParked, type StepPort, type ToolAnswer } from '../../../src/engine/workflow/ports.ts';
import type { AgentNode, Graph, ReplyRecord } from '../../../src/modules/execution/index.ts';
import { nothingRecorded } from '../../support/plain-port.ts';

const name = { namespace: 'default', name: 'm' };

function agent(overrides: Partial<AgentNode> = {}): AgentNode {
  return {
    kind: 'agent',
    agent: { id: 'res_1', name: 'a', namespace: 'default', generation: 1, labels: {} },
    prompt: 'Be brief.',
    model: name,
    fallbackModels: [],
    tools: [],
    mcpServers: [],
    policies: [],
    parameters: {},
    maxSteps: 3,
    budget: { tokens: null, toolCalls: null },
    onDenied: 'tell_model',
    onStepLimit: 'fail',
    repeatedCalls: 'call',
    ...overrides,
  };
}

function reply(content: string, ...tools: string[]): ReplyRecord {
  return {
    content,
    finishReason: 'stop',
    toolCalls: tools.map((tool, index) => ({ id: `${tool}${index}`, name: tool, arguments: {} })),
  };
}

/** A port that answers from a script and keeps what it was asked. */
function scripted(
  replies: Record<string, ReplyRecord>,
  tools: Record<string, ToolAnswer> = {},
): StepPort & { calls: string[]; messages: Record<string, unknown> } {
  const calls: string[] = [];
  const messages: Record<string, unknown> = {};
  const port: ReturnType<typeof scripted> = {
    ...nothingRecorded(() => port),
    calls,
    messages,
    async model(spec) {
      calls.push(spec.key);
      messages[spec.key] = structuredClone(spec.messages);
      return replies[spec.key] ?? reply(`answer of ${spec.node}`);
    },
    async tool(spec) {
      calls.push(spec.key);
      return tools[spec.key] ?? { kind: 'answered', text: 'ok', value: 'ok', isError: false };
    },
  };
  return port;
}

function chain(...nodes: string[]): Graph {
  return {
    nodes: Object.fromEntries(nodes.map((node) => [node, { kind: 'model', model: name, prompt: '', parameters: {} }])),
    edges: nodes.slice(1).map((to, index) => ({ from: nodes[index] ?? '', to })),
  };
}

test('an agent calls its tools in order and answers with the last reply', async () => {
  const port = scripted({ 'agent/model:1': reply('', 'first', 'second'), 'agent/model:2': reply('done') });
  expect(await interpret({ nodes: { agent: agent() }, edges: [] }, 'hello', port)).toBe('done');
  expect(port.calls).toEqual(['agent/model:1', 'agent/tool:1.1', 'agent/tool:1.2', 'agent/model:2']);
  expect(port.messages['agent/model:2']).toMatchObject([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'hello' },
    { role: 'assistant', toolCalls: [{ name: 'first' }, { name: 'second' }] },
    { role: 'tool', toolCallId: 'first0', content: 'ok' },
    { role: 'tool', toolCallId: 'second1', content: 'ok' },
  ]);
});

test('a call that waits for a person does not hold up the calls after it', async () => {
  const port = scripted(
    { 'agent/model:1': reply('', 'pay', 'look') },
    { 'agent/tool:1.1': { kind: 'parked', approvalId: 'apr_1' } },
  );
  const run = interpret({ nodes: { agent: agent() }, edges: [] }, 'x', port);
  await expect(run).rejects.toMatchObject({ name: 'RunParked', approvalIds: ['apr_1'] });
  expect(port.calls).toContain('agent/tool:1.2');
});

test('an agent that never stops wanting tools fails at its step limit, or answers where it may', async () => {
  const port = scripted({ 'agent/model:1': reply('so far', 't'), 'agent/model:2': reply('so far', 't') });
  const graph = (onStepLimit: 'fail' | 'answer'): Graph => ({
    nodes: { agent: agent({ maxSteps: 2, onStepLimit }) },
    edges: [],
  });
  await expect(interpret(graph('fail'), 'x', port)).rejects.toMatchObject({ code: 'STEP_LIMIT_REACHED' });
  expect(await interpret(graph('answer'), 'x', port)).toBe('so far');
});

test('nodes run after those they follow, and a join gets what each of them gave', async () => {
  const graph = chain('a', 'b');
  graph.nodes['c'] = { kind: 'model', model: name, prompt: '', parameters: {} };
  graph.nodes['join'] = { kind: 'model', model: name, prompt: '', parameters: {} };
  graph.edges.push({ from: 'a', to: 'c' }, { from: 'b', to: 'join' }, { from: 'c', to: 'join' });
  const port = scripted({});
  expect(await interpret(graph, 'x', port)).toBe('answer of join');
  expect(port.calls.indexOf('a/model:1')).toBe(0);
  expect(port.messages['join/model:1']).toEqual([{ role: 'user', content: '{"b":"answer of b","c":"answer of c"}' }]);
});

test('a node whose every way in is closed is skipped, and with it all that follows: the branch ends before it', async () => {
  const graph = chain('a', 'b', 'c');
  graph.edges[0] = { from: 'a', to: 'b', when: { outputContains: 'never said' } };
  const port = scripted({});
  expect(await interpret(graph, 'x', port)).toBe('answer of a');
  expect(port.calls).toEqual(['a/model:1']);
});

test('a map runs its graph for each item and keeps their order', async () => {
  const graph: Graph = { nodes: { each: { kind: 'map', graph: chain('m'), concurrency: 2 } }, edges: [] };
  const port = scripted({});
  expect(await interpret(graph, ['x', 'y', 'z'], port)).toEqual([
    'answer of each[0]/m',
    'answer of each[1]/m',
    'answer of each[2]/m',
  ]);
});

test('items of a map that wait for a person do not stop the others', async () => {
  const inner: Graph = { nodes: { t: { kind: 'tool', tool: name, arguments: { text: '{{input}}' } } }, edges: [] };
  const graph: Graph = { nodes: { each: { kind: 'map', graph: inner, concurrency: 1 } }, edges: [] };
  const port = scripted({}, { 'each[0]/t/tool:1.1': { kind: 'parked', approvalId: 'apr_1' } });
  await expect(interpret(graph, ['x', 'y'], port)).rejects.toBeInstanceOf(RunParked);
  expect(port.calls).toEqual(['each[0]/t/tool:1.1', 'each[1]/t/tool:1.1']);
});

test('a failure in one branch counts more than a wait in another, after both have come to rest', async () => {
  const graph: Graph = {
    nodes: { bad: { kind: 'tool', tool: name, arguments: {} }, slow: { kind: 'tool', tool: name, arguments: {} } },
    edges: [],
  };
  const port = scripted(
    {},
    {
      'bad/tool:1.1': { kind: 'answered', text: 'no', value: null, isError: true },
      'slow/tool:1.1': { kind: 'parked', approvalId: 'apr_1' },
    },
  );
  await expect(interpret(graph, 'x', port)).rejects.toBeInstanceOf(RunFailed);
  expect(port.calls).toHaveLength(2);
});
