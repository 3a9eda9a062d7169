import type { Bus } from '../../platform/bus/index.ts';
import type { JournalRow } from '../../platform/journal/index.ts';
import type { Actor } from '../identity/index.ts';
import type { ResourceKind } from './kinds/index.ts';
import type { Resource } from './resource.ts';
import { resourceNewsOf, resourcesChannel } from './resource-news.ts';
import type { ResourceService } from './resource-service.ts';
import { resourceCursor } from './resource-store.ts';

const pageSize = 500;

/** Who tells what is written to the journal. */
interface JournalTeller {
  listen(listener: (rows: readonly JournalRow[]) => void): void;
}

/**
 * What is made of all resources of some kinds, for each organization, kept in memory so that who needs it asks the
 * database nothing. The bus tells at once, and the journal for sure, when one of these kinds was written: then all of
 * them are read anew. What controllers find about them does not count.
 */
export class KeptResources<T> {
  readonly #kinds: ReadonlySet<string>;
  readonly #read: (actor: Actor) => Promise<T>;
  readonly #kept = new Map<string, Promise<T>>();

  /** @param kinds of which it is made, `read` how. */
  constructor(about: { kinds: readonly ResourceKind[]; read: (actor: Actor) => Promise<T> }) {
    this.#kinds = new Set(about.kinds);
    this.#read = about.read;
  }

  /** What there is of the actor's organization. */
  of(actor: Actor): Promise<T> {
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

  /** Has what there is of the actor's organization read anew by the next who asks. */
  forget({ organizationId }: Actor): void {
    this.#kept.delete(organizationId);
  }

  /** Listens to what is written, from now on. */
  follow({ bus, journal }: { bus: Bus; journal: JournalTeller }): void {
    bus.subscribe(resourcesChannel, (message) => {
      const { organizationId, kinds, isStatusOnly } = resourceNewsOf(message);
      if (!isStatusOnly && kinds.some((kind) => this.#kinds.has(kind))) this.#kept.delete(organizationId);
    });
    journal.listen((rows) => {
      for (const { type, organizationId, subjectKind } of rows) {
        const isWritten = type.startsWith('resource.') && type !== 'resource.statusChanged';
        if (isWritten && subjectKind !== null && this.#kinds.has(subjectKind)) this.#kept.delete(organizationId);
      }
    });
  }
}

/** Every resource of a kind, however many: for those who may leave none out. */
export async function everyResource<K extends ResourceKind>(
  resources: Pick<ResourceService, 'list'>,
  actor: Actor,
  kind: K,
): Promise<Resource<K>[]> {
  const found: Resource[] = [];
  for (let after: string | undefined; ; ) {
    const { items, hasNextPage } = await resources.list(actor, { kind }, { first: pageSize, after });
    found.push(...items);
    const last = items.at(-1);
    if (!hasNextPage || !last) return found as Resource<K>[];
    after = resourceCursor(last);
  }
}
