import { builder } from '../../schema/builder.ts';
import { CallModelInputType, directCall } from '../../schema/call-model-input.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { ModelReplyRef, modelCallCodes } from '../../schema/model-reply.ts';
import type { ModelDelta } from '../../src/modules/model/index.ts';
import type { DirectReply } from '../../src/modules/model-access/index.ts';
import { whileItGrows } from './while-it-grows.ts';

interface Delta {
  delta: ModelDelta;
}

interface Replied {
  reply: DirectReply;
}

const DeltaRef = builder.objectRef<Delta>('ModelReplyDelta').implement({
  description: 'A piece of an answer while it is written.',
  fields: (t) => ({
    text: t.string({
      nullable: true,
      description: 'Text to append; null for a piece of a tool call.',
      resolve: ({ delta }) => (delta.kind === 'text' ? delta.text : null),
    }),
    toolCallDelta: t.field({
      type: 'JSON',
      nullable: true,
      description: 'A piece of a tool call: index, argumentsText, and with the first piece id and name.',
      resolve: ({ delta }) => (delta.kind === 'toolCall' ? delta : null),
    }),
  }),
});

const RepliedRef = builder.objectRef<Replied>('ModelReplied').implement({
  description: 'The answer is complete.',
  fields: (t) => ({
    reply: t.field({ type: ModelReplyRef, description: 'The whole of it.', resolve: ({ reply }) => reply }),
  }),
});

const ModelReplyEvent = resultUnion<Delta | Replied>('ModelReplyEvent', {
  description: 'A piece of the answer; at the end the whole, or why there is none.',
  members: [DeltaRef, RepliedRef] as never,
  codes: modelCallCodes,
  typeName: (value) => ('delta' in value ? 'ModelReplyDelta' : 'ModelReplied'),
});

builder.subscriptionField('modelReply', (t) =>
  t.field({
    type: ModelReplyEvent,
    description:
      'Calls a model outside runs and gives its answer while it is written. The stream ends with ModelReplied or a failure; whoever leaves before ends the call.',
    authScopes: { action: 'model:call' },
    // Each subscriber makes a call of its own, and pays for it.
    extensions: { isUnshared: true },
    args: { input: t.arg({ type: CallModelInputType, required: true, description: 'What to ask of whom.' }) },
    subscribe: (_root, { input }, { actor, services, signal }) =>
      whileItGrows<ModelDelta, object>(
        (onDelta) =>
          orFailure<Replied>(modelCallCodes, async () => ({
            reply: await services.models.call(actor, directCall(input), { signal, onDelta }),
          })),
        (delta) => ({ delta }),
      ) as AsyncIterable<Delta | Replied>,
    resolve: (value) => value,
  }),
);
