import { builder } from '../../schema/builder.ts';
import type { TranscriptToken } from '../../src/engine/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';
import { modelTokens } from './run-updates.ts';

/** A token on its way, or one that was checked against what was told before. */
type Token = Omit<TranscriptToken, 'restarts'> & { restarts?: boolean };

export const ModelTokenRef = builder.objectRef<Token>('ModelToken').implement({
  description: "A piece of a model's answer while it is written. It is not kept; the whole answer is in the journal.",
  fields: (t) => ({
    stepId: t.exposeID('stepId', { description: 'The model call.' }),
    key: t.exposeString('key', { description: 'Its place in the execution.' }),
    attempt: t.exposeInt('attempt', { description: 'Which attempt at the call says it.' }),
    restarts: t.boolean({
      description: 'Whether what was said of this call before is void: the model was asked anew.',
      resolve: ({ restarts, attempt, at }) => restarts ?? (attempt > 1 && at === 0),
    }),
    text: t.string({
      nullable: true,
      description: 'Text to append; null for a piece of a tool call.',
      resolve: ({ delta }) => (delta.kind === 'text' ? delta.text : null),
    }),
    toolCall: t.field({
      type: 'JSON',
      nullable: true,
      description: 'A piece of a tool call: index, id, name, argumentsText.',
      resolve: ({ delta }) => (delta.kind === 'toolCall' ? delta : null),
    }),
  }),
});

builder.subscriptionField('modelStream', (t) =>
  t.field({
    type: ModelTokenRef,
    description:
      "The tokens of an execution's model calls as they come. What was said before the subscription is in the steps.",
    authScopes: { action: 'execution:read' },
    args: { executionId: t.arg.id({ required: true, description: 'The execution.' }) },
    subscribe: async (_root, { executionId }, context) => {
      if (!(await context.loaders.execution.load(executionId)))
        throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${executionId}.`);
      return modelTokens(context, executionId, context.signal);
    },
    resolve: (token) => token,
  }),
);
