import { type ExecutionKind, executionKinds } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';

const descriptions: Record<ExecutionKind, string> = {
  AGENT_RUN: 'Runs of one agent.',
  TOOL_RUN: 'Calls of one tool by itself.',
  TASK_RUN: 'Runs of tasks.',
  WORKFLOW_RUN: 'Runs of workflows.',
  PIPELINE_RUN: 'Runs of workflows as pipelines.',
  JOB: 'Single requests to a provider.',
  BATCH_RUN: 'The same work for each of many lines.',
};

export const ExecutionKindEnum = builder.enumType('ExecutionKind', {
  description: 'What kind of work an execution is. Each has a type of its own in the graph.',
  values: Object.fromEntries(executionKinds.map((kind) => [kind, { description: descriptions[kind] }])) as Record<
    ExecutionKind,
    { description: string }
  >,
});
