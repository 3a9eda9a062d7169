import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import { hashToken } from '../../platform/crypto.ts';
import type { Actor } from './identity.ts';
import type { TicketStore } from './ticket-store.ts';

const lifetimeMs = 30_000;
const prefix = 'wst_';

/** A ticket, shown once. */
export interface Ticket {
  token: string;
  expiresAt: Date;
}

/** Short-lived credentials for clients that cannot send headers, such as a browser's WebSocket. */
export class TicketService {
  readonly #store: TicketStore;
  readonly #clock: Clock;

  constructor(deps: { store: TicketStore; clock: Clock }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
  }

  /** Makes a ticket for whoever asks. It holds for 30 seconds and for one use. */
  async issue(actor: Actor): Promise<Ticket> {
    const now = this.#clock.now();
    const token = `${prefix}${randomBytes(32).toString('hex')}`;
    const expiresAt = new Date(now.getTime() + lifetimeMs);
    await this.#store.insert({ hash: hashToken(token), principalId: actor.principalId, expiresAt }, now);
    return { token, expiresAt };
  }

  /** Whom the ticket lets in; null when it is unknown, used or too old. It is used up by this. */
  async redeem(token: string): Promise<Actor | null> {
    if (!token.startsWith(prefix)) return null;
    const actor = await this.#store.redeem(hashToken(token), this.#clock.now());
    return actor ? { ...actor, requestId: null } : null;
  }
}
