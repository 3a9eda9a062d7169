import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { CreateScheduleInput } from '../../schema/schedule-input.ts';
import { type Saved, ScheduleSaved } from '../../schema/schedule-saved.ts';
import { forgetLoaded } from '../resource/forget-loaded.ts';

const codes = ['INPUT_INVALID', 'MANIFESTS_INVALID'] as const;

const Result = resultUnion<Saved>('CreateScheduleResult', {
  description: 'The new schedule, or why there is none.',
  members: [ScheduleSaved],
  codes,
  typeName: () => 'ScheduleSaved',
});

builder.mutationField('createSchedule', (t) =>
  t.field({
    type: Result,
    description: 'Declares a schedule that is known by its id. `applyManifests` declares one by its name.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: CreateScheduleInput, required: true, description: 'The schedule.' }) },
    resolve: (_root, { input }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const { namespace, title, dryRun, ...draft } = input;
        const schedule = await services.scheduleEditor.create(actor, { namespace, title, draft, dryRun });
        forgetLoaded(loaders);
        return { schedule, dryRun };
      }),
  }),
);
