import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { appendRecord } from '../audit/index.ts';
import { checkIdempotencyKey, type TurnQueue } from '../execution/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { makeDue, type Resource, type ResourceService, tellOfResources } from '../resource/index.ts';
import { type Firing, type Firings, failing, isLasting } from './firing.ts';
import { type Planned, type Progress, planAt, upcoming } from './plan.ts';
import { firingEvent } from './schedule-event.ts';
import { scheduleIdOf } from './schedule-id.ts';
import {
  failed,
  type RunWindow,
  type ScheduleRun,
  type ScheduleRunFilter,
  type Started,
  started,
} from './schedule-run.ts';
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
    const progress = await this.#progress(schedule);
    const planned = planAt(schedule.spec, progress, now);
    if (planned.due === null) return planned;
    const slot = planned.due;
    const begun = { ...this.#begin(schedule, { trigger: 'SCHEDULE', at: now }), slot };
    const firing = planned.isLate
      ? undefined
      : await this.#firings.prepare(actor, schedule, { runId: begun.id, at: slot, isManual: false });
    await this.#writing(firing, (tx, own) => this.#fireAt(tx, actor, { schedule, begun, firing: own }));
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
    const { last } = await this.#progress(schedule, tx);
    if (last !== null && last >= begun.slot) return;
    const active = await this.#store.active(schedule.id, tx);
    const isHeld = schedule.spec.concurrencyPolicy === 'forbid' && active.length > 0;
    if (firing === undefined) await this.#record(tx, actor, { schedule, run: this.#ended(begun, missed), active: [] });
    else if (isHeld) await this.#record(tx, actor, { schedule, run: this.#ended(begun, skipped(active)), active });
    else await this.#start(tx, actor, { schedule, begun, firing, active });
  }

  /**
   * Fires the schedule now, whatever its plan says and also when it is suspended. What cannot be started is a firing that
   * has failed. The same key gives the same firing, as long as that is kept.
   * @throws OrreryError RESOURCE_NOT_FOUND, SCHEDULE_BUSY, IDEMPOTENCY_CONFLICT, INPUT_INVALID
   */
  async runNow(
    actor: Actor,
    id: string,
    options: { idempotencyKey: string | null; dryRun: boolean },
  ): Promise<ScheduleRun> {
    authorize(actor, 'execution:start');
    const { idempotencyKey: key, dryRun } = options;
    checkIdempotencyKey(key);
    const schedule = await this.find(actor, id);
    if (schedule === null) throw scheduleNotFound(id);
    const earlier = await this.#earlier(actor, { schedule, key });
    if (earlier) return earlier;
    const at = this.#clock.now();
    const begun = { ...this.#begin(schedule, { trigger: 'MANUAL', at }), idempotencyKey: key };
    const firing = await this.#firings.prepare(actor, schedule, { runId: begun.id, at, isManual: true });
    const run = await this.#writing(firing, async (tx, own) => {
      if (key !== null) await this.#store.lockText(tx, `schedule-run:${actor.organizationId}:${key}`);
      if (!(await this.#store.lock(tx, schedule))) throw scheduleNotFound(id);
      const first = await this.#earlier(actor, { schedule, key, tx });
      if (first) return first;
      const active = await this.#store.active(schedule.id, tx);
      if (active.length > 0 && schedule.spec.concurrencyPolicy === 'forbid') throw busy(schedule, active);
      if (dryRun) return { ...begun, ...started({}), finishedAt: null };
      return this.#start(tx, actor, { schedule, begun, firing: own ?? firing, active });
    });
    if (dryRun) return run;
    await this.#store.transaction((tx) => makeDue(tx, actor, { ids: [schedule.id], changed: [], turned: [] }));
    this.#announce(actor);
    return run;
  }

  /** The firing that was asked for under this key before. @throws OrreryError IDEMPOTENCY_CONFLICT when it is one of another schedule */
  async #earlier(
    actor: Actor,
    { schedule, key, tx }: { schedule: Resource<'Schedule'>; key: string | null; tx?: Tx },
  ): Promise<ScheduleRun | undefined> {
    const found = key === null ? undefined : await this.#store.findByKey(actor, key, tx);
    if (found === undefined || found.scheduleId === schedule.id) return found;
    throw new OrreryError('IDEMPOTENCY_CONFLICT', 'The idempotency key was used before, for another schedule.', {
      fix: 'Use a new key for a new request.',
      facts: { scheduleRunId: found.id },
    });
  }

  /** Runs a transaction; when what is to be started turns out not to be possible, another in which that is what came of it. */
  async #writing<T>(firing: Firing | undefined, write: (tx: Tx, firing: Firing | undefined) => Promise<T>): Promise<T> {
    try {
      return await this.#store.transaction((tx) => write(tx, firing));
    } catch (error) {
      if (firing === undefined || !isLasting(error) || !startErrors.includes(error.code)) throw error;
      return this.#store.transaction((tx) => write(tx, failing(error)));
    }
  }

  async #start(
    tx: Tx,
    actor: Actor,
    about: { schedule: Resource<'Schedule'>; begun: Begun; firing: Firing; active: string[] },
  ): Promise<ScheduleRun> {
    const { schedule, begun, firing, active } = about;
    const run = this.#ended(begun, await firing.write(tx));
    const replaces = schedule.spec.concurrencyPolicy === 'replace' && run.outcome !== 'FAILED';
    if (replaces) await this.#store.replace(tx, schedule.id, begun.startedAt);
    await this.#record(tx, actor, { schedule, run, active: replaces ? active : [] });
    return run;
  }

  /** The next times of each of these schedules after now, at most `count` of each. */
  async nextRuns(
    actor: Actor,
    wanted: readonly { schedule: Resource<'Schedule'>; count: number }[],
  ): Promise<Date[][]> {
    authorize(actor, 'resource:read');
    const now = this.#clock.now();
    const progress = await this.#store.progressOf(wanted.map(({ schedule }) => schedule));
    return wanted.map(({ schedule, count }, place) =>
      upcoming(schedule.spec, progress[place] ?? { since: now, last: null }, { now, count }),
    );
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
  newestRuns(actor: Actor, scheduleIds: readonly string[], window: RunWindow): Promise<ScheduleRun[]> {
    authorize(actor, 'resource:read');
    return this.#store.newestOf(actor, scheduleIds, window);
  }

  #begin(schedule: Resource<'Schedule'>, { trigger, at }: { trigger: ScheduleRun['trigger']; at: Date }): Begun {
    const { organizationId, namespaceId, id: scheduleId } = schedule;
    const id = newId('scheduleRun', at);
    return { id, organizationId, namespaceId, scheduleId, trigger, slot: null, idempotencyKey: null, startedAt: at };
  }

  async #progress(schedule: Resource<'Schedule'>, tx?: Tx): Promise<Progress> {
    const [progress] = await this.#store.progressOf([schedule], tx);
    return progress ?? { since: this.#clock.now(), last: null };
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
    tellOfResources(this.#bus, {
      organizationId: actor.organizationId,
      kinds: ['Schedule', 'Task'],
      isStatusOnly: false,
    });
    this.#queue.wake();
  }
}

/** What a firing may come to nothing by when it is written. */
const startErrors: readonly OrreryError['code'][] = [
  'NAME_TAKEN',
  'BUDGET_EXCEEDED',
  'MANIFESTS_INVALID',
  'POLICY_DENIED',
];

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
