import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { kindType } from '../../schema/kind-type.ts';
import { whichSchedule } from '../../schema/schedule-input.ts';
import type { Saved } from '../../schema/schedule-saved.ts';
import { forgetLoaded } from '../resource/forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND'] as const;

const ScheduleDeleted = builder.objectRef<Saved>('ScheduleDeleted').implement({
  description: 'The schedule was deleted, with the record of its firings. What they started stays.',
  fields: (t) => ({
    schedule: t.expose('schedule', { type: kindType('Schedule').type, description: 'The schedule as it was.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
  }),
});

const Input = whichSchedule('DeleteScheduleInput', 'Which schedule is deleted.');
const Result = resultUnion<Saved>('DeleteScheduleResult', {
  description: 'The schedule as it was, or why it was not deleted.',
  members: [ScheduleDeleted],
  codes,
  typeName: () => 'ScheduleDeleted',
});

builder.mutationField('deleteSchedule', (t) =>
  t.field({
    type: Result,
    description: 'Deletes a schedule that is known by its id. `deleteResource` deletes one by its name.',
    authScopes: { action: 'resource:delete' },
    args: { input: t.arg({ type: Input, required: true, description: 'Which schedule.' }) },
    resolve: (_root, { input: { id, dryRun } }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const schedule = await services.scheduleEditor.delete(actor, id, { dryRun });
        forgetLoaded(loaders);
        return { schedule, dryRun };
      }),
  }),
);
