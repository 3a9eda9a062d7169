import type { ApprovalFacts, OrreryEvent } from './event.ts';
import { hasLabels } from './resource-selection.ts';

/** Which approvals a watcher follows; absent means any. */
export interface ApprovalSelection {
  name?: string | undefined;
  category?: string | undefined;
  /** Labels that must all be there with these values. */
  labels?: Record<string, string> | undefined;
  /** Changes to one of these phases; PENDING is the question itself. A deletion is told in any case. */
  phases?: readonly string[] | undefined;
}

type ApprovalEvent = Extract<OrreryEvent, { type: `approval.${string}` }>;

function isApprovalEvent(event: OrreryEvent): event is ApprovalEvent {
  return event.type.startsWith('approval.');
}

/**
 * The event as it looks to who follows only these approvals; undefined when it does not concern them. Name and labels are
 * compared as they were: an approval that gets them is new to the watcher, one that loses them is gone.
 */
export function approvalSeenBy(selection: ApprovalSelection, event: OrreryEvent): ApprovalEvent | undefined {
  if (!isApprovalEvent(event)) return undefined;
  const isPhaseWanted = selection.phases?.includes(phaseOf(event)) ?? true;
  if (event.type !== 'approval.deleted' && !isPhaseWanted) return undefined;
  const facts = factsOf(event.payload);
  const isWanted = isSelected(selection, facts);
  if (event.type !== 'approval.updated') return isWanted ? event : undefined;
  const before = { ...facts, ...event.payload.previous };
  const wasWanted = isSelected(selection, before);
  if (isWanted) return wasWanted ? event : { ...event, payload: { ...event.payload, created: true } };
  return wasWanted ? { ...event, type: 'approval.deleted', payload: { ...before, isStillThere: true } } : undefined;
}

function phaseOf(event: ApprovalEvent): string {
  return event.type === 'approval.decided' ? event.payload.phase : 'PENDING';
}

/** Before events said them, an approval had no labels unless somebody gave it some. */
function factsOf({ name = '', category = 'TOOL_CALL', labels = {} }: Partial<ApprovalFacts>): ApprovalFacts {
  return { name, category, labels };
}

function isSelected({ name, category, labels }: ApprovalSelection, found: ApprovalFacts): boolean {
  if (name !== undefined && found.name !== name) return false;
  if (category !== undefined && found.category !== category) return false;
  return labels === undefined || hasLabels(found.labels, labels);
}
