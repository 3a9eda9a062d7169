import type { JournalRow } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import { Rulebook } from '../policy/index.ts';
import { type Resource, type ResourceService, resourceCursor } from '../resource/index.ts';
import { agentRoleInput, isGoverning, policyInput, toolPermissionInput } from './written-rules.ts';

const pageSize = 500;

/**
 * The rulebook of each organization, kept in memory so that no call asks the database for policies. The bus tells at
 * once, and the journal for sure, when what is written in it changed: then all of it is read anew.
 */
export class RulebookCatalog {
  readonly #resources: ResourceService;
  readonly #rulebooks = new Map<string, Promise<Rulebook>>();

  constructor(resources: ResourceService) {
    this.#resources = resources;
  }

  /** What the actor's organization has written down. */
  rulebookOf(actor: Actor): Promise<Rulebook> {
    const { organizationId } = actor;
    const known = this.#rulebooks.get(organizationId);
    if (known) return known;
    const reading = this.#read(actor);
    this.#rulebooks.set(organizationId, reading);
    // What could not be read is read again by the next who asks.
    reading.catch(() => {
      if (this.#rulebooks.get(organizationId) === reading) this.#rulebooks.delete(organizationId);
    });
    return reading;
  }

  /** Has what is kept of an organization read anew. */
  forget(organizationId: string): void {
    this.#rulebooks.delete(organizationId);
  }

  /** Looks at what was written to the journal. */
  heed(rows: readonly JournalRow[]): void {
    for (const { type, organizationId, subjectKind } of rows) {
      if (type.startsWith('resource.') && isGoverning(subjectKind)) this.forget(organizationId);
    }
  }

  async #read(actor: Actor): Promise<Rulebook> {
    const [policies, roles, permissions] = await Promise.all([
      this.#readAll(actor, 'Policy'),
      this.#readAll(actor, 'AgentRole'),
      this.#readAll(actor, 'ToolPermission'),
    ]);
    return new Rulebook({
      policies: policies.map(policyInput),
      roles: roles.map(agentRoleInput),
      permissions: permissions.map(toolPermissionInput),
    });
  }

  /** All of them, however many: one that was left out would not be heeded. */
  async #readAll<K extends 'Policy' | 'AgentRole' | 'ToolPermission'>(actor: Actor, kind: K): Promise<Resource<K>[]> {
    const found: Resource[] = [];
    for (let after: string | undefined; ; ) {
      const { items, hasNextPage } = await this.#resources.list(actor, { kind }, { first: pageSize, after });
      found.push(...items);
      const last = items.at(-1);
      if (!hasNextPage || !last) return found as Resource<K>[];
      after = resourceCursor(last);
    }
  }
}
