import type { JournalRow } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { ModelTarget } from '../model/index.ts';
import { type Resource, type ResourceKind, type ResourceService, resourceCursor } from '../resource/index.ts';

const pageSize = 500;
/** A catalog is a convenience for callers; nobody reads more names than this. */
const maxPages = 20;

/** A ModelEndpoint ready to be called. */
export interface CatalogEndpoint {
  /** `<namespace>/<name>`. */
  id: string;
  resource: Resource<'ModelEndpoint'>;
  /** How it is reached, with its key. @throws OrreryError SECRET_UNRESOLVED */
  target(): Promise<ModelTarget>;
}

/** How `endpoint` is reached with `apiKey`. */
export function modelTarget({ spec }: Resource<'ModelEndpoint'>, apiKey: string | undefined): ModelTarget {
  return {
    provider: spec.provider,
    model: spec.model,
    options: spec.options,
    allowPrivate: spec.allowPrivate,
    ...(spec.baseUrl === undefined ? {} : { baseUrl: spec.baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(spec.pricing === undefined ? {} : { pricing: spec.pricing }),
    ...(spec.script === undefined ? {} : { script: spec.script }),
  };
}

interface Shelf {
  endpoints?: Promise<readonly CatalogEndpoint[]>;
  agents?: Promise<readonly Resource<'Agent'>[]>;
}

/**
 * Endpoints with their keys, and agents, of each organization, kept in memory so that a call asks the
 * database nothing. The bus tells at once, and the journal for sure, when an organization's resources changed: then all
 * of its are read anew.
 */
export class ModelCatalog {
  readonly #resources: ResourceService;
  readonly #shelves = new Map<string, Shelf>();

  constructor(resources: ResourceService) {
    this.#resources = resources;
  }

  /** Every endpoint of the actor's organization, by namespace and name. */
  endpoints(actor: Actor): Promise<readonly CatalogEndpoint[]> {
    const shelf = this.#shelf(actor.organizationId);
    shelf.endpoints ??= this.#kept(actor, this.#readEndpoints(actor));
    return shelf.endpoints;
  }

  /** Every agent of the actor's organization, by namespace and name. */
  agents(actor: Actor): Promise<readonly Resource<'Agent'>[]> {
    const shelf = this.#shelf(actor.organizationId);
    shelf.agents ??= this.#kept(actor, this.#readAll(actor, 'Agent'));
    return shelf.agents;
  }

  /** Has what is kept of an organization read anew. */
  forget(organizationId: string): void {
    this.#shelves.delete(organizationId);
  }

  /** Looks at what was written to the journal. */
  heed(rows: readonly JournalRow[]): void {
    for (const { type, organizationId } of rows) if (type.startsWith('resource.')) this.forget(organizationId);
  }

  #shelf(organizationId: string): Shelf {
    const known = this.#shelves.get(organizationId);
    if (known) return known;
    const shelf: Shelf = {};
    this.#shelves.set(organizationId, shelf);
    return shelf;
  }

  /** What could not be read is read again by the next who asks. */
  #kept<T>(actor: Actor, reading: Promise<T>): Promise<T> {
    reading.catch(() => this.forget(actor.organizationId));
    return reading;
  }

  async #readEndpoints(actor: Actor): Promise<readonly CatalogEndpoint[]> {
    const endpoints = await this.#readAll(actor, 'ModelEndpoint');
    return endpoints.map((resource) => ({
      id: `${resource.namespace}/${resource.name}`,
      resource,
      target: once(async () => modelTarget(resource, await this.#apiKey(actor, resource))),
    }));
  }

  async #apiKey(actor: Actor, { namespace, spec }: Resource<'ModelEndpoint'>): Promise<string | undefined> {
    const { secret } = spec;
    if (secret === undefined) return undefined;
    const { name, key = 'value' } = secret;
    return this.#resources.secretValue(actor, { namespace: secret.namespace ?? namespace, name, key });
  }

  async #readAll<K extends ResourceKind>(actor: Actor, kind: K): Promise<Resource<K>[]> {
    const found: Resource[] = [];
    let after: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const { items, hasNextPage } = await this.#resources.list(actor, { kind }, { first: pageSize, after });
      found.push(...items);
      const last = items.at(-1);
      if (!hasNextPage || !last) break;
      after = resourceCursor(last);
    }
    return (found as Resource<K>[]).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }
}

function placeOf({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** Runs `make` for the first who asks; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    if (made) return made;
    made = make();
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
}
