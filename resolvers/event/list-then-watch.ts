import type { Context } from '../../schema/context.ts';
import type { StreamValue } from '../../schema/event.ts';
import type { EventFilter, OrreryEvent } from '../../src/modules/event/index.ts';
import type { Position, SeenList } from '../../src/platform/journal/index.ts';
import { begun } from './begun.ts';
import { watch } from './watch.ts';

/** What a subscription follows: which events, and how what was there before is listed. */
export interface Followed<Item extends { id: string }> {
  filter: EventFilter;
  /** Names of the only namespaces to follow. */
  namespaces: readonly string[] | undefined;
  /** How an event looks to the watcher; undefined when it is not for them. */
  seen?: ((event: OrreryEvent) => OrreryEvent | undefined) | undefined;
  /** Whether an event is for them, where that has to be looked up. */
  isWanted?: ((event: OrreryEvent) => Promise<boolean>) | undefined;
  list(namespaceIds: readonly string[] | undefined): SeenList<Item>;
  listed(item: Item, position: Position): StreamValue;
}

/** Where a stream begins, as the arguments of its subscription say. */
interface Beginning {
  after: string | null | undefined;
  initial: boolean;
}

/** The changes of things that are listed by their ids: after a cursor, from now on, or with what is there first. */
export function follow<Item extends { id: string }>(
  context: Context,
  followed: Followed<Item>,
  { after, initial }: Beginning,
): AsyncGenerator<StreamValue> | Promise<AsyncGenerator<StreamValue>> {
  const isListed = after == null ? initial : context.services.events.isListCursor(after);
  return isListed ? begun(listThenWatch(context, followed)) : changes(context, followed, { after });
}

/** What is there, a bookmark, and then every change that the list does not show. */
async function* listThenWatch<Item extends { id: string }>(
  context: Context,
  followed: Followed<Item>,
): AsyncGenerator<StreamValue> {
  const { services, actor, signal } = context;
  // Read before the namespaces: what is written to one that is made meanwhile is a change after this place.
  const start = await services.events.bookmark(actor);
  const list = followed.list(await idsOf(context, followed.namespaces));
  for await (const item of list.items()) {
    if (signal.aborted) return;
    yield followed.listed(item, start.position);
  }
  yield start;
  yield* changes(context, followed, { after: services.events.cursor(start.position), list });
}

async function* changes<Item extends { id: string }>(
  context: Context,
  { filter, namespaces, seen, isWanted }: Followed<Item>,
  { after, list }: { after: string | null | undefined; list?: SeenList<Item> },
): AsyncGenerator<StreamValue> {
  const isNews = (event: OrreryEvent): OrreryEvent | undefined => {
    if (list?.shows(event)) return undefined;
    return seen ? seen(event) : event;
  };
  for await (const value of watch(context, filter, { after, namespaces, seen: isNews })) {
    if (isWanted && 'type' in value && !(await isWanted(value))) continue;
    yield value;
  }
}

async function idsOf(
  { services, actor }: Context,
  names: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  if (names === undefined) return undefined;
  const found = await Promise.all(names.map((name) => services.identity.findNamespace(actor, name)));
  return found.flatMap((namespace) => namespace?.id ?? []);
}
