import { Reconciler } from '../../../src/controllers/index.ts';
import { ScheduleController } from '../../../src/controllers/schedule-controller.ts';
import { createTurnQueue } from '../../../src/engine/index.ts';
import { ReconcileService, ReconcileStore, type Resource } from '../../../src/modules/resource/index.ts';
import { Firings, ScheduledWork, ScheduleRunStore, ScheduleService } from '../../../src/modules/schedule/index.ts';
import { type Clock, systemClock } from '../../../src/platform/clock.ts';
import { createLogger } from '../../../src/platform/log.ts';
import type { Harness } from '../../support/harness.ts';

/** A firing as the graph shows it. */
export interface RunView {
  id: string;
  trigger: string;
  slot: string | null;
  outcome: string;
  error: string | null;
  output: string | null;
  taskName: string | null;
  execution: { phase: string } | null;
}

/** A clock that a test sets. */
export class SetClock {
  at = new Date();

  now(): Date {
    return this.at;
  }

  /** Puts the clock to the first whole minute that is at least so many minutes ahead. */
  ahead(minutes: number): Date {
    this.at = new Date(Math.ceil(Date.now() / 60_000 + minutes) * 60_000);
    return this.at;
  }
}

/** What lets a process take part in looking at what is due; it stops with the test file. */
export function reconcilerOn(h: Harness): Reconciler {
  const { store, parts } = h.platform;
  const systemActor = (organizationId: string) => parts.services.identity.systemActor(organizationId);
  const queue = new ReconcileService({ store: new ReconcileStore(store.database.db), systemActor, bus: store.bus });
  const { controller } = processOn(h, systemClock);
  return new Reconciler({ queue, controllers: [controller], systemActor, bus: store.bus, log: createLogger('silent') });
}

/** What one process would fire schedules with. */
export function processOn(h: Harness, clock: Clock, wrap: (firings: Firings) => Firings = (own) => own) {
  const { store, parts } = h.platform;
  const { resources, executions } = parts.services;
  const log = createLogger('silent');
  const runs = new ScheduleRunStore(store.database.db);
  const queue = createTurnQueue(store.bus);
  const firings = wrap(new Firings({ resources, executions, log }));
  const schedules = new ScheduleService({ store: runs, firings, resources, queue, clock, bus: store.bus });
  const scheduledWork = new ScheduledWork({ store: runs, resources, executions, bus: store.bus });
  return { schedules, controller: new ScheduleController({ resources, schedules, scheduledWork, clock }) };
}

/** Declares a schedule in `default`. */
export async function declare(h: Harness, name: string, spec: object): Promise<void> {
  await h.apply(JSON.stringify({ apiVersion: 'orrery.dev/v1', kind: 'Schedule', metadata: { name }, spec }));
}

/** The schedule as it is stored now. */
export async function read(h: Harness, name: string): Promise<Resource<'Schedule'>> {
  const { resources, identity } = h.platform.parts.services;
  const [found] = await resources.named(identity.systemActor(), 'Schedule', [{ namespace: 'default', name }]);
  if (!found) throw new Error(`There is no schedule ${name}.`);
  return found;
}

/** The firings of a schedule, newest first. */
export async function runsOf(h: Harness, name: string): Promise<RunView[]> {
  const { data, errors } = await h.graphql<{ schedule: { runs: RunView[] } }>(
    `query ($name: String!) { schedule(namespace: "default", name: $name) {
      runs(first: 100) { id trigger slot outcome error output taskName execution { phase } } } }`,
    { name },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.schedule.runs;
}

/** Midnight UTC of the last Sunday of a month, in milliseconds since 1970. */
export function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0));
  return last.getTime() - last.getUTCDay() * 86_400_000;
}
