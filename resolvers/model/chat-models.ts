import { builder } from '../../schema/builder.ts';
import { ChatModelRef } from '../../schema/chat-model.ts';

builder.queryField('chatModels', (t) =>
  t.field({
    type: [ChatModelRef],
    description: 'What a chat client can name as its model, by id: endpoints and agents that are ready.',
    authScopes: { action: 'resource:read' },
    args: {
      first: t.arg.int({ defaultValue: 1_000, description: 'How many at most, 1 to 1,000.' }),
      after: t.arg.id({ description: 'Only those after this one.' }),
      before: t.arg.id({ description: 'Only those before this one, the last ones of them.' }),
    },
    resolve: async (_root, { first, after, before }, { actor, services }) => {
      const page = { first: first ?? 1_000, ...(after != null && { after }), ...(before != null && { before }) };
      return (await services.models.chatModels(actor, page)).models;
    },
  }),
);
