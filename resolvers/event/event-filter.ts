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
        agent?: string | null | undefined;
        agentName?: string | null | undefined;
        kinds?: readonly string[] | null | undefined;
        subjectName?: string | null | undefined;
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
    agentId: await agentIdOf(services, actor, filter ?? {}),
    subjectKinds: filter?.kinds ?? undefined,
    subjectName: filter?.subjectName ?? undefined,
    namespaceIds: namespaceId === undefined ? undefined : [namespaceId],
    types: filter?.types ?? undefined,
  };
}

/** The agent of a filter by its id. One that does not fit both what is said of it gives an id that nothing has. */
async function agentIdOf(
  services: Services,
  actor: Actor,
  wanted: {
    agent?: string | null | undefined;
    agentName?: string | null | undefined;
    namespace?: string | null | undefined;
  },
): Promise<string | undefined> {
  const { agent, agentName: name, namespace } = wanted;
  if (name == null) return agent ?? undefined;
  const [found] = await services.resources.findKeys(actor, [
    { kind: 'Agent', namespace: namespace ?? 'default', name },
  ]);
  return found !== undefined && (agent ?? found.id) === found.id ? found.id : 'none';
}
