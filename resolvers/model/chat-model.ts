import { builder } from '../../schema/builder.ts';
import { ChatModelRef } from '../../schema/chat-model.ts';

builder.queryField('chatModel', (t) =>
  t.field({
    type: ChatModelRef,
    nullable: true,
    description: 'What a name for a model means, in any form that a call takes; null when it means nothing.',
    authScopes: { action: 'resource:read' },
    args: { id: t.arg.id({ required: true, description: 'The name.' }) },
    resolve: async (_root, { id }, { actor, services }) => (await services.models.chatModel(actor, id)) ?? null,
  }),
);
