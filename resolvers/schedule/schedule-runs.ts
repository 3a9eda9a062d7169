import { builder } from '../../schema/builder.ts';
import { offsetArgs, pageCost, toConnection } from '../../schema/connection.ts';
import {
  ScheduleOutcomeEnum,
  ScheduleRunConnection,
  ScheduleRunEdge,
  ScheduleRunRef,
} from '../../schema/schedule-run.ts';
import { scheduleIdOf } from '../../src/modules/schedule/index.ts';
import { encodeKey } from '../../src/platform/db/index.ts';

const ScheduleRunFilterInput = builder.inputType('ScheduleRunFilter', {
  description: 'Which firings; what is absent is not asked for.',
  fields: (t) => ({
    schedule: t.id({ description: 'Those of the schedule with this id, in either of its forms.' }),
    namespace: t.string({ description: 'Those in this namespace.' }),
    outcomes: t.field({ type: [ScheduleOutcomeEnum], description: 'Those that stand in one of these ways.' }),
    from: t.field({ type: 'DateTime', description: 'Those at this moment or later.' }),
    to: t.field({ type: 'DateTime', description: 'Those before this moment.' }),
  }),
});

const args = builder.args((t) => ({
  filter: t.field({ type: ScheduleRunFilterInput, description: 'Which ones.' }),
  ...offsetArgs,
}));

builder.queryField('scheduleRuns', (t) =>
  t.connection(
    {
      type: ScheduleRunRef,
      description: 'What schedules have done, newest first. The last 1,000 firings of each schedule are kept.',
      authScopes: { action: 'resource:read' },
      args,
      complexity: (page) => pageCost(page),
      resolve: async (_root, { filter, ...page }, { actor, services }) => {
        const wanted = {
          scheduleIds: filter?.schedule == null ? undefined : [scheduleIdOf(filter.schedule)],
          namespaceId: await services.identity.namespaceIdOf(actor, filter?.namespace),
          outcomes: filter?.outcomes ?? undefined,
          from: filter?.from ?? undefined,
          to: filter?.to ?? undefined,
        };
        return toConnection(await services.schedules.runs(actor, wanted, page), ({ id }) => encodeKey(id));
      },
    },
    ScheduleRunConnection,
    ScheduleRunEdge,
  ),
);
