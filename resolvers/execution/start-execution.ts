import { builder } from '../../schema/builder.ts';
import { AgentRunRef } from '../../schema/execution.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import type { CompiledAgent, Execution } from '../../src/modules/execution/index.ts';
import { StartExecutionInput, startCodes, startInputOf } from './start-input.ts';

const ExecutionPlan = builder.objectRef<CompiledAgent>('ExecutionPlan').implement({
  description: 'What a dry run found: the execution could be started.',
  fields: (t) => ({
    agentId: t.exposeID('agentId', { description: 'The agent that would run.' }),
    maxSteps: t.exposeInt('maxSteps', { description: 'Model calls that it may make.' }),
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

const StartExecutionResult = resultUnion<Execution | CompiledAgent>('StartExecutionResult', {
  description: 'The execution, what a dry run found, or why it cannot be started.',
  members: [AgentRunRef, ExecutionPlan] as never,
  codes: startCodes,
  typeName: (value) => ('phase' in value ? 'AgentRun' : 'ExecutionPlan'),
});

builder.mutationField('startExecution', (t) =>
  t.field({
    type: StartExecutionResult,
    description: 'Starts a run of an agent. It goes on whether or not the caller stays.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: StartExecutionInput, required: true, description: 'What to start.' }) },
    resolve: (_root, { input }, context) =>
      orFailure<Execution | CompiledAgent>(startCodes, async () => {
        const { actor, services } = context;
        const start = await startInputOf(context, input);
        return input.dryRun === true ? services.executions.plan(actor, start) : services.executions.start(actor, start);
      }),
  }),
);
