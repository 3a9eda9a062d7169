import { builder } from '../../schema/builder.ts';
import { CallModelInputType, directCall } from '../../schema/call-model-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ModelCostEstimateRef, modelCallCodes } from '../../schema/model-reply.ts';
import type { CallEstimate } from '../../src/modules/model-access/index.ts';

const EstimateModelCallResult = resultUnion<CallEstimate>('EstimateModelCallResult', {
  description: 'What the call would take, or why it could not be made.',
  members: [ModelCostEstimateRef],
  codes: modelCallCodes,
  typeName: () => 'ModelCostEstimate',
});

builder.queryField('estimateModelCall', (t) =>
  t.field({
    type: EstimateModelCallResult,
    description: 'What a call of a model would take and cost, without making it.',
    authScopes: { action: 'model:call' },
    args: { input: t.arg({ type: CallModelInputType, required: true, description: 'The call as it would be made.' }) },
    resolve: (_root, { input }, { actor, services }) =>
      orFailure<CallEstimate>(modelCallCodes, async () => services.models.estimate(actor, directCall(input))),
  }),
);
