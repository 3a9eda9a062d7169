import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ToolCallRef } from '../../schema/step.ts';
import type { ToolStep } from '../../src/modules/execution/index.ts';
import { forgetLoaded } from '../resource/forget-loaded.ts';

const codes = ['STEP_NOT_FOUND', 'EXECUTION_STATE_CONFLICT'] as const;

const CancelToolCallInput = builder.inputType('CancelToolCallInput', {
  description: 'Which tool call to end.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The tool call.' }),
    reason: t.string({ description: 'Why, for those who look at it later; an agent whose call is denied is told.' }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say what would become of it.' }),
  }),
});

const CancelToolCallResult = resultUnion<ToolStep>('CancelToolCallResult', {
  description: 'The tool call as it is now, or why nothing was done.',
  members: [ToolCallRef],
  codes,
  typeName: () => 'ToolCall',
});

builder.mutationField('cancelToolCall', (t) =>
  t.field({
    type: CancelToolCallResult,
    description:
      "Ends a tool call. One that was made by itself is cancelled with its execution; one in an agent's run that waits for a person is denied, and the model is told when the run goes on.",
    authScopes: { action: 'execution:control' },
    args: { input: t.arg({ type: CancelToolCallInput, required: true, description: 'Which tool call.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const options = { reason: input.reason ?? null, dryRun: input.dryRun ?? false };
        const step = await services.toolCalls.cancel(actor, input.id, options);
        forgetLoaded(loaders);
        return step;
      }),
  }),
);
