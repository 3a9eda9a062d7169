import type { Execution } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { Node } from './node.ts';

function define(name: string, description: string) {
  return builder.objectRef<Execution>(name).implement({ description, interfaces: [ExecutionRef, Node] });
}

const TaskRunRef = define('TaskRun', 'A run of a task: agents of a system at work for it.');
export const WorkflowRunRef = define('WorkflowRun', 'A run of a workflow.');
export const PipelineRunRef = define('PipelineRun', 'A run of a pipeline: a workflow whose work has stages.');
export const JobRef = define('Job', 'One request to a provider that is carried out on its own.');
const BatchRunRef = define('BatchRun', 'The same work for each of many lines.');

/** The types of all that runs besides agents and tools. */
export const workRunRefs = [TaskRunRef, WorkflowRunRef, PipelineRunRef, JobRef, BatchRunRef];
