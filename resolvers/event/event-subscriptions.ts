import { builder } from '../../schema/builder.ts';
import { EventFilterInput, EventRef } from '../../schema/event.ts';
import { eventFilter } from './event-filter.ts';
import { afterDescription, watch } from './watch.ts';

builder.subscriptionField('events', (t) =>
  t.field({
    type: EventRef,
    description: 'Events as they happen.',
    authScopes: { action: 'event:read' },
    args: {
      filter: t.arg({ type: EventFilterInput, description: 'Which ones.' }),
      after: t.arg({ type: 'Cursor', description: afterDescription }),
      initial: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Begin with every event that is still kept. Without effect when `after` is given.',
      }),
    },
    subscribe: async (_root, { filter, after, initial }, context) => {
      const { services, actor } = context;
      const from = after == null && initial ? await services.events.beginning(actor) : after;
      return watch(context, await eventFilter(services, actor, filter), {
        after: from,
        namespaces: namesOf(filter?.namespace),
      });
    },
    resolve: (value) => value,
  }),
);

function namesOf(namespace: string | null | undefined): string[] | undefined {
  return namespace == null ? undefined : [namespace];
}
