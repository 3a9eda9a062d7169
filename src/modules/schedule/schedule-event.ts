import type { EventDraft } from '../../platform/journal/index.ts';
import { draftEvent } from '../event/index.ts';
import type { Actor } from '../identity/index.ts';
import type { Resource } from '../resource/index.ts';
import type { ScheduleRun } from './schedule-run.ts';

/** What the journal says of a firing. `active` is what kept it back, or what it took the place of. */
export function firingEvent(
  actor: Actor,
  { schedule, run, active }: { schedule: Resource<'Schedule'>; run: ScheduleRun; active: string[] },
): EventDraft {
  const place = placeOf(actor, schedule);
  const { name, spec } = schedule;
  const { id: runId, task, executionId } = run;
  const slot = run.slot?.toISOString() ?? null;
  if (slot !== null && run.outcome === 'SKIPPED_FORBID')
    return draftEvent('schedule.skipped', place, { name, runId, slot, reason: 'FORBID', active });
  if (slot !== null && run.outcome === 'MISSED_DEADLINE')
    return draftEvent('schedule.missed', place, { name, runId, slot, deadlineMs: spec.startingDeadlineMs });
  return draftEvent('schedule.triggered', place, { name, runId, slot, task, executionId, replaced: active });
}

/** What the journal says when old tasks of a schedule were deleted. */
export function prunedEvent(actor: Actor, schedule: Resource<'Schedule'>, tasks: string[]): EventDraft {
  return draftEvent('schedule.pruned', placeOf(actor, schedule), { name: schedule.name, tasks });
}

function placeOf(actor: Actor, { id, organizationId, namespaceId }: Resource<'Schedule'>) {
  return { organizationId, namespaceId, actorId: actor.principalId, subjectId: id, executionId: null };
}
