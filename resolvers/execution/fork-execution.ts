import { builder } from '../../schema/builder.ts';
import { executionResult } from '../../schema/execution-input.ts';
import { orFailure } from '../../schema/failure.ts';

const codes = ['STEP_NOT_FOUND', 'EXECUTION_NOT_FOUND', 'POLICY_DENIED', 'BUDGET_EXCEEDED'] as const;

const ForkExecutionInput = builder.inputType('ForkExecutionInput', {
  description: 'Where to fork.',
  fields: (t) => ({
    step: t.id({
      required: true,
      description: 'The step from which the new execution goes on; what came before is shared.',
    }),
    input: t.field({ type: 'JSON', description: "Another input than the original's." }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say what would be started.' }),
  }),
});

const Result = executionResult('ForkExecutionResult', 'The new execution, or why there is none.', codes);

builder.mutationField('forkExecution', (t) =>
  t.field({
    type: Result,
    description: 'Starts a new execution that shares the past of another up to a step, and goes on live from there.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: ForkExecutionInput, required: true, description: 'Where to fork.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure(codes, () =>
        services.executions.fork(actor, input.step, { input: input.input, dryRun: input.dryRun ?? false }),
      ),
  }),
);
