import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { schedule_run } from '../../platform/db/generated/schema.ts';
import type { Actor } from '../identity/index.ts';
import type { ScheduleOutcome, ScheduleRun, ScheduleRunFilter } from './schedule-run.ts';

const taskPhase = sql`coalesce(t.status->'orrery.dev/v1'->>'phase', t.status->'orrery.dev/controller'->>'phase')`;
const taskIsOver = sql`coalesce(${taskPhase} in ('Succeeded', 'Failed', 'DeadLetter'), false)`;
const executionIsOver = sql`e.phase in ('SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'DEAD_LETTERED')`;
const isGone = sql`(r.execution_id is not null and e.id is null or r.task_id is not null and t.id is null)`;

/**
 * Firings as they stand: one that has started something stands as that does, so that nothing has to be told when it ends.
 * What is gone before its end was told counts as failed. `is_active` says whether what was started goes on, whatever is
 * written of the firing.
 */
export const runs: RawBuilder<unknown> = sql`(
  select r.id, r.organization_id, r.namespace_id, r.schedule_id, r.trigger, r.slot, r.idempotency_key, r.execution_id,
    r.task_id, r.task, r.started_at, n.name || '/' || e.name as execution,
    (e.id is not null and not ${executionIsOver}) or (t.id is not null and not ${taskIsOver}) as is_active,
    case when r.outcome <> 'RUNNING' then r.outcome
      when ${isGone} then 'FAILED'
      when e.phase = 'SUCCEEDED' or ${taskPhase} = 'Succeeded' then 'SUCCEEDED'
      when ${executionIsOver} or ${taskIsOver} then 'FAILED'
      else 'RUNNING' end as outcome,
    case when r.error is not null or r.outcome <> 'RUNNING' then r.error
      when ${isGone} then 'What was started is gone.'
      when e.phase <> 'SUCCEEDED' and ${executionIsOver}
        then coalesce(e.failure->>'message', e.reason, 'It was ' || lower(e.phase) || '.')
      when ${taskPhase} in ('Failed', 'DeadLetter')
        then coalesce(nullif(t.status->'orrery.dev/v1'->>'lastError', ''), t.status->'orrery.dev/controller'->>'lastError',
          'The task failed.')
      end as error,
    coalesce(r.output, case when e.phase = 'SUCCEEDED' then e.output #>> '{}' end) as output,
    coalesce(r.finished_at, e.finished_at, case when ${taskIsOver} then t.updated_at end) as finished_at
  from schedule_run r
  left join execution e on e.id = r.execution_id
  left join namespace n on n.id = e.namespace_id
  left join resource t on t.id = r.task_id)`;

/** A row of `runs`. */
export type RunRow = Selectable<schedule_run> & { execution: string | null; is_active: boolean };

/** What a row of `runs` must meet. */
export function conditionsOf(actor: Actor, filter: ScheduleRunFilter): RawBuilder<unknown>[] {
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

export function toRow(run: ScheduleRun): Selectable<schedule_run> {
  return {
    id: run.id,
    organization_id: run.organizationId,
    namespace_id: run.namespaceId,
    schedule_id: run.scheduleId,
    trigger: run.trigger,
    slot: run.slot,
    idempotency_key: run.idempotencyKey,
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

export function toRun(row: RunRow): ScheduleRun {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    scheduleId: row.schedule_id,
    trigger: row.trigger as ScheduleRun['trigger'],
    slot: row.slot,
    idempotencyKey: row.idempotency_key,
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
