import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { UpdateScheduleInput } from '../../schema/schedule-input.ts';
import { type Saved, ScheduleSaved } from '../../schema/schedule-saved.ts';
import { forgetLoaded } from '../resource/forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'INPUT_INVALID', 'MANIFESTS_INVALID', 'RESOURCE_VERSION_CONFLICT'] as const;

const Result = resultUnion<Saved>('UpdateScheduleResult', {
  description: 'The schedule, or why it was not changed.',
  members: [ScheduleSaved],
  codes,
  typeName: () => 'ScheduleSaved',
});

builder.mutationField('updateSchedule', (t) =>
  t.field({
    type: Result,
    description: 'Changes a schedule that is known by its id. `patchResource` changes one by its name.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: UpdateScheduleInput, required: true, description: 'What is changed.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { id, dryRun, ...draft } = input;
        const schedule = await services.scheduleEditor.update(actor, id, { draft, dryRun });
        forgetLoaded(loaders);
        return { schedule, dryRun };
      }),
  }),
);
