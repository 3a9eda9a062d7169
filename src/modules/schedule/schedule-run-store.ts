import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { schedule_run } from '../../platform/db/generated/schema.ts';
import { type Database, keyset, type Page, type PageRequest, type Tx, toPage } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource } from '../resource/index.ts';
import type { Progress } from './plan.ts';
import type { ScheduleOutcome, ScheduleRun, ScheduleRunFilter } from './schedule-run.ts';

/** How many firings of a schedule are kept. */
const keptRuns = 1_000;

const taskPhase = sql`coalesce(t.status->'orrery.dev/v1'->>'phase', t.status->'orrery.dev/controller'->>'phase')`;
const taskIsOver = sql`${taskPhase} in ('Succeeded', 'Failed', 'DeadLetter')`;
const executionIsOver = sql`e.phase in ('SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'DEAD_LETTERED')`;

/**
 * Firings as they stand: one that has started something stands as that does, so that nothing has to be told when it ends.
 * What is gone before its end was told counts as failed.
 */
const runs = sql`(
  select r.id, r.organization_id, r.namespace_id, r.schedule_id, r.trigger, r.slot, r.execution_id, r.task_id, r.task, r.started_at,
    n.name || '/' || e.name as execution,
    case when r.outcome <> 'RUNNING' then r.outcome
      when r.execution_id is not null and e.id is null or r.task_id is not null and t.id is null then 'FAILED'
      when e.phase = 'SUCCEEDED' or ${taskPhase} = 'Succeeded' then 'SUCCEEDED'
      when ${executionIsOver} or ${taskIsOver} then 'FAILED'
      else 'RUNNING' end as outcome,
    case when r.error is not null or r.outcome <> 'RUNNING' then r.error
      when r.execution_id is not null and e.id is null or r.task_id is not null and t.id is null then 'What was started is gone.'
      when e.phase <> 'SUCCEEDED' and ${executionIsOver} then coalesce(e.failure->>'message', e.reason, 'It was ' || lower(e.phase) || '.')
      when ${taskPhase} in ('Failed', 'DeadLetter') then coalesce(t.status->'orrery.dev/v1'->>'lastError', 'The task failed.')
      end as error,
    coalesce(r.output, case when e.phase = 'SUCCEEDED' then e.output #>> '{}' end) as output,
    coalesce(r.finished_at, e.finished_at, case when ${taskIsOver} then t.updated_at end) as finished_at
  from schedule_run r
  left join execution e on e.id = r.execution_id
  left join namespace n on n.id = e.namespace_id
  left join resource t on t.id = r.task_id)`;

type RunRow = Selectable<schedule_run> & { execution: string | null };

/** Firings of schedules. */
export class ScheduleRunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  /** How far a schedule has come with its plan as it is declared now. */
  async progress({ id, generation }: Resource<'Schedule'>, db: Database | Tx = this.#db): Promise<Progress> {
    const { rows } = await sql<{ since: Date | null; last: Date | null }>`
      select (select min(created_at) from resource_revision where resource_id = ${id} and generation = ${generation}) as since,
        (select max(slot) from schedule_run where schedule_id = ${id}) as last`.execute(db);
    const { since, last } = rows[0] ?? {};
    return { since: since ?? new Date(), last: last ?? null };
  }

  /**
   * Lets nobody else fire the schedule, and nobody change it, until the transaction ends.
   * @returns whether it is still declared as it is here
   */
  async lock(tx: Tx, { id, generation }: Resource<'Schedule'>): Promise<boolean> {
    await sql`select pg_advisory_xact_lock(hashtextextended('schedule:' || ${id}, 0))`.execute(tx);
    const { rows } =
      await sql`select id from resource where id = ${id} and generation = ${generation} for share`.execute(tx);
    return rows.length > 0;
  }

  /** Until the transaction ends nobody else gets past here with an equal text. */
  async lockName(tx: Tx, text: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended('schedule-name:' || ${text}, 0))`.execute(tx);
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

  /** The tasks of a schedule that are over and still there, the newest first, with how they ended. */
  async finishedTasks(scheduleId: string): Promise<{ task: string; outcome: ScheduleOutcome }[]> {
    const { rows } = await sql<{ task: string; outcome: ScheduleOutcome }>`
      select run.task, run.outcome from ${runs} as run join resource on resource.id = run.task_id
      where run.schedule_id = ${scheduleId} and run.outcome <> 'RUNNING' order by run.id desc`.execute(this.#db);
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

  /** Newest first. @throws OrreryError CURSOR_INVALID, INPUT_INVALID */
  async list(actor: Actor, filter: ScheduleRunFilter, page: PageRequest): Promise<Page<ScheduleRun>> {
    const keys = keyset(page);
    const order = keys.backward ? sql`asc` : sql`desc`;
    const bounds = [
      ...(keys.after === undefined ? [] : [sql`id < ${keys.after}`]),
      ...(keys.before === undefined ? [] : [sql`id > ${keys.before}`]),
    ];
    const found = await this.#read(sql`
      where ${sql.join([...conditions(actor, filter), ...bounds], sql` and `)}
      order by id ${order} limit ${keys.limit} offset ${keys.offset}`);
    return toPage(found, keys);
  }

  /** The newest firings of many schedules in one query, up to `limit` of each, newest first. */
  async newestOf(actor: Actor, scheduleIds: readonly string[], limit: number): Promise<ScheduleRun[]> {
    return this.#read(sql`
      where id in (
        select r.id from unnest(${[...scheduleIds]}::text[]) as wanted(id) cross join lateral (
          select id from schedule_run where schedule_id = wanted.id and organization_id = ${actor.organizationId}
          order by id desc limit ${limit}) as r)
      order by id desc`);
  }

  async #read(rest: RawBuilder<unknown>): Promise<ScheduleRun[]> {
    const { rows } = await sql<RunRow>`select * from ${runs} as run ${rest}`.execute(this.#db);
    return rows.map(toRun);
  }
}

function conditions(actor: Actor, filter: ScheduleRunFilter): RawBuilder<unknown>[] {
  const { scheduleIds, namespaceId, outcomes, from, to } = filter;
  return [
    sql`organization_id = ${actor.organizationId}`,
    ...(scheduleIds === undefined ? [] : [sql`schedule_id = any(${[...scheduleIds]})`]),
    ...(namespaceId === undefined ? [] : [sql`namespace_id = ${namespaceId}`]),
    ...(outcomes === undefined ? [] : [sql`outcome = any(${[...outcomes]})`]),
    ...(from === undefined ? [] : [sql`started_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`started_at < ${to}`]),
  ];
}

function toRow(run: ScheduleRun): Selectable<schedule_run> {
  return {
    id: run.id,
    organization_id: run.organizationId,
    namespace_id: run.namespaceId,
    schedule_id: run.scheduleId,
    trigger: run.trigger,
    slot: run.slot,
    outcome: run.outcome,
    execution_id: run.executionId,
    task_id: run.taskId,
    task: run.task,
    error: run.error,
    output: run.output,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
  };
}

function toRun(row: RunRow): ScheduleRun {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    scheduleId: row.schedule_id,
    trigger: row.trigger as ScheduleRun['trigger'],
    slot: row.slot,
    outcome: row.outcome as ScheduleOutcome,
    executionId: row.execution_id,
    taskId: row.task_id,
    task: row.task,
    error: row.error,
    output: row.output,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
