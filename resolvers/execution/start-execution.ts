import { builder } from '../../schema/builder.ts';
import { AgentRunRef } from '../../schema/execution.ts';
import { labelMap, ResourceNameInput, resourceName } from '../../schema/execution-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { LabelInput } from '../../schema/resource.ts';
import type { CompiledAgent, Execution } from '../../src/modules/execution/index.ts';

const codes = ['RESOURCE_NOT_FOUND', 'INPUT_INVALID', 'POLICY_DENIED', 'NAME_TAKEN', 'IDEMPOTENCY_CONFLICT'] as const;

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

const StartExecutionInput = builder.inputType('StartExecutionInput', {
  description: 'What to start.',
  fields: (t) => ({
    agent: t.field({ type: ResourceNameInput, required: true, description: 'The agent to run.' }),
    name: t.string({ description: "A name, unique in the agent's namespace; one is made when absent." }),
    input: t.field({
      type: 'JSON',
      required: true,
      description: 'What the agent is given: text, an object with a `message`, or any JSON.',
    }),
    model: t.field({ type: ResourceNameInput, description: "Another model endpoint than the agent's own." }),
    labels: t.field({ type: [LabelInput], description: 'Labels for the execution.' }),
    idempotencyKey: t.string({
      description: 'The same key and request again give the execution that was started first.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: 'Check everything and start nothing.' }),
  }),
});

const StartExecutionResult = resultUnion<Execution | CompiledAgent>('StartExecutionResult', {
  description: 'The execution, what a dry run found, or why it cannot be started.',
  members: [AgentRunRef, ExecutionPlan] as never,
  codes,
  typeName: (value) => ('phase' in value ? 'AgentRun' : 'ExecutionPlan'),
});

builder.mutationField('startExecution', (t) =>
  t.field({
    type: StartExecutionResult,
    description: 'Starts a run of an agent. It goes on whether or not the caller stays.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: StartExecutionInput, required: true, description: 'What to start.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure<Execution | CompiledAgent>(codes, () => {
        const start = {
          agent: resourceName(input.agent),
          name: input.name,
          input: input.input,
          model: input.model ? resourceName(input.model) : null,
          labels: labelMap(input.labels),
          idempotencyKey: input.idempotencyKey,
        };
        return input.dryRun === true ? services.executions.plan(actor, start) : services.executions.start(actor, start);
      }),
  }),
);
