import { builder } from '../../schema/builder.ts';
import { ChatModelPageRef } from '../../schema/chat-model.ts';

builder.queryField('chatModelPage', (t) =>
  t.field({
    type: ChatModelPageRef,
    description: 'A part of `chatModels`, with what is needed to ask for the next.',
    authScopes: { action: 'resource:read' },
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many at most, 1 to 1,000.' }),
      after: t.arg.id({ description: 'Only those after this one.' }),
      before: t.arg.id({ description: 'Only those before this one, the last ones of them.' }),
    },
    resolve: (_root, { first, after, before }, { actor, services }) =>
      services.models.chatModels(actor, {
        first: first ?? 20,
        ...(after != null && { after }),
        ...(before != null && { before }),
      }),
  }),
);
