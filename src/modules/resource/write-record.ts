import type { Tx } from '../../platform/db/index.ts';
import { appendRecord } from '../audit/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { PlannedWrite } from './apply.ts';
import { type Due, makeDue } from './due-writer.ts';
import { kinds } from './kinds/index.ts';
import { keyText, type Resource } from './resource.ts';
import { appliedEvent, deletedEvent, dependentEvent, statusEvent } from './resource-events.ts';
import { bury } from './resource-past-store.ts';
import type { DependentRow, ResourceWriter } from './resource-writer.ts';

/**
 * Writes what changes, brings what names it up to date, and records who did it.
 * @throws LostRace, OrreryError FORBIDDEN for a tool that only an admin may declare
 */
export async function writeAndRecord(
  tx: Tx,
  actor: Actor,
  about: { writer: ResourceWriter; planned: readonly PlannedWrite[]; action: string },
): Promise<void> {
  const writes = about.planned.filter((write) => write.change.action !== 'UNCHANGED');
  if (writes.length === 0) return;
  if (writes.some(({ resource }) => isUnisolated(resource))) authorize(actor, 'tool:unisolate');
  await about.writer.write(tx, actor, writes);
  const moved = writes.flatMap(movedKeys);
  const ids = writes.map(({ resource }) => resource.id);
  const dependents = moved.length === 0 ? [] : await about.writer.refreshDependents(tx, actor, moved, ids);
  await makeDue(tx, actor, dueAfter(writes, dependents));
  await appendRecord(tx, actor, {
    events: [
      ...writes.map((write) => appliedEvent(actor, write)),
      ...dependents.map((row) => dependentEvent(actor, row)),
    ],
    audit: writes.map(({ resource, change, renamedFrom }) => ({
      action: about.action,
      subjectId: resource.id,
      namespaceId: resource.namespaceId,
      details: {
        resource: keyText(resource),
        change: change.action,
        generation: resource.generation,
        ...(renamedFrom !== undefined && { renamedFrom }),
      },
    })),
  });
}

/** Writes a reported status over the one before, and records who did it. */
export async function writeStatus(
  tx: Tx,
  actor: Actor,
  about: { writer: ResourceWriter; resource: Resource; apiVersion: string },
): Promise<void> {
  const { resource, apiVersion } = about;
  const { id, namespaceId } = resource;
  await about.writer.writeStatuses(tx, resource);
  // Who reports how far work has come may end it.
  if (kinds[resource.kind].isCarriedOut) await makeDue(tx, actor, { ids: [id], changed: [], turned: [] });
  await appendRecord(tx, actor, {
    events: [statusEvent(actor, resource)],
    audit: [
      { action: 'resource.status', subjectId: id, namespaceId, details: { resource: keyText(resource), apiVersion } },
    ],
  });
}

/** Deletes resources that are locked, brings what names them up to date, and records who did it. */
export async function deleteAndRecord(
  tx: Tx,
  actor: Actor,
  { writer, resources }: { writer: ResourceWriter; resources: readonly Resource[] },
): Promise<void> {
  if (resources.length === 0) return;
  const ids = resources.map(({ id }) => id);
  for (const id of ids) await bury(tx, id);
  const dependents = await writer.refreshDependents(tx, actor, resources, ids);
  await makeDue(tx, actor, { changed: resources, turned: dependents });
  await appendRecord(tx, actor, {
    events: [
      ...resources.map((resource) => deletedEvent(actor, resource)),
      ...dependents.map((row) => dependentEvent(actor, row)),
    ],
    audit: resources.map((resource) => ({
      action: 'resource.delete',
      subjectId: resource.id,
      namespaceId: resource.namespaceId,
      details: { resource: keyText(resource) },
    })),
  });
}

/** Whether a resource is a program that runs on the platform's own machine, with nothing around it. */
function isUnisolated({ kind, spec }: Resource): boolean {
  return kind === 'Tool' && spec.type === 'cli' && spec.runtime.isolation === 'none';
}

/** What has to be looked at once `writes` are done and have turned `dependents`. */
function dueAfter(writes: readonly PlannedWrite[], dependents: readonly DependentRow[]): Due {
  const renewed = writes.filter((write) => write.isNew || write.isSpecChanged || write.renamedFrom !== undefined);
  const changed = renewed.flatMap((write) => [write.resource, ...movedKeys(write)]);
  return { ids: renewed.map(({ resource }) => resource.id), changed, turned: dependents };
}

/** The places that were empty and are not, or the other way round. */
function movedKeys({ resource, isNew, renamedFrom }: PlannedWrite) {
  if (renamedFrom !== undefined) return [resource, { ...resource, name: renamedFrom }];
  return isNew ? [resource] : [];
}
