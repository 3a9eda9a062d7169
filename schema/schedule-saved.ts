import type { Resource } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { kindType } from './kind-type.ts';

/** A schedule after a write. */
export interface Saved {
  schedule: Resource;
}

export const ScheduleSaved = builder.objectRef<Saved>('ScheduleSaved').implement({
  description: 'The schedule was written.',
  fields: (t) => ({
    schedule: t.expose('schedule', { type: kindType('Schedule').type, description: 'The schedule as it is now.' }),
  }),
});
