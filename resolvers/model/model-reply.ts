import { builder } from '../../schema/builder.ts';
import { CallModelInputType, directCall } from '../../schema/call-model-input.ts';
import { type FailureValue, orFailure, resultUnion } from '../../schema/failure.ts';
import { ModelReplyRef, modelCallCodes, usageOfReply } from '../../schema/model-reply.ts';
import { Usage } from '../../schema/usage.ts';
import type { ModelDelta } from '../../src/modules/model/index.ts';
import type { DirectReply } from '../../src/modules/model-access/index.ts';
import { whileItGrows } from './while-it-grows.ts';

interface Delta {
  delta: ModelDelta;
}

interface Used {
  used: DirectReply;
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

const UsedRef = builder.objectRef<Used>('ModelReplyUsage').implement({
  description: 'What the answer used, once that is known; the whole of it follows.',
  fields: (t) => ({
    usage: t.field({
      type: Usage,
      description: 'What the call used and cost.',
      resolve: ({ used }) => usageOfReply(used),
    }),
  }),
});

const RepliedRef = builder.objectRef<Replied>('ModelReplied').implement({
  description: 'The answer is complete.',
  fields: (t) => ({
    reply: t.field({ type: ModelReplyRef, description: 'The whole of it.', resolve: ({ reply }) => reply }),
  }),
});

const ModelReplyEvent = resultUnion<Delta | Used | Replied>('ModelReplyEvent', {
  description: 'A piece of the answer; at the end what it used and the whole, or why there is none.',
  members: [DeltaRef, UsedRef, RepliedRef] as never,
  codes: modelCallCodes,
  typeName: (value) => ('delta' in value ? 'ModelReplyDelta' : 'used' in value ? 'ModelReplyUsage' : 'ModelReplied'),
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
      withUsage(
        whileItGrows<ModelDelta, Delta | Replied | FailureValue>(
          (onDelta) =>
            orFailure<Replied>(modelCallCodes, async () => ({
              reply: await services.models.call(actor, directCall(input), { signal, onDelta }),
            })),
          (delta) => ({ delta }),
        ),
      ) as AsyncIterable<Delta | Used | Replied>,
    resolve: (value) => value,
  }),
);

/** Says what an answer used before the whole of it. */
async function* withUsage(
  events: AsyncIterable<Delta | Replied | FailureValue>,
): AsyncGenerator<Delta | Used | Replied | FailureValue> {
  for await (const event of events) {
    if ('reply' in event) yield { used: event.reply };
    yield event;
  }
}
