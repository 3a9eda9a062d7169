import type { Database } from '../../platform/db/index.ts';
import type { Actor, Role } from './identity.ts';

/** Tickets: each lets its principal in once. */
export class TicketStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Keeps a ticket, and forgets those whose time is over. */
  async insert(ticket: { hash: Buffer; principalId: string; expiresAt: Date }, now: Date): Promise<void> {
    await this.#db.deleteFrom('ticket').where('expires_at', '<', now).execute();
    const { hash, principalId, expiresAt } = ticket;
    await this.#db.insertInto('ticket').values({ hash, principal_id: principalId, expires_at: expiresAt }).execute();
  }

  /** Uses a ticket up. Undefined when there is none, it was used, or its time is over. */
  async redeem(hash: Buffer, now: Date): Promise<Omit<Actor, 'requestId'> | undefined> {
    const row = await this.#db
      .deleteFrom('ticket')
      .using('principal as p')
      .whereRef('p.id', '=', 'ticket.principal_id')
      .where('ticket.hash', '=', hash)
      .where('p.disabled_at', 'is', null)
      .returning(['ticket.expires_at', 'p.id', 'p.organization_id', 'p.name', 'p.kind', 'p.role'])
      .executeTakeFirst();
    if (!row || row.expires_at <= now) return undefined;
    const { id, organization_id: organizationId, name } = row;
    return { principalId: id, organizationId, name, kind: row.kind as Actor['kind'], role: row.role as Role };
  }
}
