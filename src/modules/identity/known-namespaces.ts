import type { Actor } from './identity.ts';
import type { Namespace } from './identity-store.ts';

const maxKnown = 10_000;

/** Namespaces that were read before. A namespace never changes and never goes, so what is known stays true. */
export class KnownNamespaces {
  readonly #byId = new Map<string, Namespace>();
  readonly #byName = new Map<string, Namespace>();

  byId(actor: Actor, id: string): Namespace | undefined {
    const found = this.#byId.get(id);
    return found?.organizationId === actor.organizationId ? found : undefined;
  }

  byName(actor: Actor, name: string): Namespace | undefined {
    return this.#byName.get(`${actor.organizationId}/${name}`);
  }

  keep(namespaces: readonly Namespace[]): void {
    if (this.#byId.size > maxKnown) {
      this.#byId.clear();
      this.#byName.clear();
    }
    for (const namespace of namespaces) {
      this.#byId.set(namespace.id, namespace);
      this.#byName.set(`${namespace.organizationId}/${namespace.name}`, namespace);
    }
  }
}
