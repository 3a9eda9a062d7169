import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import {
  type Database,
  jsonb,
  jsonbOrNull,
  keyset,
  type Page,
  type PageRequest,
  type Tx,
  toPage,
} from '../../platform/db/index.ts';
import { groupBy } from '../../platform/group.ts';
import { type EventDraft, insertEvents } from '../../platform/journal/index.ts';
import { type AuditDraft, insertAudit } from '../audit/index.ts';
import { draftEvent } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Reservation } from './budget-keeper.ts';
import type { Execution, ExecutionKind, ExecutionPhase, PlannedExecution } from './execution.ts';
import {
  type ExecutionRow,
  executionColumns,
  shownColumns,
  shownText,
  toExecution,
  toPlanned,
  toStep,
} from './rows.ts';
import type { Step } from './step.ts';

export interface ExecutionFilter {
  namespaceId?: string | undefined;
  name?: string | undefined;
  agentId?: string | undefined;
  conversation?: string | undefined;
  /** Of any agent of this name. */
  agentName?: string | undefined;
  kinds?: readonly ExecutionKind[] | undefined;
  /** The id of the resource that they are runs of. */
  definitionId?: string | undefined;
  /** Of any definition of this name. */
  definitionName?: string | undefined;
  phases?: readonly ExecutionPhase[] | undefined;
  labels?: Record<string, string> | undefined;
  since?: Date | undefined;
}

/** What a new execution is made of; the rest has the table's defaults. */
export interface NewExecution
  extends Pick<
    PlannedExecution,
    | 'id'
    | 'organizationId'
    | 'namespaceId'
    | 'kind'
    | 'name'
    | 'agentId'
    | 'agentName'
    | 'definition'
    | 'graph'
    | 'input'
    | 'labels'
    | 'trigger'
    | 'startedBy'
    | 'forkedFromId'
    | 'forkedFromStep'
    | 'replayMode'
    | 'idempotencyKey'
    | 'requestHash'
    | 'repeatKey'
    | 'conversation'
    | 'screening'
    | 'maxSteps'
    | 'timeoutMs'
  > {
  /** Written, but not to be run before it is resumed. */
  isHeld?: boolean;
  /** What it keeps free of budgets; absent when none bounds it. */
  reservation?: Reservation;
}

/** What is written together with a new execution. */
export interface Along {
  actor: Actor;
  events: readonly EventDraft[];
  audit: AuditDraft;
  /** The expression that enqueues its first turn. */
  turn: RawBuilder<unknown>;
}

/** The new execution as it would stand after its start, for a dry run. */
export function unstarted(fresh: NewExecution, at: Date): PlannedExecution {
  return {
    ...fresh,
    ...{
      phase: fresh.isHeld === true ? 'PENDING' : 'QUEUED',
      reason: null,
      output: null,
      failure: null,
      parentId: null,
      deadlineAt: null,
      wakeAt: null,
      workerId: null,
    },
    ...{ turn: 1, fence: 0, version: 1, inputTokens: 0, outputTokens: 0, modelCalls: 0, toolCalls: 0 },
    ...{ cost: '0', currency: 'USD', createdAt: at, updatedAt: at, startedAt: null, finishedAt: null },
  };
}

// Asked so often that building the statement each time would cost as much as running it.
const byName = `select ${shownText} from execution
  where organization_id = $1 and namespace_id = $2 and name = $3`;

/** Executions and steps as the graph reads them, and the changes that come from outside a run. */
export class ExecutionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  async findMany(actor: Actor, ids: readonly string[]): Promise<Execution[]> {
    const query = this.#within(actor).where('id', '=', (eb) => eb.fn.any(eb.val([...ids])));
    return (await query.execute()).map(toExecution);
  }

  async findPlanned(actor: Actor, ids: readonly string[], db: Database | Tx = this.#db): Promise<PlannedExecution[]> {
    const query = this.#within(actor, db)
      .select('graph')
      .where('id', '=', (eb) => eb.fn.any(eb.val([...ids])));
    return (await query.execute()).map(toPlanned);
  }

  async findByName(actor: Actor, namespaceId: string, name: string): Promise<Execution | undefined> {
    const parameters = [actor.organizationId, namespaceId, name];
    const { rows } = await this.#db.executeQuery<ExecutionRow>(CompiledQuery.raw(byName, parameters));
    return rows[0] && toExecution(rows[0]);
  }

  async findByIdempotencyKey(actor: Actor, namespaceId: string, key: string): Promise<Execution | undefined> {
    const query = this.#within(actor).where('namespace_id', '=', namespaceId).where('idempotency_key', '=', key);
    const row = await query.executeTakeFirst();
    return row && toExecution(row);
  }

  /** Newest first. */
  async list(
    actor: Actor,
    filter: ExecutionFilter,
    page: PageRequest,
    db: Database | Tx = this.#db,
  ): Promise<Page<Execution>> {
    const keys = keyset(page);
    let query = this.#matching(actor, filter, db)
      .select(shownColumns)
      .orderBy('id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit)
      .offset(keys.offset);
    if (keys.after !== undefined) query = query.where('id', '<', keys.after);
    if (keys.before !== undefined) query = query.where('id', '>', keys.before);
    return toPage((await query.execute()).map(toExecution), keys);
  }

  async count(actor: Actor, filter: ExecutionFilter): Promise<number> {
    const query = this.#matching(actor, filter).select((eb) => eb.fn.countAll<string>().as('count'));
    return Number((await query.executeTakeFirstOrThrow()).count);
  }

  /** How many executions each of these agents has; those without any are left out. */
  async countOfAgents(actor: Actor, agentIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('execution')
      .select((eb) => ['agent_id', eb.fn.countAll<string>().as('count')])
      .where('organization_id', '=', actor.organizationId)
      .where('agent_id', '=', (eb) => eb.fn.any(eb.val([...agentIds])))
      .groupBy('agent_id')
      .execute();
    return new Map(rows.map((row) => [row.agent_id ?? '', Number(row.count)]));
  }

  /** The newest run of each of these resources; those without any are left out. */
  async newestOfDefinitions(actor: Actor, ids: readonly string[]): Promise<Map<string, Execution>> {
    const { rows } = await sql<ExecutionRow>`
      select e.* from unnest(${[...ids]}::text[]) as wanted(id)
      cross join lateral (
        select ${sql.raw(shownText)} from execution
        where definition_id = wanted.id and organization_id = ${actor.organizationId}
        order by execution.id desc limit 1) e`.execute(this.#db);
    return new Map(rows.map(toExecution).map((execution) => [execution.definition?.id ?? '', execution]));
  }

  /**
   * The first executions of many agents in one query, newest first: what a list of agents with their runs needs.
   * @returns up to `limit` executions for each agent id
   */
  async firstOfAgents(actor: Actor, agentIds: readonly string[], limit: number): Promise<Map<string, Execution[]>> {
    const rows = await this.#db
      .selectFrom(sql<{ wanted: string }>`unnest(${[...agentIds]}::text[])`.as<'a'>(sql`a(wanted)`))
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('execution')
            .select(shownColumns)
            .whereRef('execution.agent_id', '=', 'a.wanted')
            .where('execution.organization_id', '=', actor.organizationId)
            .orderBy('execution.id', 'desc')
            .limit(limit)
            .as('e'),
        (join) => join.onTrue(),
      )
      .selectAll('e')
      .execute();
    return groupBy(rows.map(toExecution), (execution) => execution.agentId ?? '');
  }

  async stepsOf(actor: Actor, executionIds: readonly string[]): Promise<Step[]> {
    const rows = await this.#db
      .selectFrom('step')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('execution_id', '=', (eb) => eb.fn.any(eb.val([...executionIds])))
      .orderBy('execution_id')
      .orderBy('ordinal')
      .execute();
    return rows.map(toStep);
  }

  async findSteps(actor: Actor, ids: readonly string[], db: Database | Tx = this.#db): Promise<Step[]> {
    const rows = await db
      .selectFrom('step')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', (eb) => eb.fn.any(eb.val([...ids])))
      .execute();
    return rows.map(toStep);
  }

  /**
   * Writes a new execution, its events, its audit entry and its first turn as one statement: all of it or, when the
   * name or the idempotency key is taken, nothing. @returns the execution if it was written
   */
  async insert(execution: NewExecution, along: Along, tx: Database | Tx = this.#db): Promise<Execution | undefined> {
    const e = execution;
    const held = e.reservation;
    const columns = sql.join(executionColumns.map((column) => sql.ref(column)));
    const { rows } = await sql<ExecutionRow>`
      with made as (
        insert into execution (id, organization_id, namespace_id, kind, name, phase, agent_id, agent_name, definition_kind, definition_id, definition_name, graph, input, labels, trigger,
          started_by, forked_from_id, forked_from_step, replay_mode, idempotency_key, request_hash, repeat_key,
          conversation, screening, max_steps, timeout_ms, time_left_ms, reserved_usd, reserved_tokens, cost_limit_usd)
        values (${e.id}, ${e.organizationId}, ${e.namespaceId}, ${e.kind}, ${e.name}, ${e.isHeld === true ? 'PENDING' : 'QUEUED'}, ${e.agentId}, ${e.agentName},
          ${e.definition?.kind ?? null}, ${e.definition?.id ?? null}, ${e.definition?.name ?? null},
          ${jsonb(e.graph)}, ${jsonb(e.input)}, ${jsonb(e.labels)}, ${e.trigger}, ${e.startedBy}, ${e.forkedFromId}, ${e.forkedFromStep}, ${e.replayMode},
          ${e.idempotencyKey}, ${e.requestHash}, ${e.repeatKey}, ${e.conversation}, ${jsonbOrNull(e.screening)}, ${e.maxSteps}, ${e.timeoutMs}, ${e.timeoutMs},
          ${held?.usd ?? null}::numeric, ${held?.tokens ?? null}::bigint, ${held?.costLimitUsd ?? null}::numeric)
        on conflict do nothing returning ${columns}),
      noted as (${insertEvents(along.events, sql`where exists (select 1 from made)`)}),
      audited as (${insertAudit(along.actor, [along.audit], sql`where exists (select 1 from made)`)})
      select made.*, ${e.isHeld === true ? sql`null` : along.turn} from made`.execute(tx);
    const [row] = rows;
    return row && toExecution(row);
  }

  /** Until the transaction ends nobody else who would start an execution with an equal key gets past here. */
  async lockStart(tx: Tx, key: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  }

  /** Locks the execution for a change from outside. Growing the fence shuts out the worker that runs it. */
  async lock(tx: Tx, actor: Actor, id: string): Promise<Execution | undefined> {
    const row = await tx
      .selectFrom('execution')
      .select(executionColumns)
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    return row && toExecution(row);
  }

  /** Saves what a change from outside set on a locked execution. `shutOut` ends the running turn's right to write. */
  async save(tx: Tx, execution: Execution, shutOut: boolean): Promise<Execution> {
    const row = await tx
      .updateTable('execution')
      .set({
        phase: execution.phase,
        reason: execution.reason,
        failure: jsonbOrNull(execution.failure),
        turn: execution.turn,
        finished_at: execution.finishedAt,
        updated_at: sql<Date>`now()`,
        version: sql<number>`version + 1`,
        ...(shutOut ? { fence: sql<number>`fence + 1` } : {}),
      })
      .where('id', '=', execution.id)
      .returning(executionColumns)
      .executeTakeFirstOrThrow();
    return toExecution(row);
  }

  /** Ends the steps that still stand open. @returns the events of the tool calls among them */
  async closeSteps(tx: Tx, execution: Execution, actorId: string | null): Promise<EventDraft[]> {
    const { id, organizationId, namespaceId, name: executionName, agentId } = execution;
    const closed = await tx
      .updateTable('step')
      .set({ phase: 'CANCELLED', finished_at: sql<Date>`now()`, version: sql<number>`version + 1` })
      .where('execution_id', '=', id)
      .where('phase', 'in', ['PENDING', 'RUNNING', 'WAITING'])
      .returning(['id', 'key', 'name', 'kind'])
      .execute();
    const place = { organizationId, namespaceId, actorId, executionId: id, executionName, agentId };
    return closed
      .filter(({ kind }) => kind === 'TOOL')
      .map((step) =>
        draftEvent('toolCall.cancelled', { ...place, subjectId: step.id }, { key: step.key, tool: step.name }),
      );
  }

  /**
   * Copies settled steps of one execution into another as results to reuse: those before `ordinal`, or all. Their ids
   * begin with the time of the new execution, because tool calls are listed by their ids, newest first.
   */
  async copySteps(tx: Tx, options: { from: string; to: string; beforeOrdinal: number | null }): Promise<void> {
    // An activation that ended only after the fork's step began would hide what the fork is to do again.
    const began = sql`(select created_at from step where execution_id = ${options.from} and ordinal = ${options.beforeOrdinal})`;
    const limit =
      options.beforeOrdinal === null
        ? sql``
        : sql`and ordinal < ${options.beforeOrdinal} and (kind <> 'NODE' or finished_at <= ${began})`;
    await sql`
      insert into step (id, organization_id, execution_id, key, ordinal, node, kind, name, phase, attempt, resource_id, target,
        arguments, result, is_error, error, decision, side_effect, idempotency_key, recorded_from, input_tokens, output_tokens,
        usage_source, cost, currency, latency_ms, ttft_ms, started_at, finished_at)
      select 'stp_' || substr(${options.to}, 5, 10) || substr(md5(${options.to} || key), 1, 16), organization_id, ${options.to}, key, ordinal, node, kind, name, phase,
        attempt, resource_id, target, arguments, result, is_error, error, decision, side_effect, ${options.to} || ':' || key, id,
        input_tokens, output_tokens, usage_source, cost, currency, latency_ms, ttft_ms, started_at, finished_at
      from step where execution_id = ${options.from} and phase in ('SUCCEEDED', 'FAILED', 'SKIPPED') ${limit}`.execute(
      tx,
    );
  }

  #within(actor: Actor, db: Database | Tx = this.#db) {
    return db.selectFrom('execution').select(shownColumns).where('organization_id', '=', actor.organizationId);
  }

  #matching(actor: Actor, filter: ExecutionFilter, db: Database | Tx = this.#db) {
    const { namespaceId, name, agentId, agentName, kinds, definitionId, definitionName, ...rest } = filter;
    const { conversation, phases, labels, since } = rest;
    let query = db.selectFrom('execution').where('organization_id', '=', actor.organizationId);
    if (namespaceId !== undefined) query = query.where('namespace_id', '=', namespaceId);
    if (name !== undefined) query = query.where('name', '=', name);
    if (agentId !== undefined) query = query.where('agent_id', '=', agentId);
    if (kinds) query = query.where('kind', '=', (eb) => eb.fn.any(eb.val([...kinds])));
    if (definitionId !== undefined) query = query.where('definition_id', '=', definitionId);
    if (definitionName !== undefined) query = query.where('definition_name', '=', definitionName);
    if (conversation !== undefined) query = query.where('conversation', '=', conversation);
    if (agentName !== undefined) {
      query = query.where('agent_id', 'in', (eb) =>
        eb
          .selectFrom('resource')
          .select('resource.id')
          .where('resource.organization_id', '=', actor.organizationId)
          .where('resource.kind', '=', 'Agent')
          .where('resource.name', '=', agentName),
      );
    }
    if (phases) query = query.where('phase', '=', (eb) => eb.fn.any(eb.val([...phases])));
    if (labels) query = query.where(sql<boolean>`labels @> ${jsonb(labels)}`);
    if (since) query = query.where('created_at', '>=', since);
    return query;
  }
}
