import type { ExecutionService, TurnQueue } from '../modules/execution/index.ts';
import type { ResourceService } from '../modules/resource/index.ts';
import { Firings, ScheduleEditor, ScheduleRunStore, ScheduleService } from '../modules/schedule/index.ts';
import { systemClock as clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { Store } from './store.ts';

/** What fires schedules, and what writes them for clients that know them by ids. */
export function createSchedules(
  { bus, database }: Store,
  over: { resources: ResourceService; executions: ExecutionService; queue: TurnQueue; log: Logger },
): { schedules: ScheduleService; scheduleEditor: ScheduleEditor } {
  const { resources, queue } = over;
  const store = new ScheduleRunStore(database.db);
  const firings = new Firings(over);
  const schedules = new ScheduleService({ store, firings, resources, queue, clock, bus });
  return { schedules, scheduleEditor: new ScheduleEditor({ store, schedules, resources, bus }) };
}
