import {
  agentsAtWork,
  type Execution,
  madeBy,
  messagesOfWork,
  type PlannedWork,
  stageAtWork,
  stagesOf,
  traceOf,
  type Work,
} from '../src/modules/execution/index.ts';
import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { ExecutionRef } from './execution.ts';
import { kindType } from './kind-type.ts';
import type { Loaders } from './loaders.ts';
import { executionTypeName, Node } from './node.ts';
import { planned } from './planned.ts';
import { present } from './present.ts';
import { MadeByRunRef, RunStageRef } from './run-stage.ts';
import { TraceEventRef } from './trace-event.ts';
import { type MessageList, WorkMessageFilter, WorkMessages, WorkMetricsRef } from './work-message.ts';

const messageArgs = builder.args((t) => ({
  filter: t.field({ type: WorkMessageFilter, description: 'Which ones.' }),
  last: t.int({ description: 'Only so many, the newest.' }),
}));

/** The interface of runs of graphs. */
export const WorkRunRef = builder.interfaceRef<Execution>('WorkRun').implement({
  description: 'A run of a graph of nodes that hand on to each other.',
  interfaces: [ExecutionRef, Node],
  resolveType: executionTypeName,
  fields: (t) => ({
    stages: t.field({
      type: [RunStageRef],
      description: 'Its stages, in the order in which the work comes to them; none where its definition names none.',
      complexity: { field: 1, multiplier: 10 },
      resolve: async (execution, _args, { loaders }) => stagesOf(await plannedWorkOf(execution, loaders)),
    }),
    stage: t.field({
      type: RunStageRef,
      nullable: true,
      description: 'The stage that the work has come to; null before it began, and where there are no stages.',
      resolve: async (execution, _args, { loaders }) =>
        stageAtWork(stagesOf(await plannedWorkOf(execution, loaders))) ?? null,
    }),
    agentsAtWork: t.stringList({
      description: 'The names of the agents that are at work, or wait for what they asked for.',
      resolve: async (execution, _args, { loaders }) => agentsAtWork(await plannedWorkOf(execution, loaders)),
    }),
    agentAtWork: t.string({
      nullable: true,
      description: 'The first of these; null when none is at work.',
      resolve: async (execution, _args, { loaders }) =>
        agentsAtWork(await plannedWorkOf(execution, loaders))[0] ?? null,
    }),
    made: t.field({
      type: [MadeByRunRef],
      description: 'What its nodes have made so far, in the order in which they began.',
      complexity: { field: 1, multiplier: 10 },
      resolve: async (execution, _args, { loaders }) => madeBy(await workOf(execution, loaders)),
    }),
    trace: t.field({
      type: [TraceEventRef],
      description: 'What happened in it step by step, oldest first.',
      args: { last: t.arg.int({ defaultValue: 500, description: 'Only so many, the newest; at most 1000.' }) },
      complexity: { field: 1, multiplier: 10 },
      resolve: (execution, { last }, { loaders }) => eventsOf(execution, last, loaders),
    }),
    messages: t.field({
      type: WorkMessages,
      description: 'What its nodes sent each other.',
      args: messageArgs,
      resolve: (execution, args, { loaders }) => listOf(execution, args, loaders),
    }),
    messageMetrics: t.field({
      type: WorkMetricsRef,
      description: 'What its messages amount to: in all, by node and by edge.',
      args: messageArgs,
      resolve: (execution, args, { loaders }) => listOf(execution, args, loaders),
    }),
  }),
});

interface MessageArgs {
  filter?: typeof WorkMessageFilter.$inferInput | null | undefined;
  last?: number | null | undefined;
}

async function workOf(execution: Execution, loaders: Loaders): Promise<Work> {
  const [steps, namespace] = await Promise.all([
    loaders.stepsOf.load(execution.id),
    loaders.namespace.load(execution.namespaceId),
  ]);
  return { namespace: present(namespace).name, execution, steps };
}

async function plannedWorkOf(execution: Execution, loaders: Loaders): Promise<PlannedWork> {
  return { ...(await workOf(execution, loaders)), execution: await planned(execution, loaders) };
}

async function listOf(execution: Execution | null, given: MessageArgs, loaders: Loaders): Promise<MessageList> {
  const work = execution && (await workOf(execution, loaders));
  const { phases, from, to, branch, trace } = given.filter ?? {};
  return {
    all: work ? messagesOfWork(work) : [],
    filter: {
      phases: phases ?? undefined,
      from: from ?? undefined,
      to: to ?? undefined,
      branch: branch ?? undefined,
      trace: trace ?? undefined,
    },
    last: given.last ?? null,
  };
}

async function eventsOf(execution: Execution | null, last: number | null | undefined, loaders: Loaders) {
  const work = execution && (await workOf(execution, loaders));
  const count = Math.min(Math.max(last ?? 500, 0), 1_000);
  return work && count > 0 ? traceOf(work).slice(-count) : [];
}

function define(name: string, description: string) {
  return builder.objectRef<Execution>(name).implement({ description, interfaces: [WorkRunRef, ExecutionRef, Node] });
}

const TaskRunRef = define('TaskRun', 'A run of a task: agents of a system at work for it.');
export const WorkflowRunRef = define('WorkflowRun', 'A run of a workflow.');
export const PipelineRunRef = define('PipelineRun', 'A run of a pipeline: a workflow whose work has stages.');
export const JobRef = define('Job', 'One request to a provider that is carried out on its own.');
const BatchRunRef = define('BatchRun', 'The same work for each of many lines.');

/** The types of all that runs besides agents and tools. */
export const workRunRefs = [TaskRunRef, WorkflowRunRef, PipelineRunRef, JobRef, BatchRunRef];

builder.objectFields(kindType('Task').type, (t) => ({
  run: t.field({
    type: TaskRunRef,
    nullable: true,
    description: 'The run that carries it out; null before it was begun, and of a template.',
    resolve: (task, _args, { loaders }) => loaders.runOfTask.load(idOf(task)),
  }),
  trace: t.field({
    type: [TraceEventRef],
    description: 'What happened in its run step by step, oldest first.',
    args: { last: t.arg.int({ defaultValue: 500, description: 'Only so many, the newest; at most 1000.' }) },
    complexity: { field: 1, multiplier: 10 },
    resolve: async (task, { last }, { loaders }) => eventsOf(await loaders.runOfTask.load(idOf(task)), last, loaders),
  }),
  messages: t.field({
    type: WorkMessages,
    description: 'What its agents sent each other.',
    args: messageArgs,
    resolve: async (task, args, { loaders }) => listOf(await loaders.runOfTask.load(idOf(task)), args, loaders),
  }),
  messageMetrics: t.field({
    type: WorkMetricsRef,
    description: 'What these messages amount to: in all, by agent and by edge.',
    args: messageArgs,
    resolve: async (task, args, { loaders }) => listOf(await loaders.runOfTask.load(idOf(task)), args, loaders),
  }),
}));

function idOf(task: object): string {
  return (task as Resource<'Task'>).id;
}
