import type { Context } from '../../schema/context.ts';
import { type StreamValue, streamValue } from '../../schema/event.ts';
import type { EventFilter, OrreryEvent } from '../../src/modules/event/index.ts';

export const afterDescription = 'Go on after this cursor; from now on when absent.';

/** The values of a stream of events. */
export async function* watch(
  { services, actor, signal }: Context,
  filter: EventFilter,
  options: {
    after: string | null | undefined;
    /** How an event looks to the watcher; undefined when it is not for them. */
    seen?: (event: OrreryEvent) => OrreryEvent | undefined;
  },
): AsyncGenerator<StreamValue> {
  const { after, seen } = options;
  for await (const item of services.events.stream(actor, filter, { after, seen, signal })) yield streamValue(item);
}
