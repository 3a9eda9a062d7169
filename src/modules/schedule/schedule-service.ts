import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import type { TurnQueue } from '../execution/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { makeDue, type Resource, type ResourceService, resourcesChannel } from '../resource/index.ts';
import type { Firing, Firings } from './firing.ts';
import { type Planned, planAt } from './plan.ts';
import { firingEvent } from './schedule-event.ts';
import { scheduleIdOf } from './schedule-id.ts';
import { failed, type ScheduleRun, type ScheduleRunFilter, type Started } from './schedule-run.ts';
import type { ScheduleRunStore } from './schedule-run-store.ts';

/** A firing on its way: everything but what comes of it. */
type Begun = Omit<ScheduleRun, keyof Started | 'finishedAt'>;

/** Fires schedules, at the times of their plans and when somebody asks, and tells what came of it. */
export class ScheduleService {
  readonly #store: ScheduleRunStore;
  readonly #firings: Firings;
  readonly #resources: ResourceService;
  readonly #queue: TurnQueue;
  readonly #clock: Clock;
  readonly #bus: Bus;

  constructor(deps: {
    store: ScheduleRunStore;
    firings: Firings;
    resources: ResourceService;
    queue: TurnQueue;
    clock: Clock;
    bus: Bus;
  }) {
    this.#store = deps.store;
    this.#firings = deps.firings;
    this.#resources = deps.resources;
    this.#queue = deps.queue;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
  }

  /**
   * Fires the schedule if it is due. However many do this at once, and however often, each time of its plan is dealt with
   * once: what a firing starts is written together with the row that says so.
   * @returns what its plan says next
   */
  async fireDue(actor: Actor, schedule: Resource<'Schedule'>): Promise<Planned> {
    const now = this.#clock.now();
    const progress = await this.#store.progress(schedule);
    const planned = planAt(schedule.spec, progress, now);
    if (planned.due === null) return planned;
    const slot = planned.due;
    const begun = this.#begin(schedule, { slot, at: now });
    const place = { runId: begun.id, at: slot, isManual: false };
    const firing = planned.isLate ? undefined : await this.#firings.prepare(actor, schedule, place);
    await this.#store.transaction((tx) => this.#fireAt(tx, actor, { schedule, begun: { ...begun, slot }, firing }));
    this.#announce(actor);
    return planAt(schedule.spec, { ...progress, last: slot }, now);
  }

  async #fireAt(
    tx: Tx,
    actor: Actor,
    about: { schedule: Resource<'Schedule'>; begun: Begun & { slot: Date }; firing: Firing | undefined },
  ): Promise<void> {
    const { schedule, begun, firing } = about;
    if (!(await this.#store.lock(tx, schedule))) return;
    const { last } = await this.#store.progress(schedule, tx);
    if (last !== null && last >= begun.slot) return;
    const active = await this.#store.active(schedule.id, tx);
    const outcome = firing === undefined ? missed : active.length > 0 ? skipped(active) : await firing.write(tx);
    await this.#record(tx, actor, { schedule, run: this.#ended(begun, outcome), active });
  }

  /**
   * Fires the schedule now, whatever its plan says and also when it is suspended. What cannot be started is a firing that
   * has failed. @throws OrreryError RESOURCE_NOT_FOUND, SCHEDULE_BUSY
   */
  async runNow(actor: Actor, id: string, { dryRun }: { dryRun: boolean }): Promise<ScheduleRun> {
    authorize(actor, 'execution:start');
    const schedule = await this.find(actor, id);
    if (schedule === null) throw scheduleNotFound(id);
    const begun = this.#begin(schedule, { slot: null, at: this.#clock.now() });
    const place = { runId: begun.id, at: begun.startedAt, isManual: true };
    const firing = await this.#firings.prepare(actor, schedule, place);
    const run = await this.#store.transaction(async (tx) => {
      if (!(await this.#store.lock(tx, schedule))) throw scheduleNotFound(id);
      const active = await this.#store.active(schedule.id, tx);
      if (active.length > 0) throw busy(schedule, active);
      if (dryRun) return { ...begun, ...failed(''), outcome: 'RUNNING' as const, error: null, finishedAt: null };
      const fired = this.#ended(begun, await firing.write(tx));
      await makeDue(tx, actor, { ids: [schedule.id], changed: [], turned: [] });
      await this.#record(tx, actor, { schedule, run: fired, active });
      return fired;
    });
    if (!dryRun) this.#announce(actor);
    return run;
  }

  /** A schedule by its id, in either of its forms; null when there is none. */
  async find(actor: Actor, id: string): Promise<Resource<'Schedule'> | null> {
    const [found] = await this.#resources.findMany(actor, [scheduleIdOf(id)]);
    return found?.kind === 'Schedule' ? found : null;
  }

  findRuns(actor: Actor, ids: readonly string[]): Promise<ScheduleRun[]> {
    authorize(actor, 'resource:read');
    return this.#store.findMany(actor, ids);
  }

  /** Newest first. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  runs(actor: Actor, filter: ScheduleRunFilter, page: PageRequest): Promise<Page<ScheduleRun>> {
    authorize(actor, 'resource:read');
    return this.#store.list(actor, filter, page);
  }

  /** The newest firings of each of these schedules, newest first. */
  newestRuns(actor: Actor, scheduleIds: readonly string[], limit: number): Promise<ScheduleRun[]> {
    authorize(actor, 'resource:read');
    return this.#store.newestOf(actor, scheduleIds, limit);
  }

  #begin(schedule: Resource<'Schedule'>, { slot, at }: { slot: Date | null; at: Date }): Begun {
    const { organizationId, namespaceId, id: scheduleId } = schedule;
    const trigger = slot === null ? 'MANUAL' : 'SCHEDULE';
    return { id: newId('scheduleRun', at), organizationId, namespaceId, scheduleId, trigger, slot, startedAt: at };
  }

  #ended(begun: Begun, outcome: Started): ScheduleRun {
    return { ...begun, ...outcome, finishedAt: outcome.outcome === 'RUNNING' ? null : this.#clock.now() };
  }

  async #record(
    tx: Tx,
    actor: Actor,
    { schedule, run, active }: { schedule: Resource<'Schedule'>; run: ScheduleRun; active: string[] },
  ): Promise<void> {
    await this.#store.insert(tx, run);
    const { id: subjectId, namespaceId } = schedule;
    const details = { runId: run.id, trigger: run.trigger, outcome: run.outcome };
    await appendRecord(tx, actor, {
      events: [firingEvent(actor, { schedule, run, active })],
      audit: [{ action: 'schedule.fire', subjectId, namespaceId, details }],
    });
  }

  /** Wakes the workers, the controllers and the journal's readers. */
  #announce(actor: Actor): void {
    this.#bus.publish(journalChannel, '');
    this.#bus.publish(resourcesChannel, actor.organizationId);
    this.#queue.wake();
  }
}

const missed = failed('It was too late to start anything.', 'MISSED_DEADLINE');

function skipped(active: readonly string[]): Started {
  return failed(`Skipped, because ${active.join(', ')} was still active.`, 'SKIPPED_FORBID');
}

function busy({ namespace, name }: Resource<'Schedule'>, active: string[]): OrreryError {
  return new OrreryError(
    'SCHEDULE_BUSY',
    `What Schedule ${namespace}/${name} started is still active: ${active.join(', ')}.`,
    {
      fix: 'Wait until that has ended, or cancel it.',
      facts: { active },
    },
  );
}

/** The failure of what is asked of a schedule that is not there. */
export function scheduleNotFound(id: string): OrreryError {
  return new OrreryError('RESOURCE_NOT_FOUND', `There is no schedule ${id}.`, { facts: { id } });
}
