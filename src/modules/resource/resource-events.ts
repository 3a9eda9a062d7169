import type { EventDraft } from '../../platform/journal/index.ts';
import { draftEvent } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import { isReady, type Resource } from './resource.ts';
import type { DependentRow } from './resource-writer.ts';

/** An event about `resource`. */
export function resourceEvent<Type extends 'resource.applied' | 'resource.deleted' | 'resource.statusChanged'>(
  type: Type,
  actor: Actor,
  resource: Resource,
  payload: Parameters<typeof draftEvent<Type>>[2],
): EventDraft {
  const { id, organizationId, namespaceId } = resource;
  return draftEvent(
    type,
    { organizationId, namespaceId, actorId: actor.principalId, subjectId: id, executionId: null },
    payload,
  );
}

/** The event of a resource whose conditions changed because of another. */
export function dependentEvent(actor: Actor, row: DependentRow): EventDraft {
  return draftEvent(
    'resource.statusChanged',
    {
      organizationId: actor.organizationId,
      namespaceId: row.namespace_id,
      actorId: actor.principalId,
      subjectId: row.id,
      executionId: null,
    },
    { kind: row.kind, name: row.name, resourceVersion: row.resource_version, ready: isReady(row) },
  );
}
