import { builder } from '../../schema/builder.ts';
import { executionInput, executionResult } from '../../schema/execution-input.ts';
import { orFailure } from '../../schema/failure.ts';
import { executionIdOf } from './which-execution.ts';

const codes = ['INPUT_INVALID', 'EXECUTION_NOT_FOUND'] as const;
const Input = executionInput('CancelExecutionInput', 'cancel');
const Result = executionResult('CancelExecutionResult', 'The execution as it is now, or why nothing was done.', codes);

builder.mutationField('cancelExecution', (t) =>
  t.field({
    type: Result,
    description: 'Stops an execution and settles its approvals. Safe to repeat.',
    authScopes: { action: 'execution:control' },
    args: { input: t.arg({ type: Input, required: true, description: 'Which execution.' }) },
    resolve: (_root, { input }, context) =>
      orFailure(codes, async () => {
        const options = { reason: input.reason ?? null, dryRun: input.dryRun ?? false };
        return context.services.executions.cancel(context.actor, await executionIdOf(context, input), options);
      }),
  }),
);
