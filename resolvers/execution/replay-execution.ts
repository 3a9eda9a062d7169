import { builder } from '../../schema/builder.ts';
import { executionResult, whichExecutionFields } from '../../schema/execution-input.ts';
import { orFailure } from '../../schema/failure.ts';
import { executionIdOf } from './which-execution.ts';

const codes = [
  'EXECUTION_NOT_FOUND',
  'STEP_NOT_FOUND',
  'EXECUTION_STATE_CONFLICT',
  'INPUT_INVALID',
  'POLICY_DENIED',
  'BUDGET_EXCEEDED',
] as const;

const ReplayMode = builder.enumType('ReplayMode', {
  description: 'How much of a replay is real.',
  values: {
    RECORDED: { description: 'Nothing is called: every recorded result is used again.' },
    LIVE: {
      description:
        'From the given step on models and reading tools are called; side effects give their recorded results.',
    },
    LIVE_WITH_SIDE_EFFECTS: {
      description: 'From the given step on everything is called, side effects too, as far as policies allow.',
    },
  } as const,
});

const ReplayExecutionInput = builder.inputType('ReplayExecutionInput', {
  description: 'Which execution to replay, and how.',
  fields: (t) => ({
    ...whichExecutionFields(t),
    mode: t.field({ type: ReplayMode, defaultValue: 'RECORDED', description: 'How much of it is real.' }),
    fromStep: t.id({ description: 'The step from which it is live; needed for, and only for, the live modes.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say what would be started.' }),
  }),
});

const Result = executionResult('ReplayExecutionResult', 'The new execution, or why there is none.', codes);

builder.mutationField('replayExecution', (t) =>
  t.field({
    type: Result,
    description:
      'Runs a finished execution again, as a new one. Policies are asked about the action execution.replay, with `replay.mode`; each live call is then decided on by itself.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: ReplayExecutionInput, required: true, description: 'What to replay.' }) },
    resolve: (_root, { input }, context) =>
      orFailure(codes, async () =>
        context.services.executions.replay(context.actor, await executionIdOf(context, input), {
          mode: input.mode ?? 'RECORDED',
          fromStepId: input.fromStep ?? null,
          dryRun: input.dryRun ?? false,
        }),
      ),
  }),
);
