import type { Execution, Step } from '../src/modules/execution/index.ts';
import { type ResourceKind, typeNameOf } from '../src/modules/resource/index.ts';
import { idKind } from '../src/platform/ids.ts';
import { builder } from './builder.ts';

/** Anything with an id. The id's prefix says what it is. */
export interface NodeShape {
  id: string;
  kind?: string;
}

/** The type of an execution in the graph. */
export function executionTypeName({ kind }: Pick<Execution, 'kind'>): string {
  return executionTypes[kind];
}

const executionTypes: Record<Execution['kind'], string> = {
  AGENT_RUN: 'AgentRun',
  TOOL_RUN: 'ToolRun',
  TASK_RUN: 'TaskRun',
  WORKFLOW_RUN: 'WorkflowRun',
  PIPELINE_RUN: 'PipelineRun',
  JOB: 'Job',
  BATCH_RUN: 'BatchRun',
};

/** The type of a step in the graph. */
export function stepTypeName({ kind }: Pick<Step, 'kind'>): string {
  return stepTypes[kind];
}

const stepTypes: Record<Step['kind'], string> = {
  MODEL: 'ModelCall',
  TOOL: 'ToolCall',
  NODE: 'NodeRun',
  GATE: 'Gate',
};

const typeNames: Partial<Record<NonNullable<ReturnType<typeof idKind>>, (value: NodeShape) => string>> = {
  resource: ({ kind }) => typeNameOf(kind as ResourceKind),
  execution: (value) => executionTypeName(value as Execution),
  step: (value) => stepTypeName(value as Step),
  approval: () => 'Approval',
  namespace: () => 'Namespace',
  principal: () => 'Principal',
  memoryItem: () => 'MemoryItem',
  scheduleRun: () => 'ScheduleRun',
};

/** The interface of everything that has an id. */
export const Node = builder.interfaceRef<NodeShape>('Node').implement({
  description: 'Anything that has an id and can be fetched by it.',
  resolveType: (value) => {
    const kind = idKind(value.id);
    return (kind && typeNames[kind]?.(value)) || undefined;
  },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique over everything; its prefix says what it is.' }),
  }),
});
