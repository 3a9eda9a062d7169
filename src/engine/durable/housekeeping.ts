import { type Selectable, sql } from 'kysely';
import type { ApprovalService } from '../../modules/approval/index.ts';
import { draftEvent } from '../../modules/event/index.ts';
import type { RunKeeper } from '../../modules/execution/index.ts';
import type { DecidedCallStore } from '../../modules/governance/index.ts';
import type { Actor } from '../../modules/identity/index.ts';
import type { ResourcePastStore } from '../../modules/resource/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { execution } from '../../platform/db/generated/schema.ts';
import type { Database } from '../../platform/db/index.ts';
import { appendEvents, type Journal, journalChannel } from '../../platform/journal/index.ts';
import type { Logger } from '../../platform/log.ts';

const everyMs = 1_000;
const slowEvery = 300;
const finishedTurnsKeptMs = 3_600_000;

export interface HousekeepingDeps {
  db: Database;
  journal: Journal;
  approvals: ApprovalService;
  past: ResourcePastStore;
  decisions: DecidedCallStore;
  keeper: RunKeeper;
  bus: Bus;
  clock: Clock;
  log: Logger;
  retentionMs: number;
  systemActor: (organizationId: string) => Actor;
}

/** What has to happen without anybody asking: approvals expire, dead runs are marked, old rows go. */
export class Housekeeping {
  readonly #deps: HousekeepingDeps;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #rounds = 0;

  constructor(deps: HousekeepingDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#working ??= this.#round()
        .catch((error: Error) => this.#deps.log.warn({ reason: error.message }, 'housekeeping failed; trying again'))
        .finally(() => {
          this.#working = undefined;
        });
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }

  async #round(): Promise<void> {
    const { approvals, keeper, past, decisions, journal, clock, retentionMs, systemActor } = this.#deps;
    await approvals.expire(systemActor);
    await keeper.wakeDue(systemActor);
    await keeper.cancelOrphans(systemActor);
    if (this.#rounds++ % slowEvery !== 0) return;
    await this.#deadLetter();
    const oldest = new Date(clock.now().getTime() - retentionMs);
    await journal.trim(oldest);
    await past.forget(oldest);
    await decisions.forget(oldest);
    await sql`delete from dbos.workflow_status where status = 'SUCCESS'
      and updated_at < ${clock.now().getTime() - finishedTurnsKeptMs}`.execute(this.#deps.db);
  }

  /** Ends executions whose turn the engine has given up: nobody would ever run them again. */
  async #deadLetter(): Promise<void> {
    const { db, bus, systemActor } = this.#deps;
    const reason = 'The engine gave up on this run after too many crashes.';
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<
        Pick<Selectable<execution>, 'id' | 'organization_id' | 'namespace_id' | 'name' | 'agent_id'>
      >`
        update execution e set phase = 'DEAD_LETTERED', reason = ${reason}, finished_at = now(), fence = fence + 1, version = version + 1
        from dbos.workflow_status w where w.workflow_uuid = e.id || ':' || e.turn and e.phase in ('QUEUED', 'RUNNING')
          and w.status in ('ERROR', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') returning e.id, e.organization_id, e.namespace_id, e.name,
            e.agent_id`.execute(tx);
      await appendEvents(
        tx,
        rows.map((row) =>
          draftEvent(
            'execution.finished',
            {
              organizationId: row.organization_id,
              namespaceId: row.namespace_id,
              actorId: systemActor(row.organization_id).principalId,
              subjectId: row.id,
              executionId: row.id,
              executionName: row.name,
              agentId: row.agent_id,
            },
            { phase: 'DEAD_LETTERED', reason },
          ),
        ),
      );
    });
    bus.publish(journalChannel, '');
  }
}
