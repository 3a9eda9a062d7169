import { type RawBuilder, sql } from 'kysely';
import { type Database, keyset, type Page, type PageRequest, type Tx, toPage } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource } from '../resource/index.ts';
import type { Progress } from './plan.ts';
import type { RunWindow, ScheduleOutcome, ScheduleRun, ScheduleRunFilter } from './schedule-run.ts';
import { conditionsOf, type RunRow, runs, toRow, toRun } from './schedule-run-rows.ts';

/** How many firings of a schedule are kept. */
const keptRuns = 1_000;

/** What a firing has started, of which nothing is wanted any more. */
export interface ReplacedWork {
  executionId: string | null;
  taskId: string | null;
}

/** Firings of schedules. */
export class ScheduleRunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  /** How far schedules have come with their plans as they are declared here, in their order. */
  async progressOf(schedules: readonly Resource<'Schedule'>[], db: Database | Tx = this.#db): Promise<Progress[]> {
    const { rows } = await sql<Progress>`
      select coalesce(since.at, now()) as since, last.slot as last
      from unnest(${schedules.map(({ id }) => id)}::text[], ${schedules.map(({ generation }) => generation)}::int[])
        with ordinality as wanted(id, generation, place)
      cross join lateral (select min(created_at) as at from resource_revision
        where resource_id = wanted.id and generation = wanted.generation) as since
      cross join lateral (select max(slot) as slot from schedule_run where schedule_id = wanted.id) as last
      order by wanted.place`.execute(db);
    return rows;
  }

  /**
   * Lets nobody else fire the schedule, and nobody change it, until the transaction ends.
   * @returns whether it is still declared as it is here
   */
  async lock(tx: Tx, { id, generation }: Resource<'Schedule'>): Promise<boolean> {
    await this.lockText(tx, `schedule:${id}`);
    const { rows } =
      await sql`select id from resource where id = ${id} and generation = ${generation} for share`.execute(tx);
    return rows.length > 0;
  }

  /** Until the transaction ends nobody else gets past here with an equal text. */
  async lockText(tx: Tx, text: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${text}, 0))`.execute(tx);
  }

  /** Writes a firing, and forgets the oldest of its schedule. @throws Error when another has its slot */
  async insert(tx: Tx, run: ScheduleRun): Promise<void> {
    await tx.insertInto('schedule_run').values(toRow(run)).execute();
    await sql`delete from schedule_run where id in (
      select id from schedule_run where schedule_id = ${run.scheduleId} order by id desc offset ${keptRuns})`.execute(
      tx,
    );
  }

  /** What a schedule has started that is active: executions and tasks, as namespace/name, the oldest first. */
  async active(scheduleId: string, db: Database | Tx = this.#db): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      select coalesce(task, execution) as name from ${runs} as run
      where schedule_id = ${scheduleId} and outcome = 'RUNNING' order by id`.execute(db);
    return rows.map(({ name }) => name);
  }

  /** Writes down how firings have ended whose end is only seen in what they started, before that is deleted. */
  async settle(tx: Tx, scheduleId: string): Promise<void> {
    await sql`
      update schedule_run set outcome = run.outcome, error = run.error, output = run.output,
        finished_at = coalesce(run.finished_at, run.started_at)
      from ${runs} as run
      where schedule_run.schedule_id = ${scheduleId} and schedule_run.outcome = 'RUNNING' and run.id = schedule_run.id
        and run.outcome <> 'RUNNING'`.execute(tx);
  }

  /** Gives up what a schedule has started and that is active. `replaced` tells of it until it has ended. */
  async replace(tx: Tx, scheduleId: string, at: Date): Promise<void> {
    await this.settle(tx, scheduleId);
    await sql`
      update schedule_run set outcome = 'REPLACED', error = 'The schedule fired again.', finished_at = ${at}
      where schedule_id = ${scheduleId} and outcome = 'RUNNING'`.execute(tx);
  }

  /** What was given up and goes on. */
  async replaced(scheduleId: string): Promise<ReplacedWork[]> {
    const { rows } = await sql<ReplacedWork>`
      select execution_id as "executionId", task_id as "taskId" from ${runs} as run
      where schedule_id = ${scheduleId} and outcome = 'REPLACED' and is_active order by id`.execute(this.#db);
    return rows;
  }

  /** The tasks of a schedule that are over and still there, the newest first, with how they ended. */
  async finishedTasks(scheduleId: string): Promise<{ task: string; outcome: ScheduleOutcome }[]> {
    const { rows } = await sql<{ task: string; outcome: ScheduleOutcome }>`
      select run.task, run.outcome from ${runs} as run join resource on resource.id = run.task_id
      where run.schedule_id = ${scheduleId} and run.outcome <> 'RUNNING' and not run.is_active
      order by run.id desc`.execute(this.#db);
    return rows;
  }

  /** When a firing last succeeded, and the task that was made last. */
  async lastOf(scheduleId: string): Promise<{ succeededAt: Date | null; task: string | null }> {
    const { rows } = await sql<{ succeededAt: Date | null; task: string | null }>`
      select (select max(finished_at) from ${runs} as run where schedule_id = ${scheduleId} and outcome = 'SUCCEEDED') as "succeededAt",
        (select task from schedule_run where schedule_id = ${scheduleId} and task is not null order by id desc limit 1) as task`.execute(
      this.#db,
    );
    return rows[0] ?? { succeededAt: null, task: null };
  }

  async findMany(actor: Actor, ids: readonly string[]): Promise<ScheduleRun[]> {
    return this.#read(sql`where organization_id = ${actor.organizationId} and id = any(${[...ids]})`);
  }

  /** The firing that somebody asked for under this key. */
  async findByKey(actor: Actor, key: string, db: Database | Tx = this.#db): Promise<ScheduleRun | undefined> {
    const [found] = await this.#read(
      sql`where organization_id = ${actor.organizationId} and idempotency_key = ${key}`,
      db,
    );
    return found;
  }

  /** Newest first. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  async list(actor: Actor, filter: ScheduleRunFilter, page: PageRequest): Promise<Page<ScheduleRun>> {
    const keys = keyset(page);
    const order = keys.backward ? sql`asc` : sql`desc`;
    const bounds = [
      ...(keys.after === undefined ? [] : [sql`id < ${keys.after}`]),
      ...(keys.before === undefined ? [] : [sql`id > ${keys.before}`]),
    ];
    const found = await this.#read(sql`
      where ${sql.join([...conditionsOf(actor, filter), ...bounds], sql` and `)}
      order by id ${order} limit ${keys.limit} offset ${keys.offset}`);
    return toPage(found, keys);
  }

  /** The newest firings of many schedules in one query, newest first. */
  async newestOf(actor: Actor, scheduleIds: readonly string[], window: RunWindow): Promise<ScheduleRun[]> {
    const { limit, offset, outcomes } = window;
    const { rows } = await sql<RunRow>`
      select found.* from unnest(${[...scheduleIds]}::text[]) as wanted(id) cross join lateral (
        select * from ${runs} as run
        where run.schedule_id = wanted.id and ${sql.join(conditionsOf(actor, { outcomes }), sql` and `)}
        order by run.id desc limit ${limit} offset ${offset}) as found
      order by found.id desc`.execute(this.#db);
    return rows.map(toRun);
  }

  async #read(rest: RawBuilder<unknown>, db: Database | Tx = this.#db): Promise<ScheduleRun[]> {
    const { rows } = await sql<RunRow>`select * from ${runs} as run ${rest}`.execute(db);
    return rows.map(toRun);
  }
}
