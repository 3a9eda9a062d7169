import { builder } from '../../schema/builder.ts';
import { CallModelInputType, directCall } from '../../schema/call-model-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { type ModelCallValue, ModelCostEstimateRef, ModelReplyRef, modelCallCodes } from '../../schema/model-reply.ts';

const CallModelResult = resultUnion<ModelCallValue>('CallModelResult', {
  description: 'The answer, what a dry run found, or why there is none.',
  members: [ModelReplyRef, ModelCostEstimateRef] as never,
  codes: modelCallCodes,
  typeName: (value) => ('message' in value ? 'ModelReply' : 'ModelCostEstimate'),
});

builder.mutationField('callModel', (t) =>
  t.field({
    type: CallModelResult,
    description:
      'Calls a model outside runs. The answer is the only place where it is kept; start a run for more than that.',
    authScopes: { action: 'model:call' },
    args: { input: t.arg({ type: CallModelInputType, required: true, description: 'What to ask of whom.' }) },
    resolve: (_root, { input }, { actor, services, signal }) =>
      orFailure<ModelCallValue>(modelCallCodes, async () => {
        const call = directCall(input);
        if (input.dryRun === true) return services.models.estimate(actor, call);
        return services.models.call(actor, call, { signal });
      }),
  }),
);
