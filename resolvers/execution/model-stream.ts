import { builder } from '../../schema/builder.ts';
import { deltaChannel, type ModelToken } from '../../src/engine/index.ts';
import { OrreryError } from '../../src/platform/errors.ts';
import { channelIterator } from '../event/channel-iterator.ts';

const maxBuffered = 10_000;

const ModelTokenRef = builder.objectRef<ModelToken>('ModelToken').implement({
  description: "A piece of a model's answer while it is written. It is not kept; the whole answer is in the journal.",
  fields: (t) => ({
    stepId: t.exposeID('stepId', { description: 'The model call.' }),
    key: t.exposeString('key', { description: 'Its place in the execution.' }),
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
    subscribe: async (_root, { executionId }, { loaders, services, actor, signal }) => {
      if (!(await loaders.execution.load(executionId)))
        throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${executionId}.`);
      return channelIterator<ModelToken>({
        listen: (push) =>
          services.bus.subscribe(deltaChannel(executionId), (message) => push(JSON.parse(message) as ModelToken)),
        wanted: (token) => token.organizationId === actor.organizationId,
        maxBuffered,
        signal,
      });
    },
    resolve: (token) => token,
  }),
);
