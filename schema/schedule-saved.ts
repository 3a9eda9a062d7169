import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { kindType } from './kind-type.ts';

/** A schedule after a write. */
export interface Saved {
  schedule: Resource;
  dryRun: boolean;
}

export const ScheduleSaved = builder.objectRef<Saved>('ScheduleSaved').implement({
  description: 'The schedule was written; in a dry run it would be.',
  fields: (t) => ({
    schedule: t.expose('schedule', { type: kindType('Schedule').type, description: 'The schedule as it is then.' }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether nothing was changed.' }),
  }),
});
