import type { EventDraft } from '../../platform/journal/index.ts';
import { draftEvent, type EventPayloads, type EventType } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';

/** An event about an execution that `actor` caused. */
export function executionEvent<Type extends EventType>(
  type: Type,
  execution: Pick<Execution, 'id' | 'organizationId' | 'namespaceId' | 'name' | 'agentId'>,
  actor: Actor,
  payload: EventPayloads[Type],
): EventDraft {
  const { id, organizationId, namespaceId, name: executionName, agentId } = execution;
  const run = { subjectId: id, executionId: id, executionName, agentId };
  return draftEvent(type, { organizationId, namespaceId, actorId: actor.principalId, ...run }, payload);
}
