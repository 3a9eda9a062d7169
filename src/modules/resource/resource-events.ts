import type { EventDraft } from '../../platform/journal/index.ts';
import { draftEvent } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import type { PlannedWrite } from './apply.ts';
import { isReady, type Resource } from './resource.ts';
import type { DependentRow } from './resource-writer.ts';

/** The event of a resource that was made or changed. */
export function appliedEvent(actor: Actor, { resource, isNew, renamedFrom, previousLabels }: PlannedWrite): EventDraft {
  return draftEvent('resource.applied', placeOf(actor, resource), {
    ...factsOf(resource),
    generation: resource.generation,
    created: isNew,
    ...(renamedFrom !== undefined && { renamedFrom }),
    ...(previousLabels && { previousLabels }),
  });
}

/** The event of a resource for which a status was reported. */
export function statusEvent(actor: Actor, resource: Resource): EventDraft {
  return draftEvent('resource.statusChanged', placeOf(actor, resource), {
    ...factsOf(resource),
    ready: isReady(resource),
  });
}

/** The event of a resource that was deleted. */
export function deletedEvent(actor: Actor, resource: Resource): EventDraft {
  return draftEvent('resource.deleted', placeOf(actor, resource), factsOf(resource));
}

/** The event of a resource whose conditions changed because of another. */
export function dependentEvent(actor: Actor, row: DependentRow): EventDraft {
  const { id, kind, name, namespace_id: namespaceId, resource_version: resourceVersion, labels } = row;
  return draftEvent('resource.statusChanged', placeOf(actor, { id, namespaceId }), {
    kind,
    name,
    resourceVersion,
    labels,
    ready: isReady(row),
  });
}

function factsOf({ kind, name, resourceVersion, labels }: Resource) {
  return { kind, name, resourceVersion, labels };
}

function placeOf({ organizationId, principalId }: Actor, { id, namespaceId }: Pick<Resource, 'id' | 'namespaceId'>) {
  return { organizationId, namespaceId, actorId: principalId, subjectId: id, executionId: null };
}
