import type { ExecutionKind } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';

export const ExecutionKindEnum = builder.enumType('ExecutionKind', {
  description: 'What kind of work an execution is. Each has a type of its own in the graph.',
  values: {
    AGENT_RUN: { description: 'A run of one agent.' },
    TOOL_RUN: { description: 'A call of one tool by itself.' },
    TASK_RUN: { description: 'A run of a task, or of a system of agents by itself.' },
    WORKFLOW_RUN: { description: 'A run of a workflow.' },
    PIPELINE_RUN: { description: 'A run of a workflow as a pipeline.' },
    JOB: { description: 'One request to a provider that is carried out on its own.' },
    BATCH_RUN: { description: 'The same work for each of many lines.' },
  } satisfies Record<ExecutionKind, object>,
});
