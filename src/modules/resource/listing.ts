import { type Position, SeenStretches } from '../../platform/journal/index.ts';
import type { Actor, Namespace } from '../identity/index.ts';
import type { ResourceKind } from './kinds/index.ts';
import type { Resource } from './resource.ts';
import type { ResourceStore } from './resource-store.ts';

const pageRows = 200;

/** Which resources a listing shows; absent means any. */
export interface ListingFilter {
  kinds?: readonly ResourceKind[] | undefined;
  name?: string | undefined;
  labels?: Record<string, string> | undefined;
}

/** By what the resources of a namespace are listed. */
interface Place {
  name: string;
  kind: string;
}

/**
 * All resources of some namespaces as they are now, by namespace and name, in pages. While later pages are read the
 * resources go on changing; the listing knows of every change whether it shows it already, and keeps for that only what
 * each page's statement saw.
 */
export class ResourceListing {
  readonly #store: ResourceStore;
  readonly #actor: Actor;
  readonly #namespaces: readonly Namespace[];
  readonly #filter: ListingFilter;
  readonly #seen = new Map<string, SeenStretches<Place>>();

  constructor(store: ResourceStore, actor: Actor, about: { namespaces: readonly Namespace[]; filter: ListingFilter }) {
    this.#store = store;
    this.#actor = actor;
    this.#namespaces = about.namespaces;
    this.#filter = about.filter;
  }

  /** Every resource, once. */
  async *resources(): AsyncGenerator<Resource> {
    for (const { id } of this.#namespaces) {
      const seen = new SeenStretches(isAfter);
      this.#seen.set(id, seen);
      let after: Pick<Resource, 'name' | 'kind'> | null = null;
      do {
        const page = await this.#store.page(this.#actor, this.#filter, { namespaceId: id, after, limit: pageRows });
        after = page.resources.length < pageRows ? null : (page.resources.at(-1) ?? null);
        seen.note(after, page.snapshot);
        yield* page.resources;
      } while (after !== null);
    }
  }

  /** Whether the listing shows a resource as this change left it, or as a later one did. */
  shows(change: Place & { position: Position; namespaceId: string }): boolean {
    return this.#seen.get(change.namespaceId)?.shows(change, change.position) ?? false;
  }
}

/** Whether `a` comes after `b` byte by byte, as the database orders them for a listing. */
function isAfter(a: Place, b: Place): boolean {
  return (compareBytes(a.name, b.name) || compareBytes(a.kind, b.kind)) > 0;
}

function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
