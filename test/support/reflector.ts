/** An object as an API server gives it. */
export interface ApiObject {
  kind?: string;
  metadata: { name: string; namespace?: string; resourceVersion?: string };
}

/** A frame of a watch. */
export interface WatchEvent {
  type: string;
  object: ApiObject & { code?: number; message?: string };
}

/** How a collection is read. `watch` ends when the server ends it, and throws `Expired` when the version is too old. */
export interface ListerWatcher {
  list(signal: AbortSignal): Promise<{ metadata?: { resourceVersion?: string }; items: ApiObject[] }>;
  watch(resourceVersion: string, signal: AbortSignal): AsyncIterable<WatchEvent>;
}

/** The server no longer knows what happened since the version that was asked for. */
export class Expired extends Error {
  override name = 'Expired';
}

const keyOf = ({ kind, metadata }: ApiObject): string => `${kind} ${metadata.namespace}/${metadata.name}`;

/**
 * Keeps a copy of a collection: lists it, watches it from the version of the list, and watches on from the last version
 * that it saw whenever the watch ends. Lists again only when the server has forgotten that version. It is the loop that
 * the informers of Kubernetes run.
 */
export class Reflector {
  readonly store = new Map<string, ApiObject>();
  /** What the watches told, in the order in which it arrived. */
  readonly told: WatchEvent[] = [];
  lists = 0;
  watches = 0;
  readonly #source: ListerWatcher;
  #resourceVersion = '';

  constructor(source: ListerWatcher) {
    this.#source = source;
  }

  /** Runs until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#listAll(signal);
        while (!signal.aborted) await this.#watchOnce(signal);
      } catch (error) {
        // To fetch, a server that cannot be reached is a TypeError.
        const isForNow = error instanceof Expired || error instanceof TypeError;
        if (!isForNow && !signal.aborted) throw error;
      }
    }
  }

  async #listAll(signal: AbortSignal): Promise<void> {
    const { metadata, items } = await this.#source.list(signal);
    this.lists++;
    this.store.clear();
    for (const item of items) this.store.set(keyOf(item), item);
    this.#resourceVersion = metadata?.resourceVersion ?? '';
  }

  async #watchOnce(signal: AbortSignal): Promise<void> {
    this.watches++;
    for await (const event of this.#source.watch(this.#resourceVersion, signal)) {
      if (event.type === 'ERROR') {
        if (event.object.code === 410) throw new Expired(event.object.message);
        throw new Error(`The watch failed: ${event.object.message}`);
      }
      this.#take(event);
      this.#resourceVersion = event.object.metadata.resourceVersion ?? this.#resourceVersion;
    }
  }

  #take(event: WatchEvent): void {
    if (event.type === 'BOOKMARK') return;
    this.told.push(event);
    if (event.type === 'DELETED') this.store.delete(keyOf(event.object));
    else this.store.set(keyOf(event.object), event.object);
  }
}

/** A collection behind an API server that speaks as that of Kubernetes does. */
export function collection({ url, token }: { url: string; token: string }): ListerWatcher {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  return {
    async list(signal) {
      const answer = await fetch(url, { headers, signal });
      if (!answer.ok) throw new Error(`The list was answered with ${answer.status}.`);
      return (await answer.json()) as Awaited<ReturnType<ListerWatcher['list']>>;
    },
    async *watch(resourceVersion, signal) {
      const asked = new URL(url);
      asked.searchParams.set('watch', 'true');
      asked.searchParams.set('allowWatchBookmarks', 'true');
      asked.searchParams.set('timeoutSeconds', '300');
      asked.searchParams.set('resourceVersion', resourceVersion);
      const answer = await fetch(asked, { headers, signal }).catch(() => undefined);
      // A connection that could not be made is one that broke.
      if (!answer) return;
      if (answer.status === 410) throw new Expired(await answer.text());
      if (!answer.ok) throw new Error(`The watch was answered with ${answer.status}.`);
      for await (const line of wholeLines(answer)) yield JSON.parse(line) as WatchEvent;
    },
  };
}

/** The lines of an answer until it ends or its connection breaks. A line that did not come whole is forgotten. */
export async function* wholeLines({ body }: Response): AsyncGenerator<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value } = (await reader?.read().catch(() => undefined)) ?? {};
    if (value === undefined) return;
    const lines = (text + value).split('\n');
    text = lines.pop() ?? '';
    yield* lines;
  }
}
