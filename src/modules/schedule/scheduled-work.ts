import type { Bus } from '../../platform/bus/index.ts';
import { appendEvents } from '../../platform/journal/index.ts';
import type { ExecutionService } from '../execution/index.ts';
import type { Actor } from '../identity/index.ts';
import { type Resource, type ResourceService, tellOfResources } from '../resource/index.ts';
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

const replacedReason = 'Its schedule fired again.';

/** What schedules have started: which of it is active, which is to end, and how much of the rest is kept. */
export class ScheduledWork {
  readonly #store: ScheduleRunStore;
  readonly #resources: ResourceService;
  readonly #executions: ExecutionService;
  readonly #bus: Bus;

  constructor(deps: {
    store: ScheduleRunStore;
    resources: ResourceService;
    executions: ExecutionService;
    bus: Bus;
  }) {
    this.#store = deps.store;
    this.#resources = deps.resources;
    this.#executions = deps.executions;
    this.#bus = deps.bus;
  }

  /** Ends what a later firing has taken the place of. Safe to repeat. */
  async endReplaced(actor: Actor, schedule: Resource<'Schedule'>): Promise<void> {
    for (const { executionId, taskId } of await this.#store.replaced(schedule.id)) {
      if (executionId !== null)
        await this.#executions.cancel(actor, executionId, { reason: replacedReason, dryRun: false });
      if (taskId !== null) await this.#endTask(actor, taskId);
    }
  }

  /** Writes down how what the schedule started has ended, which stays known when that is deleted. */
  async settle({ id }: Resource<'Schedule'>): Promise<void> {
    await this.#store.transaction((tx) => this.#store.settle(tx, id));
  }

  /** Deletes the oldest tasks beyond the limits of the schedule. */
  async prune(actor: Actor, schedule: Resource<'Schedule'>): Promise<void> {
    const finished = await this.#store.finishedTasks(schedule.id);
    const { successfulHistoryLimit, failedHistoryLimit } = schedule.spec;
    const succeeded = finished.filter(({ outcome }) => outcome === 'SUCCEEDED').slice(successfulHistoryLimit);
    const others = finished.filter(({ outcome }) => outcome !== 'SUCCEEDED').slice(failedHistoryLimit);
    const surplus = [...succeeded, ...others].map(({ task }) => task);
    if (surplus.length === 0) return;
    await this.#store.transaction(async (tx) => {
      await this.#store.settle(tx, schedule.id);
      const deleted = await this.#resources.deleteWithin(tx, actor, surplus.map(taskKey));
      const tasks = deleted.map(({ namespace, name }) => `${namespace}/${name}`);
      if (tasks.length > 0) await appendEvents(tx, [prunedEvent(actor, schedule, tasks)]);
    });
    tellOfResources(this.#bus, { organizationId: actor.organizationId, kinds: ['Task'], isStatusOnly: false });
  }

  async tell(schedule: Resource<'Schedule'>): Promise<ScheduleHistory> {
    const [progress] = await this.#store.progressOf([schedule]);
    const { succeededAt, task } = await this.#store.lastOf(schedule.id);
    const activeRuns = await this.#store.active(schedule.id);
    return {
      lastScheduleTime: progress?.last ?? null,
      lastSuccessfulTime: succeededAt,
      lastTriggeredTask: task,
      activeRuns,
    };
  }

  /** Who reports that a task has failed cancels it; should it end by itself meanwhile, its version is another. */
  async #endTask(actor: Actor, id: string): Promise<void> {
    const [task] = await this.#resources.findMany(actor, [id]);
    if (!task) return;
    await this.#resources.setStatus(actor, task, {
      apiVersion: 'orrery.dev/v1',
      status: { phase: 'Failed', lastError: replacedReason },
      expectedVersion: String(task.resourceVersion),
      writeUnchanged: false,
      dryRun: false,
    });
  }
}

function taskKey(task: string): { kind: 'Task'; namespace: string; name: string } {
  const [namespace = '', name = ''] = task.split('/', 2);
  return { kind: 'Task', namespace, name };
}
