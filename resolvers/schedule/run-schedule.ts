import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { RunScheduleInput } from '../../schema/schedule-input.ts';
import { ScheduleRunRef } from '../../schema/schedule-run.ts';
import type { ScheduleRun } from '../../src/modules/schedule/index.ts';

const codes = ['INPUT_INVALID', 'RESOURCE_NOT_FOUND', 'SCHEDULE_BUSY', 'IDEMPOTENCY_CONFLICT'] as const;

interface Fired {
  run: ScheduleRun;
  dryRun: boolean;
}

const ScheduleFired = builder.objectRef<Fired>('ScheduleFired').implement({
  description: 'The schedule has fired; in a dry run it could. What could not be started is a firing that has failed.',
  fields: (t) => ({
    run: t.expose('run', { type: ScheduleRunRef, description: 'The firing.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was started.' }),
  }),
});

const Result = resultUnion<Fired>('RunScheduleResult', {
  description: 'The firing, or why there was none.',
  members: [ScheduleFired],
  codes,
  typeName: () => 'ScheduleFired',
});

builder.mutationField('runSchedule', (t) =>
  t.field({
    type: Result,
    description: 'Fires a schedule now, whatever its plan says and also when it is suspended.',
    authScopes: { action: 'execution:start' },
    args: { input: t.arg({ type: RunScheduleInput, required: true, description: 'Which schedule.' }) },
    resolve: (_root, { input: { id, idempotencyKey = null, dryRun } }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const run = await services.schedules.runNow(actor, id, { idempotencyKey, dryRun });
        loaders.scheduleRunsOf.clearAll();
        return { run, dryRun };
      }),
  }),
);
