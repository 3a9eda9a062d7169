import { sql } from 'kysely';
import type { Database } from '../../platform/db/index.ts';

/** Runs, of all organizations, for which something has to be done without anybody asking. */
export class UnattendedRunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Executions of all organizations that wait for a time before `now`, the most overdue first. */
  dueToWake(now: Date, limit: number): Promise<{ id: string; organizationId: string }[]> {
    return this.#db
      .selectFrom('execution')
      .select(['id', 'organization_id as organizationId'])
      .where('phase', '=', 'WAITING')
      .where('wake_at', '<=', now)
      .orderBy('wake_at')
      .limit(limit)
      .execute();
  }

  /** Unfinished runs, of all organizations, of tasks that are no more. */
  async orphans(limit: number): Promise<{ id: string; organizationId: string }[]> {
    const { rows } = await sql<{ id: string; organizationId: string }>`
      select e.id, e.organization_id as "organizationId" from execution e
      where e.definition_kind = 'Task' and e.phase in ('PENDING', 'QUEUED', 'RUNNING', 'WAITING', 'PAUSED')
        and not exists (select 1 from resource r where r.id = e.definition_id)
      limit ${limit}`.execute(this.#db);
    return rows;
  }
}
