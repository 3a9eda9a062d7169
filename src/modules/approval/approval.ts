import { OrreryError } from '../../platform/errors.ts';
import type { ApprovalFacts } from '../event/index.ts';
import type { Execution, StepDecision } from '../execution/index.ts';
import { type Actor, hasRole, may } from '../identity/index.ts';
import { assertVersion, type ExpectedVersion } from './approval-version.ts';
import type { Review } from './review.ts';

export const approvalPhases = [
  'PENDING',
  'APPROVED',
  'DENIED',
  'CHANGES_REQUESTED',
  'EXPIRED',
  'OVERRIDDEN',
  'CANCELLED',
] as const;
export type ApprovalPhase = (typeof approvalPhases)[number];

export const approvalCategories = ['TOOL_CALL', 'PROMOTION', 'OVERRIDE', 'REVIEW', 'CUSTOM'] as const;
/** What kind of thing is put to a person. */
export type ApprovalCategory = (typeof approvalCategories)[number];

export type Risk = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** What an undecided approval becomes when its time is over. */
export type ExpiryDefault = 'DENIED' | 'APPROVED';

export interface Approval {
  id: string;
  organizationId: string;
  namespaceId: string;
  /** Unique in its namespace. */
  name: string;
  category: ApprovalCategory;
  /** The execution that it is about. */
  executionId: string | null;
  /** What it is about in the words of who asked: the name of an execution that there may not be. */
  executionRef: string | null;
  /** The step that waits for the decision; null when no run waits for it. */
  stepId: string | null;
  phase: ApprovalPhase;
  /** Grows with each change; a decision may name the version it saw. */
  version: number;
  /** Grows with each change of what is asked; 1 as long as there was none. */
  generation: number;
  tool: string | null;
  /** What a run asks for is an object; what somebody else asks for may be any JSON. */
  arguments: unknown;
  /** The arguments that the person put in place of those asked for. */
  edited: Record<string, unknown> | null;
  /** The policy decision that asked for a person; null when somebody asked without one. */
  decision: StepDecision | null;
  risk: Risk;
  summary: string;
  /** Why it is asked. */
  reason: string | null;
  /** What the call does to its target: read, write, delete or admin. */
  operationClass: string | null;
  /** The name of the agent that asks. */
  agent: string | null;
  /** What kind of gate it is, such as deploy or approve_export. */
  gate: string | null;
  /** Who may decide: a principal's name or id, or `role:admin`. Empty: whoever may decide at all. */
  approvers: string[];
  onExpiry: ExpiryDefault;
  comment: string | null;
  decidedBy: string | null;
  /** Who decided, as the client says. It gives nobody any right. */
  onBehalfOf: string | null;
  /** The fork in which an override lets the call through that was not made here. */
  continuedBy: string | null;
  /** What is looked at; null for what is no review. */
  review: Review | null;
  cycle: number;
  maxCycles: number | null;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  requestedAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
}

/** What every event of an approval says of it. */
export function approvalFacts({
  name,
  category,
  labels,
}: Pick<Approval, 'name' | 'category' | 'labels'>): ApprovalFacts {
  return { name, category, labels };
}

const maxNoteLength = 256;

/** What a client notes about a person, such as who decided. @throws OrreryError INPUT_INVALID */
export function checkNote(what: string, note: string): void {
  if (note.trim() === '' || note.length > maxNoteLength)
    throw new OrreryError('INPUT_INVALID', `${what} has 1 to ${maxNoteLength} characters.`);
}

/** Where the events of an approval belong. */
export function eventPlace(actor: Actor, approval: Approval, run: Pick<Execution, 'name' | 'agentId'> | null = null) {
  const { id, organizationId, namespaceId, executionId } = approval;
  const known = { executionName: run?.name, agentId: run?.agentId };
  return { organizationId, namespaceId, actorId: actor.principalId, subjectId: id, executionId, ...known };
}

/** A person's answer. */
export interface Verdict {
  /** REQUEST_CHANGES only of a review, and with a comment. */
  decision: 'APPROVE' | 'DENY' | 'REQUEST_CHANGES';
  comment: string | null;
  /** Run the tool with these arguments instead; only with APPROVE. */
  editedArguments: Record<string, unknown> | null;
  /** Who decided, as the client says; null when it says nothing. It gives nobody any right. */
  onBehalfOf: string | null;
  /** The version that the person saw; null to decide whatever it is. */
  expectedVersion: ExpectedVersion;
}

/** @throws OrreryError APPROVAL_CONFLICT when somebody was faster, or the person looked at an older version */
export function assertDecidable(approval: Approval, verdict: Pick<Verdict, 'expectedVersion'>): void {
  if (approval.phase !== 'PENDING') {
    throw new OrreryError('APPROVAL_CONFLICT', `This approval is already ${approval.phase}.`, {
      fix: 'Read it again: the decision that counts is the one it shows.',
      facts: { approvalId: approval.id, phase: approval.phase, version: approval.version },
    });
  }
  assertVersion(approval, verdict.expectedVersion);
}

/** Whether the run that asked may make the call. What an override lets through in a fork stays refused in the run itself. */
export function letsThrough(approval: Pick<Approval, 'phase' | 'continuedBy'>): boolean {
  return approval.phase === 'APPROVED' || (approval.phase === 'OVERRIDDEN' && approval.continuedBy === null);
}

/** Whether `actor` is among those who may decide. Admins always are; a team's name counts for nobody else yet. */
export function isApprover(approval: Pick<Approval, 'approvers'>, actor: Actor): boolean {
  if (!may(actor, 'approval:decide')) return false;
  if (approval.approvers.length === 0 || actor.role === 'admin') return true;
  return approval.approvers.some((entry) => {
    if (!entry.startsWith('role:')) return entry === actor.name || entry === actor.principalId;
    return hasRole(actor, entry.slice('role:'.length));
  });
}

/** The risk of a side effect, for the person who looks at a queue of approvals. */
export function riskOf(sideEffect: string): Risk {
  if (sideEffect === 'PRIVILEGED' || sideEffect === 'FINANCIAL') return 'HIGH';
  if (sideEffect === 'CODE_EXECUTION') return 'CRITICAL';
  return sideEffect === 'READ_ONLY' || sideEffect === 'LOCAL_WRITE' ? 'LOW' : 'MEDIUM';
}
