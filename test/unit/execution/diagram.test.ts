import { expect, test } from 'vitest';
import { drawGraph } from '../../../src/modules/execution/graph-drawing.ts';
import type { Graph } from '../../../src/modules/execution/index.ts';
import { drawAgentSystem } from '../../../src/modules/resource/definition-drawing.ts';
import { kinds } from '../../../src/modules/resource/index.ts';
import { mermaidFlowchart } from '../../../src/platform/mermaid.ts';
import { agentNode, modelStep, toolStep } from './nodes.ts';

const name = (text: string) => ({ namespace: 'default', name: text });

const graph: Graph = {
  nodes: {
    draft: agentNode({ tools: [name('search')] }),
    check: { kind: 'model', model: name('small'), prompt: '', parameters: {} },
    each: {
      kind: 'map',
      concurrency: 3,
      graph: { nodes: { send: { kind: 'tool', tool: name('mail'), arguments: null } }, edges: [] },
    },
  },
  edges: [
    { from: 'draft', to: 'check' },
    { from: 'check', to: 'each', when: { contains: 'yes' } },
  ],
};

test('a graph is drawn node by node, what lies within a node inside it, and conditions on their edges', () => {
  expect(mermaidFlowchart(drawGraph(graph))).toBe(`flowchart TD
  n1(["clerk<br/>default#47;small<br/>as draft"])
  n2[["default#47;search"]]
  n3{{"check<br/>default#47;small"}}
  subgraph n4["each: for each item, 3 at a time"]
    n5[["send<br/>default#47;mail"]]
  end
  n1 --> n3
  n3 -->|"contains yes"| n4
  n1 -.-> n2
`);
});

test('in a run each node has the class of how far it has come', () => {
  const steps = [
    modelStep('draft/model:1'),
    modelStep('check/model:1'),
    toolStep('each[0]/send/tool:1.1'),
    toolStep('each[1]/send/tool:1.1', { phase: 'WAITING' }),
  ];
  const looks = (run: Parameters<typeof drawGraph>[1]) =>
    Object.fromEntries(
      [...mermaidFlowchart(drawGraph(graph, run)).matchAll(/^\s*(?:class )?(n[1-5])\b.*[: ]([a-z]+)$/gm)].map(
        ([, node, look]) => [node, look],
      ),
    );
  expect(looks({ phase: 'WAITING', failedStepId: null, steps })).toEqual({
    n1: 'succeeded',
    n3: 'succeeded',
    n4: 'waiting',
    n5: 'waiting',
  });
  const [first] = steps;
  expect(looks({ phase: 'FAILED', failedStepId: first?.id ?? '', steps: steps.slice(0, 1) })).toEqual({
    n1: 'failed',
    n3: 'skipped',
    n4: 'skipped',
    n5: 'skipped',
  });
  expect(looks({ phase: 'RUNNING', failedStepId: null, steps: steps.slice(0, 1) })).toEqual({
    n1: 'running',
    n3: 'pending',
    n4: 'pending',
    n5: 'pending',
  });
});

test.each([
  [
    'quotes and ends of shapes',
    '"]); click n1 "https://evil.test"',
    '#34;#93;#41;#59; click n1 #34;https:#47;#47;evil.test#34;',
  ],
  ['tags', '<img src=x onerror=alert(1)>', '#60;img src=x onerror=alert#40;1#41;#62;'],
  ['entities', '#quot;&lt;', '#35;quot#59;#38;lt#59;'],
  ['directives and comments', '%%{init: {}}%% %% x', '#37;#37;#123;init: #123;#125;#125;#37;#37; #37;#37; x'],
  ['Markdown', '`**a**` _b_ 1', '#96;#42;#42;a#42;#42;#96; #95;b#95; 1'],
  ['lists', '1. one', '1#46; one'],
  ['line breaks and controls', 'a\n  end\u0000\u202eb', 'a end b'],
  ['plain names in any script', 'web_search-2 Prüfung 検査', 'web_search-2 Prüfung 検査'],
])('a label holds no Mermaid of its own: %s', (_what, text, label) => {
  const drawn = mermaidFlowchart({ nodes: [{ id: text, lines: [text], shape: 'box' }], edges: [] });
  expect(drawn).toBe(`flowchart TD\n  n1["${label}"]\n`);
});

test('a long label is cut, and an edge to what is not drawn is left out', () => {
  const nodes = [{ id: 'a', lines: ['x'.repeat(200)], shape: 'box' as const }];
  const drawn = mermaidFlowchart({ nodes, edges: [{ from: 'a', to: 'constructor' }] });
  expect(drawn).toBe(`flowchart TD\n  n1["${'x'.repeat(79)}#8230;"]\n`);
});

test('a system of agents is drawn with its conditions, delegates, joins and reviews', () => {
  const spec = kinds.AgentSystem.shape.parse({
    agents: [{ name: 'plan' }, { name: 'write' }],
    graph: {
      plan: {
        edges: [
          { to: 'write', condition: { outputJsonPath: '$.score', greaterThan: '5' } },
          { to: 'constructor', condition: { default: true } },
        ],
        delegates: [{ to: 'expert' }],
        review: { checkpointId: 'plan-ok' },
      },
      write: { join: { mode: 'quorum', quorumCount: 2 } },
    },
    completionReview: { checkpointId: 'done', displayName: 'Good enough?' },
  });
  expect(mermaidFlowchart(drawAgentSystem({ spec }))).toBe(`flowchart TD
  n1(["plan"])
  n2(["write<br/>waits for 2 of its senders"])
  n3(["constructor"])
  n4(["expert"])
  n5{"plan-ok<br/>a person looks"}
  n6{"Good enough?<br/>a person looks"}
  n1 --> n5
  n5 -->|"#36;.score #62; 5"| n2
  n5 -->|"otherwise"| n3
  n1 -.->|"asks"| n4
  n2 --> n6
  n3 --> n6
`);
});
