import { type Database, keyset, type Page, type PageRequest, toPage } from '../../platform/db/index.ts';
import type { Actor } from '../identity/index.ts';

export interface AuditEntry {
  id: string;
  actorId: string;
  action: string;
  subjectId: string;
  namespaceId: string | null;
  requestId: string | null;
  details: unknown;
  at: Date;
}

/** Reads the audit trail of the actor's organization. */
export class AuditStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Newest first. */
  async list(
    actor: Actor,
    page: PageRequest,
    filter: { subjectId?: string | undefined } = {},
  ): Promise<Page<AuditEntry>> {
    const keys = keyset(page);
    let query = this.#db
      .selectFrom('audit_entry')
      .selectAll()
      .where('organization_id', '=', actor.organizationId)
      .orderBy('id', keys.backward ? 'asc' : 'desc')
      .limit(keys.limit);
    if (filter.subjectId !== undefined) query = query.where('subject_id', '=', filter.subjectId);
    if (keys.after !== undefined) query = query.where('id', '<', keys.after);
    if (keys.before !== undefined) query = query.where('id', '>', keys.before);
    const rows = await query.execute();
    return toPage(
      rows.map((row) => ({
        id: row.id,
        actorId: row.actor_id,
        action: row.action,
        subjectId: row.subject_id,
        namespaceId: row.namespace_id,
        requestId: row.request_id,
        details: row.details,
        at: row.at,
      })),
      keys,
    );
  }
}
