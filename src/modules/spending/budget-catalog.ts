import type { JournalRow } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import { type Resource, type ResourceKind, type ResourceService, resourceCursor } from '../resource/index.ts';

const pageSize = 500;

/** The budgets of an organization, and the teams that own them. */
export interface Budgets {
  budgets: readonly Resource<'Budget'>[];
  teams: readonly Resource<'Team'>[];
}

/**
 * The budgets of each organization, kept in memory so that a run without one asks the database nothing. The bus tells at
 * once, and the journal for sure, when one of them changed: then all of them are read anew.
 */
export class BudgetCatalog {
  readonly #resources: ResourceService;
  readonly #kept = new Map<string, Promise<Budgets>>();

  constructor(resources: ResourceService) {
    this.#resources = resources;
  }

  /** Those of the actor's organization. */
  budgetsOf(actor: Actor): Promise<Budgets> {
    const { organizationId } = actor;
    const known = this.#kept.get(organizationId);
    if (known) return known;
    const reading = this.#read(actor);
    this.#kept.set(organizationId, reading);
    // What could not be read is read again by the next who asks.
    reading.catch(() => {
      if (this.#kept.get(organizationId) === reading) this.#kept.delete(organizationId);
    });
    return reading;
  }

  /** Has what is kept of an organization read anew. */
  forget(organizationId: string): void {
    this.#kept.delete(organizationId);
  }

  /** Looks at what was written to the journal. */
  heed(rows: readonly JournalRow[]): void {
    for (const { type, organizationId, subjectKind } of rows) {
      const isOurs = subjectKind === 'Budget' || subjectKind === 'Team';
      if (isOurs && type.startsWith('resource.') && type !== 'resource.statusChanged') this.forget(organizationId);
    }
  }

  async #read(actor: Actor): Promise<Budgets> {
    const [budgets, teams] = await Promise.all([this.#readAll(actor, 'Budget'), this.#readAll(actor, 'Team')]);
    return { budgets, teams };
  }

  /** All of them, however many: one that was left out would not bound anything. */
  async #readAll<K extends ResourceKind>(actor: Actor, kind: K): Promise<Resource<K>[]> {
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
