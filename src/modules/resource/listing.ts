import { isSeen, type Position, type Snapshot } from '../../platform/journal/index.ts';
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

/** A stretch of names of one namespace that was read by one statement. */
interface Stretch {
  /** The last name in it; null when it goes on to the end. */
  upTo: Pick<Resource, 'name' | 'kind'> | null;
  snapshot: Snapshot;
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
  readonly #stretches = new Map<string, Stretch[]>();
  /** No transaction from here on is shown by any page. */
  #horizon = 0n;

  constructor(store: ResourceStore, actor: Actor, about: { namespaces: readonly Namespace[]; filter: ListingFilter }) {
    this.#store = store;
    this.#actor = actor;
    this.#namespaces = about.namespaces;
    this.#filter = about.filter;
  }

  /** Every resource, once. */
  async *resources(): AsyncGenerator<Resource> {
    for (const { id } of this.#namespaces) {
      let after: Stretch['upTo'] = null;
      do {
        const page = await this.#store.page(this.#actor, this.#filter, { namespaceId: id, after, limit: pageRows });
        after = page.resources.length < pageRows ? null : (page.resources.at(-1) ?? null);
        this.#note(id, { upTo: after, snapshot: page.snapshot });
        yield* page.resources;
      } while (after !== null);
    }
  }

  /** Whether the listing shows a resource as this change left it, or as a later one did. */
  shows(change: { position: Position; namespaceId: string; kind: string; name: string }): boolean {
    const { xid } = change.position;
    if (xid >= this.#horizon) return false;
    const stretch = this.#stretches
      .get(change.namespaceId)
      ?.find(({ upTo }) => upTo === null || !isAfter(change, upTo));
    return stretch !== undefined && isSeen(stretch.snapshot, xid);
  }

  #note(namespaceId: string, stretch: Stretch): void {
    const stretches = this.#stretches.get(namespaceId) ?? [];
    stretches.push(stretch);
    this.#stretches.set(namespaceId, stretches);
    if (stretch.snapshot.next > this.#horizon) this.#horizon = stretch.snapshot.next;
  }
}

/** Whether `a` comes after `b` byte by byte, as the database orders them for a listing. */
function isAfter(a: { name: string; kind: string }, b: { name: string; kind: string }): boolean {
  return (compareBytes(a.name, b.name) || compareBytes(a.kind, b.kind)) > 0;
}

function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
