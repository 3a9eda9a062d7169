import { sql } from 'kysely';
import { type Database, jsonb } from '../../platform/db/index.ts';
import { readSeen, type SeenPage } from '../../platform/journal/index.ts';
import type { ApprovalSelection } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Approval } from './approval.ts';
import { toApproval } from './approval-store.ts';

/** Which approvals are listed: what is followed of them by their changes, in some namespaces. */
export interface ListedSelection extends ApprovalSelection {
  /** None of these namespaces, nothing. */
  namespaceIds?: readonly string[] | undefined;
  executionId?: string | undefined;
}

/** Lists of approvals that are followed by their changes. */
export class ApprovalListStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Approvals after an id, by id. */
  async page(
    actor: Actor,
    selection: ListedSelection,
    range: { after: string | null; limit: number },
  ): Promise<SeenPage<Approval>> {
    const { namespaceIds, executionId, name, category, labels, phases } = selection;
    let query = this.#db
      .selectFrom('approval')
      .selectAll('approval')
      .where('organization_id', '=', actor.organizationId)
      .orderBy('id')
      .limit(range.limit);
    if (namespaceIds) query = query.where('namespace_id', '=', (eb) => eb.fn.any(eb.val([...namespaceIds])));
    if (executionId !== undefined) query = query.where('execution_id', '=', executionId);
    if (name !== undefined) query = query.where('name', '=', name);
    if (category !== undefined) query = query.where('category', '=', category);
    if (phases) query = query.where('phase', '=', (eb) => eb.fn.any(eb.val([...phases])));
    if (labels) query = query.where(sql<boolean>`labels @> ${jsonb(labels)}`);
    if (range.after !== null) query = query.where('id', '>', range.after);
    const { items, snapshot } = await readSeen(this.#db, query);
    return { items: items.map(toApproval), snapshot };
  }
}
