import type { Services } from '../../schema/context.ts';
import type { EventFilter, EventType } from '../../src/modules/event/index.ts';
import type { Actor } from '../../src/modules/identity/index.ts';

/** The filter of the graph as the journal wants it. */
export async function eventFilter(
  services: Services,
  actor: Actor,
  filter:
    | {
        execution?: string | null | undefined;
        subject?: string | null | undefined;
        namespace?: string | null | undefined;
        types?: readonly EventType[] | null | undefined;
      }
    | null
    | undefined,
): Promise<EventFilter> {
  const namespaceId = await services.identity.namespaceIdOf(actor, filter?.namespace);
  return {
    executionId: filter?.execution ?? undefined,
    subjectId: filter?.subject ?? undefined,
    namespaceIds: namespaceId === undefined ? undefined : [namespaceId],
    types: filter?.types ?? undefined,
  };
}
