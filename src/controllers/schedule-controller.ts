import type { Actor } from '../modules/identity/index.ts';
import type { Resource, ResourceService } from '../modules/resource/index.ts';
import type { ScheduledWork, ScheduleService } from '../modules/schedule/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Controller, Finding } from './controller.ts';

/**
 * Fires each schedule when it is due, and tells its status. The queue of what controllers look at is its clock: a schedule
 * is looked at again at its next time, by whichever process is free then, and when something that it started has ended.
 */
export class ScheduleController implements Controller<'Schedule'> {
  readonly kind = 'Schedule';
  readonly #resources: ResourceService;
  readonly #schedules: ScheduleService;
  readonly #work: ScheduledWork;
  readonly #clock: Clock;

  constructor(deps: {
    resources: ResourceService;
    schedules: ScheduleService;
    scheduledWork: ScheduledWork;
    clock: Clock;
  }) {
    this.#resources = deps.resources;
    this.#schedules = deps.schedules;
    this.#work = deps.scheduledWork;
    this.#clock = deps.clock;
  }

  async reconcile(actor: Actor, schedule: Resource<'Schedule'>): Promise<Finding> {
    const { next, isOver } = await this.#schedules.fireDue(actor, schedule);
    await this.#work.endReplaced(actor, schedule);
    await this.#work.settle(schedule);
    await this.#work.prune(actor, schedule);
    if (isOver && !schedule.spec.suspend) await this.#suspend(actor, schedule);
    const { activeRuns, ...told } = await this.#work.tell(schedule);
    const againAfterMs = next === null ? undefined : Math.max(1, next.getTime() - this.#clock.now().getTime());
    return {
      conditions: [],
      phase: schedule.spec.suspend ? 'Suspended' : 'Ready',
      details: { ...textsOf({ ...told, nextScheduleTime: next }), activeRuns },
      ...(againAfterMs !== undefined && { againAfterMs, isPunctual: true }),
    };
  }

  /** What was to happen once has happened, or it is too late for it. */
  async #suspend(actor: Actor, { namespace, name }: Resource<'Schedule'>): Promise<void> {
    const patch = { spec: { suspend: true } };
    const key = { kind: 'Schedule', namespace, name } as const;
    await this.#resources.patch(actor, key, { patch, apiVersion: 'orrery.dev/v1', dryRun: false });
  }
}

/** Moments as text; what is not known is left out. */
function textsOf(facts: Record<string, Date | string | null>): Record<string, string> {
  const known = Object.entries(facts).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, typeof value === 'string' ? value : value.toISOString()]],
  );
  return Object.fromEntries(known);
}
