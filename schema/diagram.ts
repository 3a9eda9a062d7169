import { drawGraph } from '../src/modules/execution/index.ts';
import { drawAgent, drawAgentSystem, type KindSpecs } from '../src/modules/resource/index.ts';
import { type Drawing, mermaidFlowchart } from '../src/platform/mermaid.ts';
import { AgentRef } from './agent.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { kindRef } from './kind-ref.ts';
import { planned } from './planned.ts';

const DiagramFormat = builder.enumType('DiagramFormat', {
  description: 'In which language a diagram is written.',
  values: { MERMAID: { description: 'A flowchart in Mermaid, which Markdown readers and editors draw.' } },
});

const writers = { MERMAID: mermaidFlowchart } as const satisfies Record<string, (drawing: Drawing) => string>;

const formatArgs = builder.args((t) => ({
  format: t.field({
    type: DiagramFormat,
    required: true,
    defaultValue: 'MERMAID',
    description: 'In which language.',
  }),
}));

builder.objectField(AgentRef, 'diagram', (t) =>
  t.string({
    description: 'The agent with its models, tools and all else that it names, as a diagram.',
    args: formatArgs,
    resolve: (agent, { format }) => writers[format](drawAgent(agent)),
  }),
);

builder.objectField(kindRef('AgentSystem'), 'diagram', (t) =>
  t.string({
    description: 'Who hands work to whom and when, and where people look at it, as a diagram.',
    args: formatArgs,
    resolve: ({ spec }, { format }) => writers[format](drawAgentSystem({ spec: spec as KindSpecs['AgentSystem'] })),
  }),
);

builder.interfaceField(ExecutionRef, 'diagram', (t) =>
  t.string({
    description:
      'What it interprets as a diagram. Each node has the class of where it stands: pending, running, waiting, succeeded, failed or skipped.',
    args: formatArgs,
    complexity: { field: 5, multiplier: 1 },
    resolve: async (execution, { format }, { loaders }) => {
      const { id, phase, failure } = execution;
      const [{ graph }, steps] = await Promise.all([planned(execution, loaders), loaders.stepsOf.load(id)]);
      return writers[format](drawGraph(graph, { phase, failedStepId: failure?.stepId ?? null, steps }));
    },
  }),
);
