import { builder } from '../../schema/builder.ts';

const JournalRef = builder.objectRef<object>('Journal').implement({
  description: 'Where the journal of all events begins and ends.',
  fields: (t) => ({
    head: t.field({
      type: 'Cursor',
      description:
        'Its end. What you read after you have this, and a subscription that goes on from this, leave no hole between them: a change that the reading did not show comes in the stream, and one that it did show may come again. Fields of one operation are read in any order; there use the `cursor` of the list.',
      resolve: (_journal, _args, { actor, services }) => services.events.head(actor),
    }),
    origin: t.field({
      type: 'Cursor',
      description: 'Its beginning: a subscription that goes on from this is told every event that is still kept.',
      resolve: (_journal, _args, { actor, services }) => services.events.beginning(actor),
    }),
  }),
});

builder.queryField('journal', (t) =>
  t.field({
    type: JournalRef,
    description: 'The journal of all events.',
    authScopes: { action: 'event:read' },
    resolve: () => ({}),
  }),
);
