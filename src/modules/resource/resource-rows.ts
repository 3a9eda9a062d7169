import type { Selectable } from 'kysely';
import type { resource, resource_revision } from '../../platform/db/generated/schema.ts';
import type { Resource, Revision } from './resource.ts';

/** A resource as its row and its namespace's name say. */
export function toResource(row: Selectable<resource> & { namespace: string }): Resource {
  return {
    id: row.id,
    organizationId: row.organization_id,
    namespaceId: row.namespace_id,
    namespace: row.namespace,
    kind: row.kind,
    name: row.name,
    apiVersion: row.api_version,
    generation: row.generation,
    resourceVersion: row.resource_version,
    labels: row.labels,
    annotations: row.annotations,
    spec: row.spec,
    extras: row.extras,
    conditions: row.conditions,
    statuses: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  } as Resource;
}

export function toRevision(row: Selectable<resource_revision>): Revision {
  return {
    resourceId: row.resource_id,
    resourceVersion: row.resource_version,
    generation: row.generation,
    apiVersion: row.api_version,
    labels: row.labels as Record<string, string>,
    annotations: row.annotations as Record<string, string>,
    spec: row.spec,
    actorId: row.actor_id,
    createdAt: row.created_at,
  };
}
