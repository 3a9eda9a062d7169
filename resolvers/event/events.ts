import { builder } from '../../schema/builder.ts';
import { pageCost, toConnection } from '../../schema/connection.ts';
import { EventConnection, EventFilterInput } from '../../schema/event.ts';
import { ExecutionRef } from '../../schema/execution.ts';
import { eventFilter } from './event-filter.ts';

builder.queryField('events', (t) =>
  t.field({
    type: EventConnection,
    description: 'Past events, oldest first. A cursor that is too old is refused with CURSOR_EXPIRED.',
    authScopes: { action: 'event:read' },
    args: {
      filter: t.arg({ type: EventFilterInput, description: 'Which ones.' }),
      first: t.arg.int({ defaultValue: 100, description: 'How many.' }),
      after: t.arg({ type: 'Cursor', description: 'After this cursor; from the beginning when absent.' }),
    },
    complexity: (args) => pageCost(args),
    resolve: async (_root, { filter, first, after }, { actor, services }) => {
      const wanted = await eventFilter(services, actor, filter);
      return toConnection(await services.events.list(actor, wanted, { first: first ?? 100, after }), (event) =>
        services.events.cursor(event.position),
      );
    },
  }),
);

builder.interfaceField(ExecutionRef, 'events', (t) =>
  t.field({
    type: EventConnection,
    description: 'What happened in it, oldest first. A cursor that is too old is refused with CURSOR_EXPIRED.',
    authScopes: { action: 'event:read' },
    args: {
      first: t.arg.int({ defaultValue: 100, description: 'How many.' }),
      after: t.arg({ type: 'Cursor', description: 'After this cursor; from the beginning when absent.' }),
    },
    complexity: (args) => pageCost(args),
    resolve: async ({ id }, { first, after }, { actor, services }) =>
      toConnection(await services.events.list(actor, { executionId: id }, { first: first ?? 100, after }), (event) =>
        services.events.cursor(event.position),
      ),
  }),
);
