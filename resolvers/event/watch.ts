import type { Context } from '../../schema/context.ts';
import { type StreamValue, streamValue } from '../../schema/event.ts';
import type { EventFilter, OrreryEvent } from '../../src/modules/event/index.ts';

export const afterDescription = 'Go on after this cursor; from now on when absent.';

/** The values of a stream of events. */
export async function* watch(
  context: Context,
  filter: EventFilter,
  options: {
    after: string | null | undefined;
    /** Names of the only namespaces to follow, also of those that nothing was written to yet. */
    namespaces?: readonly string[] | undefined;
    /** How an event looks to the watcher; undefined when it is not for them. */
    seen?: (event: OrreryEvent) => OrreryEvent | undefined;
  },
): AsyncGenerator<StreamValue> {
  const { services, actor, signal } = context;
  const { after, namespaces, seen } = options;
  const namespaceIds = namespaces && (await idsOf(context, namespaces));
  const unfiltered = namespaceIds === undefined ? namespaces : undefined;
  const stream = services.events.stream(actor, { ...filter, namespaceIds }, { after, seen, signal });
  for await (const item of stream) {
    if (item.kind === 'event' && !(await isWithin(context, unfiltered, item.event))) continue;
    yield streamValue(item);
  }
}

/** The ids by which the journal can tell the namespaces apart; undefined while one of them is not there. */
async function idsOf({ services, actor }: Context, names: readonly string[]): Promise<string[] | undefined> {
  const found = await Promise.all(names.map((name) => services.identity.findNamespace(actor, name)));
  const ids = found.flatMap((namespace) => namespace?.id ?? []);
  return ids.length === names.length ? ids : undefined;
}

async function isWithin(
  { services, actor }: Context,
  names: readonly string[] | undefined,
  { namespaceId }: OrreryEvent,
): Promise<boolean> {
  if (names === undefined) return true;
  const [namespace] = await services.identity.findNamespaces(actor, [namespaceId]);
  return namespace !== undefined && names.includes(namespace.name);
}
