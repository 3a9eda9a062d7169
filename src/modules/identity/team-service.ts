import { OrreryError } from '../../platform/errors.ts';
import { appendRecord } from '../audit/index.ts';
import { type Actor, authorize } from './identity.ts';
import type { Organization, Team, TeamStore } from './team-store.ts';

const slugPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const maxName = 100;

/** Organizations and teams. */
export class TeamService {
  readonly #store: TeamStore;

  constructor(store: TeamStore) {
    this.#store = store;
  }

  /** The organization that the actor belongs to. */
  organization(actor: Actor): Promise<Organization> {
    authorize(actor, 'identity:read');
    return this.#store.organization(actor);
  }

  list(actor: Actor): Promise<Team[]> {
    authorize(actor, 'identity:read');
    return this.#store.list(actor);
  }

  /** The teams that the actor is a member of. */
  ofActor(actor: Actor): Promise<Team[]> {
    authorize(actor, 'identity:read');
    return this.#store.ofPrincipal(actor, actor.principalId);
  }

  /** Makes a team; whoever makes it is its first member. @throws OrreryError INPUT_INVALID, NAME_TAKEN */
  async create(actor: Actor, input: { slug: string; name: string; memberIds: readonly string[] }): Promise<Team> {
    authorize(actor, 'team:write');
    const { slug, name } = input;
    if (!slugPattern.test(slug))
      throw new OrreryError('INPUT_INVALID', 'A slug has 1 to 63 lower-case letters, digits and dashes.');
    if (name.trim() === '' || name.length > maxName)
      throw new OrreryError('INPUT_INVALID', `A team needs a name of 1 to ${maxName} characters.`);
    return this.#store.transaction(async (tx) => {
      const team = await this.#store.insert(tx, actor, { slug, name: name.trim() });
      if (!team) throw new OrreryError('NAME_TAKEN', `There is already a team ${slug}.`, { facts: { slug } });
      const wanted = [...new Set([actor.principalId, ...input.memberIds])];
      const added = await this.#store.addMembers(tx, actor, team.id, wanted);
      const missing = wanted.filter((id) => !added.includes(id));
      if (missing.length > 0)
        throw new OrreryError('INPUT_INVALID', `There is no principal ${missing.join(', ')}.`, { facts: { missing } });
      const details = { slug, memberIds: added };
      const audit = [{ action: 'team.create', subjectId: team.id, namespaceId: null, details }];
      await appendRecord(tx, actor, { events: [], audit });
      return team;
    });
  }
}
