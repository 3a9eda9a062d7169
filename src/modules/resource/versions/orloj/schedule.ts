import { type Fault, isNamedZone, type KindSpecs } from '../../kinds/index.ts';
import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

/** A TaskSchedule. What a schedule of another API says besides is shown under the hub's names. */
export const schedule = shapedSpoke({
  kind: 'Schedule',
  kindName: 'TaskSchedule',
  apiVersion,
  style: orlojStyle,
  keeps,
  names: { task: 'task_ref', cron: 'schedule', startingDeadlineMs: 'starting_deadline_seconds' },
  demands,
});

// Orloj has no seconds, knows time zones by their names only, and starts nothing beside what is active.
function demands({ cron, timeZone, concurrencyPolicy }: KindSpecs['Schedule']): Fault[] {
  const faults: Fault[] = [];
  if (cron !== undefined && cron.trim().split(/\s+/).length !== 5)
    faults.push({
      path: ['cron'],
      problem: 'must have five fields: minute, hour, day of month, month and day of week',
    });
  if (!isNamedZone(timeZone))
    faults.push({ path: ['timeZone'], problem: 'must be a time zone of the IANA database, such as Europe/Berlin' });
  if (concurrencyPolicy !== 'forbid') faults.push({ path: ['concurrencyPolicy'], problem: 'must be one of forbid' });
  return faults;
}
