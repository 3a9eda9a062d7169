import type { Database, Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/ids.ts';
import type { Actor } from './identity.ts';

export interface Organization {
  id: string;
  name: string;
  createdAt: Date;
}

export interface Team {
  id: string;
  organizationId: string;
  /** Unique in the organization; what `team:<slug>` among approvers names. */
  slug: string;
  name: string;
  createdAt: Date;
}

/** Organizations as their members see them, and their teams. */
export class TeamStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(run);
  }

  async organization(actor: Actor): Promise<Organization> {
    const row = await this.#db
      .selectFrom('organization')
      .selectAll()
      .where('id', '=', actor.organizationId)
      .executeTakeFirstOrThrow();
    return { id: row.id, name: row.name, createdAt: row.created_at };
  }

  /** Every team of the organization, by slug. */
  async list(actor: Actor): Promise<Team[]> {
    return (await this.#teams(actor).execute()).map(toTeam);
  }

  /** The teams that the principal is a member of, by slug. */
  async ofPrincipal(actor: Actor, principalId: string): Promise<Team[]> {
    const rows = await this.#teams(actor)
      .innerJoin('team_member', 'team_member.team_id', 'team.id')
      .where('team_member.principal_id', '=', principalId)
      .execute();
    return rows.map(toTeam);
  }

  /** Undefined when the slug is taken. */
  async insert(tx: Tx, actor: Actor, team: { slug: string; name: string }): Promise<Team | undefined> {
    const row = await tx
      .insertInto('team')
      .values({ id: newId('team'), organization_id: actor.organizationId, ...team })
      .onConflict((conflict) => conflict.columns(['organization_id', 'slug']).doNothing())
      .returningAll()
      .executeTakeFirst();
    return row && toTeam(row);
  }

  /** Adds those of `principalIds` that are principals of the organization. @returns the ids of those */
  async addMembers(tx: Tx, actor: Actor, teamId: string, principalIds: readonly string[]): Promise<string[]> {
    const known = await tx
      .selectFrom('principal')
      .select('id')
      .where('organization_id', '=', actor.organizationId)
      .where('id', '=', (eb) => eb.fn.any(eb.val([...principalIds])))
      .execute();
    if (known.length === 0) return [];
    await tx
      .insertInto('team_member')
      .values(known.map(({ id }) => ({ team_id: teamId, principal_id: id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return known.map(({ id }) => id);
  }

  #teams(actor: Actor) {
    return this.#db
      .selectFrom('team')
      .selectAll('team')
      .where('team.organization_id', '=', actor.organizationId)
      .orderBy('team.slug');
  }
}

function toTeam(row: { id: string; organization_id: string; slug: string; name: string; created_at: Date }): Team {
  return {
    id: row.id,
    organizationId: row.organization_id,
    slug: row.slug,
    name: row.name,
    createdAt: row.created_at,
  };
}
