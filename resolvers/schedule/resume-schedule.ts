import { builder } from '../../schema/builder.ts';
import { orFailure, resultUnion } from '../../schema/failure.ts';
import { whichSchedule } from '../../schema/schedule-input.ts';
import { type Saved, ScheduleSaved } from '../../schema/schedule-saved.ts';
import { forgetLoaded } from '../resource/forget-loaded.ts';

const codes = ['RESOURCE_NOT_FOUND', 'RESOURCE_VERSION_CONFLICT'] as const;

const Input = whichSchedule('ResumeScheduleInput', 'Which schedule is let go on.');
const Result = resultUnion<Saved>('ResumeScheduleResult', {
  description: 'The schedule, or why nothing was done.',
  members: [ScheduleSaved],
  codes,
  typeName: () => 'ScheduleSaved',
});

builder.mutationField('resumeSchedule', (t) =>
  t.field({
    type: Result,
    description: 'Lets a schedule that was paused fire again, from its next time on.',
    authScopes: { action: 'resource:write' },
    args: { input: t.arg({ type: Input, required: true, description: 'Which schedule.' }) },
    resolve: (_root, { input: { id, dryRun } }, { actor, services, loaders }) =>
      orFailure(codes, async () => {
        const schedule = await services.scheduleEditor.update(actor, id, { draft: { isEnabled: true }, dryRun });
        forgetLoaded(loaders);
        return { schedule, dryRun };
      }),
  }),
);
