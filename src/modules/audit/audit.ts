import { type RawBuilder, sql } from 'kysely';
import { jsonText, type Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/ids.ts';
import { appendEvents, type EventDraft, insertEvents } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';

/** One thing that somebody did. */
export interface AuditDraft {
  /** In the words of the API: `execution.cancel`. */
  action: string;
  subjectId: string;
  namespaceId: string | null;
  /** Facts worth keeping; never a secret. */
  details?: object;
}

/** An `insert into audit_entry` for use inside a larger statement; `when` is the rest of its select. */
export function insertAudit(
  actor: Actor,
  drafts: readonly AuditDraft[],
  when: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
  const records = drafts.map((draft) => ({
    id: newId('audit'),
    namespace_id: draft.namespaceId,
    action: draft.action,
    subject_id: draft.subjectId,
    details: draft.details ?? {},
  }));
  return sql`insert into audit_entry (id, organization_id, namespace_id, actor_id, action, subject_id, request_id, details)
    select id, ${actor.organizationId}, namespace_id, ${actor.principalId}, action, subject_id, ${actor.requestId}, details
    from jsonb_to_recordset(${jsonText(records)}::jsonb)
      as draft(id text, namespace_id text, action text, subject_id text, details jsonb) ${when}`;
}

/** Writes what happened and who did it, as one statement in the transaction that does it. */
export async function appendRecord(
  tx: Tx,
  actor: Actor,
  record: { events: readonly EventDraft[]; audit: readonly AuditDraft[] },
): Promise<void> {
  const { events, audit } = record;
  if (audit.length === 0) return appendEvents(tx, events);
  const noted = events.length === 0 ? sql`` : sql`with noted as (${insertEvents(events)})`;
  await sql`${noted} ${insertAudit(actor, audit)}`.execute(tx);
}
