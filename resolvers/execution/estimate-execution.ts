import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ExecutionEstimateRef } from '../../schema/run-estimate.ts';
import type { Forecast } from '../../src/modules/spending/index.ts';
import { StartExecutionInput, startCodes, startInputOf } from './start-input.ts';

const Result = resultUnion<Forecast>('EstimateExecutionResult', {
  description: 'What the run would take, or why it cannot be started.',
  members: [ExecutionEstimateRef],
  codes: startCodes,
  typeName: () => 'ExecutionEstimate',
});

builder.queryField('estimateExecution', (t) =>
  t.field({
    type: Result,
    description:
      'What a run would take and cost, and whether budgets would let it start, without starting it. A run that would not fit is told by `fits`, not by a failure.',
    authScopes: { action: 'execution:start' },
    complexity: { field: 10, multiplier: 1 },
    args: {
      input: t.arg({ type: StartExecutionInput, required: true, description: 'The run as it would be started.' }),
    },
    resolve: (_root, { input }, context) =>
      orFailure<Forecast>(startCodes, async () => {
        const { actor, services } = context;
        const start = await startInputOf(context, input);
        const { compiled, input: given } = await services.executions.prepare(actor, start);
        const isAnotherModel = start.model != null;
        return services.spending.forecast(actor, { ...compiled, input: given }, { isAnotherModel });
      }),
  }),
);
