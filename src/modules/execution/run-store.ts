import { type RawBuilder, sql } from 'kysely';
import { type Database, jsonb, jsonbOrNull, type Tx } from '../../platform/db/index.ts';
import { type EventDraft, insertEvents } from '../../platform/journal/index.ts';
import type { Execution, ExecutionFailure, ExecutionPhase, PlannedExecution } from './execution.ts';
import { executionColumns, toExecution, toPlanned, toStep } from './rows.ts';
import type { Step, StepDecision, StepError, StepPhase } from './step.ts';

/** The right to write an execution's steps. It ends when another worker claims the run or somebody cancels it. */
export interface Fence {
  executionId: string;
  organizationId: string;
  token: number;
}

/** The writer lost its fence, or the run may not go on: its turn ends and writes nothing more. */
export class TurnEnded extends Error {
  override name = 'TurnEnded';
}

/** A step as it begins. */
export interface StepOpening {
  id: string;
  key: string;
  ordinal: number;
  node: string;
  kind: Step['kind'];
  name: string;
  phase: Extract<StepPhase, 'RUNNING' | 'WAITING' | 'FAILED' | 'SUCCEEDED' | 'SKIPPED'>;
  attempt: number;
  resourceId: string | null;
  target: object;
  arguments: object | null;
  sideEffect: string | null;
  decision: StepDecision | null;
  error: StepError | null;
  result: unknown;
  isError: boolean;
  recordedFrom: string | null;
}

/** What a step came to, and what it cost. */
export interface StepOutcome {
  stepId: string;
  phase: Extract<StepPhase, 'SUCCEEDED' | 'FAILED'>;
  attempt: number;
  target: object | null;
  result: unknown;
  isError: boolean;
  error: StepError | null;
  usage: { inputTokens: number; outputTokens: number; source: string | null; cost: string; currency: string };
  latencyMs: number;
  timeToFirstTokenMs: number | null;
  counts: { modelCalls: number; toolCalls: number };
}

/** How an activation or a gate stands. */
export interface NodeNote {
  stepId: string;
  phase: Extract<StepPhase, 'RUNNING' | 'SUCCEEDED' | 'FAILED'>;
  attempt: number;
  /** Null leaves what stands there. */
  target: object | null;
  result: object | null;
  error: StepError | null;
  latencyMs: number | null;
  /** The key of the activation in which whatever is still under way is to be closed; null for none. */
  closes: string | null;
}

/** The writes of a running turn. Each is one statement under the run's fence, its events included. */
export class RunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Takes the execution's turn for `workerId`; undefined when it is not to be run (any more). */
  async claim(
    executionId: string,
    turn: number,
    workerId: string,
  ): Promise<{ execution: PlannedExecution; fence: Fence; steps: Step[] } | undefined> {
    const { rows } = await sql<Parameters<typeof toPlanned>[0]>`
      with claimed as (
        update execution set fence = fence + 1, phase = 'RUNNING', reason = null, wake_at = null, worker_id = ${workerId}, version = version + 1,
          started_at = coalesce(started_at, now()), updated_at = now(),
          deadline_at = case when phase = 'RUNNING' and deadline_at is not null then deadline_at
                             else now() + time_left_ms * interval '1 millisecond' end
        where id = ${executionId} and turn = ${turn} and phase in ('QUEUED', 'RUNNING') returning *),
      noted as (
        insert into event (type, organization_id, namespace_id, actor_id, subject_id, execution_id, agent_id, execution_name,
          subject_kind, subject_name, payload)
        select 'execution.started', organization_id, namespace_id, started_by, id, id, agent_id, name, 'Execution', name,
          jsonb_build_object('turn', turn, 'workerId', ${workerId}::text) from claimed)
      select * from claimed`.execute(this.#db);
    const [row] = rows;
    if (!row) return undefined;
    // A run that was never claimed before has no steps, unless it shares those of another.
    const isFresh = row.fence === 1 && row.forked_from_id === null;
    const steps = isFresh
      ? []
      : await this.#db
          .selectFrom('step')
          .selectAll()
          .where('execution_id', '=', executionId)
          .orderBy('ordinal')
          .execute();
    const fence = { executionId, organizationId: row.organization_id, token: row.fence };
    return { execution: toPlanned(row), fence, steps: steps.map(toStep) };
  }

  /** Writes a step that begins, or begins again. `also` is another common table expression. @throws TurnEnded */
  async openStep(
    fence: Fence,
    step: StepOpening,
    events: readonly EventDraft[],
    also: RawBuilder<unknown> = sql``,
  ): Promise<void> {
    const s = step;
    const isSettled = s.phase === 'FAILED' || s.phase === 'SUCCEEDED' || s.phase === 'SKIPPED';
    const { rows } = await sql`
      with alive as (select id from execution where ${this.#holds(fence)} and phase = 'RUNNING' for share),
      opened as (
        insert into step (id, organization_id, execution_id, key, ordinal, node, kind, name, phase, attempt, resource_id, target,
          arguments, result, is_error, side_effect, decision, error, idempotency_key, recorded_from, started_at, finished_at)
        select ${s.id}, ${fence.organizationId}, id, ${s.key}, ${s.ordinal}, ${s.node}, ${s.kind}, ${s.name}, ${s.phase}, ${s.attempt},
          ${s.resourceId}, ${jsonb(s.target)}, ${jsonbOrNull(s.arguments)}, ${isSettled ? jsonb(s.result) : null}, ${s.isError}, ${s.sideEffect},
          ${jsonbOrNull(s.decision)}, ${jsonbOrNull(s.error)}, ${`${fence.executionId}:${s.key}`}, ${s.recordedFrom},
          now(), ${isSettled ? sql`now()` : null}
        from alive
        on conflict (execution_id, key) do update set phase = excluded.phase, attempt = excluded.attempt, target = excluded.target,
          resource_id = excluded.resource_id, arguments = excluded.arguments, decision = excluded.decision, error = excluded.error,
          result = excluded.result, is_error = excluded.is_error, started_at = now(), finished_at = excluded.finished_at,
          version = step.version + 1
        returning id),
      noted as (${insertEvents(events, sql`where exists (select 1 from opened)`)}) ${also}
      select 1 from opened`.execute(this.#db);
    if (rows.length === 0) throw new TurnEnded();
  }

  /** Writes what a step came to and adds its cost to the execution, also while it is paused. @throws TurnEnded */
  async settleStep(fence: Fence, outcome: StepOutcome, events: readonly EventDraft[]): Promise<void> {
    const o = outcome;
    const { rows } = await sql`
      with alive as (
        update execution set input_tokens = input_tokens + ${o.usage.inputTokens}, output_tokens = output_tokens + ${o.usage.outputTokens},
          cost = cost + ${o.usage.cost}::numeric, currency = ${o.usage.currency}, model_calls = model_calls + ${o.counts.modelCalls},
          tool_calls = tool_calls + ${o.counts.toolCalls}, version = version + 1, updated_at = now()
        where ${this.#holds(fence)} and phase in ('RUNNING', 'PAUSED') returning id),
      settled as (
        update step set phase = ${o.phase}, attempt = ${o.attempt}, target = coalesce(${jsonbOrNull(o.target)}, target),
          result = ${jsonb(o.result)}, is_error = ${o.isError}, error = ${jsonbOrNull(o.error)},
          input_tokens = ${o.usage.inputTokens}, output_tokens = ${o.usage.outputTokens}, usage_source = ${o.usage.source},
          cost = ${o.usage.cost}::numeric, currency = ${o.usage.currency}, latency_ms = ${o.latencyMs}, ttft_ms = ${o.timeToFirstTokenMs},
          finished_at = now(), version = version + 1
        where step.id = ${o.stepId} and exists (select 1 from alive) returning step.id),
      noted as (${insertEvents(events, sql`where exists (select 1 from settled)`)})
      select 1 from settled`.execute(this.#db);
    if (rows.length === 0) throw new TurnEnded();
  }

  /** Writes that one attempt of a step failed and another will follow. @throws TurnEnded */
  async noteAttempt(fence: Fence, stepId: string, nextAttempt: number, events: readonly EventDraft[]): Promise<void> {
    const { rows } = await sql`
      with alive as (select id from execution where ${this.#holds(fence)} and phase = 'RUNNING' for share),
      tried as (update step set attempt = ${nextAttempt}, version = version + 1 where step.id = ${stepId} and exists (select 1 from alive) returning step.id),
      noted as (${insertEvents(events, sql`where exists (select 1 from tried)`)})
      select 1 from tried`.execute(this.#db);
    if (rows.length === 0) throw new TurnEnded();
  }

  /**
   * Writes how an activation or a gate stands now, also while the run is paused, and closes what is still under way in
   * an activation that has come to an end. @throws TurnEnded
   */
  async noteNode(fence: Fence, note: NodeNote, events: readonly EventDraft[]): Promise<void> {
    const { phase, result, error, target, latencyMs, closes } = note;
    const isSettled = phase === 'SUCCEEDED' || phase === 'FAILED';
    const { rows } = await sql`
      with alive as (select id from execution where ${this.#holds(fence)} and phase in ('RUNNING', 'PAUSED') for share),
      noted_step as (
        update step set phase = ${phase}, attempt = ${note.attempt}, target = coalesce(${jsonbOrNull(target)}, target),
          result = coalesce(${jsonbOrNull(result)}, result), error = ${jsonbOrNull(error)}, is_error = ${error !== null && isSettled},
          latency_ms = coalesce(${latencyMs}, latency_ms), version = version + 1,
          finished_at = ${isSettled ? sql`now()` : null}
        where step.id = ${note.stepId} and exists (select 1 from alive) returning step.id),
      closed as (
        update step set phase = 'CANCELLED', finished_at = now(), version = version + 1
        where ${closes !== null} and execution_id = ${fence.executionId}
          and (starts_with(key, ${`${closes}/`}::text) or starts_with(key, ${`${closes}@`}::text))
          and phase in ('RUNNING', 'WAITING') and exists (select 1 from noted_step)),
      noted as (${insertEvents(events, sql`where exists (select 1 from noted_step)`)})
      select 1 from noted_step`.execute(this.#db);
    if (rows.length === 0) throw new TurnEnded();
  }

  /** Ends a run that succeeded. @throws TurnEnded also when it was paused in the meantime: then it ends after `resume` */
  async succeed(fence: Fence, output: unknown, events: readonly EventDraft[]): Promise<void> {
    const { rows } = await sql`
      with done as (
        update execution set phase = 'SUCCEEDED', output = ${jsonb(output)}, finished_at = now(), updated_at = now(), version = version + 1
        where ${this.#holds(fence)} and phase = 'RUNNING' returning id),
      noted as (${insertEvents(events, sql`where exists (select 1 from done)`)})
      select 1 from done`.execute(this.#db);
    if (rows.length === 0) throw new TurnEnded();
  }

  /** Locks the fenced execution for a change of several statements. @throws TurnEnded */
  async lock(tx: Tx, fence: Fence): Promise<Execution> {
    const row = await tx
      .selectFrom('execution')
      .select(executionColumns)
      .where(this.#holds(fence))
      .where('phase', '=', 'RUNNING')
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw new TurnEnded();
    return toExecution(row);
  }

  /** Ends or parks a locked execution. What is left of its time is kept while it waits. */
  async leave(
    tx: Tx,
    execution: Execution,
    to: { phase: ExecutionPhase; reason: string; failure: ExecutionFailure | null; wakeAt?: Date | null },
  ): Promise<void> {
    const isWaiting = to.phase === 'WAITING';
    await tx
      .updateTable('execution')
      .set({
        phase: to.phase,
        reason: to.reason,
        failure: jsonbOrNull(to.failure),
        wake_at: to.wakeAt ?? null,
        version: sql<number>`version + 1`,
        updated_at: sql<Date>`now()`,
        finished_at: isWaiting ? null : sql<Date>`now()`,
        time_left_ms: sql<
          string | null
        >`case when deadline_at is not null then greatest(1, extract(epoch from deadline_at - now()) * 1000)::bigint end`,
        deadline_at: null,
      })
      .where('id', '=', execution.id)
      .execute();
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  #holds(fence: Fence): RawBuilder<boolean> {
    return sql<boolean>`id = ${fence.executionId} and fence = ${fence.token}`;
  }
}
