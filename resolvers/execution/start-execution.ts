import { builder } from '../../schema/builder.ts';
import { AgentRunRef } from '../../schema/execution.ts';
import { ExecutionKindEnum } from '../../schema/execution-kind.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { executionTypeName } from '../../schema/node.ts';
import { workRunRefs } from '../../schema/work-run.ts';
import type { CompiledWork, Execution } from '../../src/modules/execution/index.ts';
import { StartExecutionInput, startCodes, startInputOf } from './start-input.ts';

const ExecutionPlan = builder.objectRef<CompiledWork>('ExecutionPlan').implement({
  description: 'What a dry run found: the execution could be started.',
  fields: (t) => ({
    kind: t.field({ type: ExecutionKindEnum, description: 'What kind of work it is.', resolve: ({ kind }) => kind }),
    agentId: t.exposeID('agentId', { nullable: true, description: 'The agent that would run; null for other work.' }),
    maxSteps: t.exposeInt('maxSteps', { description: 'Model calls that each agent may make.' }),
    input: t.expose('input', {
      type: 'JSON',
      nullable: true,
      description: 'What it would be given: the input with what it says nothing of.',
    }),
    timeout: t.field({
      type: 'Duration',
      nullable: true,
      description: 'How long it may take.',
      resolve: (plan) => plan.timeoutMs,
    }),
    graph: t.field({
      type: 'JSON',
      description: 'The graph that would be interpreted.',
      resolve: (plan) => plan.graph,
    }),
  }),
});

const StartExecutionResult = resultUnion<Execution | CompiledWork>('StartExecutionResult', {
  description: 'The execution, what a dry run found, or why it cannot be started.',
  members: [AgentRunRef, ...workRunRefs, ExecutionPlan] as never,
  codes: startCodes,
  typeName: (value) => ('phase' in value ? executionTypeName(value) : 'ExecutionPlan'),
});

builder.mutationField('startExecution', (t) =>
  t.field({
    type: StartExecutionResult,
    description:
      'Starts a run of an agent, a workflow or a system of agents. It goes on whether or not the caller stays.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: StartExecutionInput, required: true, description: 'What to start.' }) },
    resolve: (_root, { input }, context) =>
      orFailure<Execution | CompiledWork>(startCodes, async () => {
        const { actor, services } = context;
        const start = await startInputOf(context, input);
        return input.dryRun === true ? services.executions.plan(actor, start) : services.executions.start(actor, start);
      }),
  }),
);
