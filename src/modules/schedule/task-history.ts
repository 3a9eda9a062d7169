import { isOrreryError } from '../../platform/errors.ts';
import { appendEvents } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource, ResourceService } from '../resource/index.ts';
import { prunedEvent } from './schedule-event.ts';
import type { ScheduleRunStore } from './schedule-run-store.ts';

/** What is shown of the past and the presence of a schedule. */
export interface ScheduleHistory {
  lastScheduleTime: Date | null;
  lastSuccessfulTime: Date | null;
  lastTriggeredTask: string | null;
  /** Tasks and executions that it started and that are active, as namespace/name. */
  activeRuns: string[];
}

/** The tasks that schedules have made: which of them are active, and how many of the others are kept. */
export class TaskHistory {
  readonly #store: ScheduleRunStore;
  readonly #resources: ResourceService;

  constructor(deps: { store: ScheduleRunStore; resources: ResourceService }) {
    this.#store = deps.store;
    this.#resources = deps.resources;
  }

  /** Deletes the oldest tasks beyond the limits of the schedule. How they ended stays known. */
  async prune(actor: Actor, schedule: Resource<'Schedule'>): Promise<void> {
    const finished = await this.#store.finishedTasks(schedule.id);
    const { successfulHistoryLimit, failedHistoryLimit } = schedule.spec;
    const succeeded = finished.filter(({ outcome }) => outcome === 'SUCCEEDED').slice(successfulHistoryLimit);
    const others = finished.filter(({ outcome }) => outcome !== 'SUCCEEDED').slice(failedHistoryLimit);
    const surplus = [...succeeded, ...others].map(({ task }) => task);
    if (surplus.length === 0) return;
    await this.#store.transaction((tx) => this.#store.settle(tx, schedule.id));
    for (const task of surplus) await this.#delete(actor, task);
    await this.#store.transaction((tx) => appendEvents(tx, [prunedEvent(actor, schedule, surplus)]));
  }

  async tell(schedule: Resource<'Schedule'>): Promise<ScheduleHistory> {
    const { last } = await this.#store.progress(schedule);
    const { succeededAt, task } = await this.#store.lastOf(schedule.id);
    const activeRuns = await this.#store.active(schedule.id);
    return { lastScheduleTime: last, lastSuccessfulTime: succeededAt, lastTriggeredTask: task, activeRuns };
  }

  async #delete(actor: Actor, task: string): Promise<void> {
    const [namespace = '', name = ''] = task.split('/', 2);
    try {
      await this.#resources.delete(actor, { kind: 'Task', namespace, name }, { expectedVersion: null, dryRun: false });
    } catch (error) {
      // Somebody else has deleted it meanwhile.
      if (!isOrreryError(error) || error.code !== 'RESOURCE_NOT_FOUND') throw error;
    }
  }
}
