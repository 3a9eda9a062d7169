import type { Execution, Graph, PlannedExecution } from '../src/modules/execution/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { AgentRef } from './agent.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import type { Loaders } from './loaders.ts';
import { Node } from './node.ts';
import { present } from './present.ts';
import { loadNamed } from './reference.ts';
import { StepRef, ToolCallRef } from './step.ts';
import { ToolRef } from './tool.ts';

export const ToolRunRef = builder.objectRef<Execution>('ToolRun').implement({
  description: "A call of one tool by itself, outside any agent's run.",
  interfaces: [ExecutionRef, Node],
  fields: (t) => ({
    tool: t.field({
      type: ToolRef,
      nullable: true,
      description: 'The tool; null when it was deleted.',
      resolve: async (execution, _args, { loaders }) => {
        const { nodes } = await graphOf(execution, loaders);
        const node = Object.values(nodes).find(({ kind }) => kind === 'tool');
        return node?.kind === 'tool' ? loadNamed(loaders, 'Tool', node.tool) : null;
      },
    }),
    toolCall: t.field({
      type: ToolCallRef,
      nullable: true,
      description: 'The call; null until a worker has taken it up.',
      resolve: async (execution, _args, { loaders }) =>
        (await loaders.stepsOf.load(execution.id)).find((step) => step.kind === 'TOOL') ?? null,
    }),
  }),
});

/** What a dry run would have written it has with it. */
async function graphOf(execution: Execution | PlannedExecution, loaders: Loaders): Promise<Graph> {
  return 'graph' in execution ? execution.graph : present(await loaders.plannedExecution.load(execution.id)).graph;
}

builder.interfaceField(ExecutionRef, 'agent', (t) =>
  t.field({
    type: AgentRef,
    nullable: true,
    description:
      "The agent that runs, or on whose behalf a tool is called; null when it is on nobody's, or the agent was deleted.",
    resolve: async ({ agentId }, _args, { loaders }) =>
      agentId === null ? null : ((await loaders.resource.load(agentId)) as Resource<'Agent'> | null),
  }),
);

builder.interfaceField(StepRef, 'execution', (t) =>
  t.field({
    type: ExecutionRef,
    description: 'The execution that it is a step of.',
    resolve: async (step, _args, { loaders }) => present(await loaders.execution.load(step.executionId)),
  }),
);
