import { builder } from '../../schema/builder.ts';
import { executionInput, executionResult } from '../../schema/execution-input.ts';
import { orFailure } from '../../schema/failure.ts';
import { executionIdOf } from './which-execution.ts';

const codes = ['INPUT_INVALID', 'EXECUTION_NOT_FOUND', 'EXECUTION_STATE_CONFLICT'] as const;
const Input = executionInput('ResumeExecutionInput', 'resume');
const Result = executionResult('ResumeExecutionResult', 'The execution as it is now, or why nothing was done.', codes);

builder.mutationField('resumeExecution', (t) =>
  t.field({
    type: Result,
    description: 'Lets a paused execution go on.',
    authScopes: { action: 'execution:control' },
    args: { input: t.arg({ type: Input, required: true, description: 'Which execution.' }) },
    resolve: (_root, { input }, context) =>
      orFailure(codes, async () => {
        const options = { reason: input.reason ?? null, dryRun: input.dryRun ?? false };
        return context.services.executions.resume(context.actor, await executionIdOf(context, input), options);
      }),
  }),
);
