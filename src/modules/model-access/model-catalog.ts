import type { Actor } from '../identity/index.ts';
import type { ModelTarget } from '../model/index.ts';
import {
  everyResource,
  KeptResources,
  type Resource,
  type ResourceKind,
  type ResourceService,
} from '../resource/index.ts';

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

/**
 * Endpoints with their keys, and agents, of each organization, kept in memory so that a call asks the database nothing.
 */
export class ModelCatalog {
  readonly #resources: ResourceService;
  readonly #endpoints: KeptResources<readonly CatalogEndpoint[]>;
  readonly #agents: KeptResources<readonly Resource<'Agent'>[]>;

  constructor(resources: ResourceService) {
    this.#resources = resources;
    this.#endpoints = new KeptResources({
      kinds: ['ModelEndpoint', 'Secret'],
      read: (actor) => this.#readEndpoints(actor),
    });
    this.#agents = new KeptResources({ kinds: ['Agent'], read: (actor) => this.#inOrder(actor, 'Agent') });
  }

  /** Every endpoint of the actor's organization, by namespace and name. */
  endpoints(actor: Actor): Promise<readonly CatalogEndpoint[]> {
    return this.#endpoints.of(actor);
  }

  /** Every agent of the actor's organization, by namespace and name. */
  agents(actor: Actor): Promise<readonly Resource<'Agent'>[]> {
    return this.#agents.of(actor);
  }

  /** Has the endpoints of the actor's organization read anew by the next who asks. */
  forget(actor: Actor): void {
    this.#endpoints.forget(actor);
  }

  /** Listens to what is written, from now on. */
  follow(tellers: Parameters<KeptResources<unknown>['follow']>[0]): void {
    this.#endpoints.follow(tellers);
    this.#agents.follow(tellers);
  }

  async #readEndpoints(actor: Actor): Promise<readonly CatalogEndpoint[]> {
    const endpoints = await this.#inOrder(actor, 'ModelEndpoint');
    return endpoints.map((resource) => ({
      id: placeOf(resource),
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

  async #inOrder<K extends ResourceKind>(actor: Actor, kind: K): Promise<Resource<K>[]> {
    const found = await everyResource(this.#resources, actor, kind);
    return found.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
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
