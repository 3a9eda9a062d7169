import { builder } from '../../schema/builder.ts';
import type { Ticket } from '../../src/modules/identity/index.ts';

const TicketRef = builder.objectRef<Ticket>('Ticket').implement({
  description: 'Lets its owner open one WebSocket, for clients that cannot send headers.',
  fields: (t) => ({
    token: t.exposeString('token', { description: 'Shown this once; only its hash is kept, until it is used.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends by itself.' }),
    expiresInSeconds: t.int({
      description: 'How long it still holds, in whole seconds.',
      resolve: ({ expiresAt }) => Math.max(0, Math.round((expiresAt.getTime() - Date.now()) / 1_000)),
    }),
  }),
});

builder.mutationField('createTicket', (t) =>
  t.field({
    type: TicketRef,
    description: 'Makes a ticket for whoever asks. It holds for 30 seconds and for one use.',
    authScopes: { action: 'event:read' },
    resolve: (_root, _args, { actor, services }) => services.tickets.issue(actor),
  }),
);
