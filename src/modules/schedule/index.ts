export { Firings } from './firing.ts';
export {
  actionOf,
  configOf,
  payloadOf,
  type ScheduleDraft,
  type Timing,
  timingForms,
  timingOf,
} from './schedule-draft.ts';
export { ScheduleEditor } from './schedule-editor.ts';
export { jobIdOf, scheduleIdOf } from './schedule-id.ts';
export {
  type RunWindow,
  type ScheduleOutcome,
  type ScheduleRun,
  type ScheduleRunFilter,
  scheduleOutcomes,
} from './schedule-run.ts';
export { ScheduleRunStore } from './schedule-run-store.ts';
export { ScheduleService } from './schedule-service.ts';
export { ScheduledWork } from './scheduled-work.ts';
