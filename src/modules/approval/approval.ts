import { OrreryError } from '../../platform/errors.ts';
import type { StepDecision } from '../execution/index.ts';
import { type Actor, hasRole, may } from '../identity/index.ts';

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

export type Risk = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** What an undecided approval becomes when its time is over. */
export type ExpiryDefault = 'DENIED' | 'APPROVED';

export interface Approval {
  id: string;
  organizationId: string;
  namespaceId: string;
  executionId: string;
  stepId: string;
  phase: ApprovalPhase;
  /** Grows with each change; a decision may name the version it saw. */
  version: number;
  tool: string;
  arguments: Record<string, unknown>;
  /** The arguments that the person put in place of those asked for. */
  edited: Record<string, unknown> | null;
  decision: StepDecision;
  risk: Risk;
  summary: string;
  /** Who may decide: a principal's name or id, or `role:admin`. Empty: whoever may decide at all. */
  approvers: string[];
  onExpiry: ExpiryDefault;
  comment: string | null;
  decidedBy: string | null;
  cycle: number;
  maxCycles: number | null;
  requestedAt: Date;
  expiresAt: Date;
  decidedAt: Date | null;
}

/** A person's answer. */
export interface Verdict {
  decision: 'APPROVE' | 'DENY';
  comment: string | null;
  /** Run the tool with these arguments instead; only with APPROVE. */
  editedArguments: Record<string, unknown> | null;
  /** The version that the person saw; null to decide whatever it is. */
  expectedVersion: number | null;
}

/** @throws OrreryError APPROVAL_CONFLICT when somebody was faster, or the person looked at an older version */
export function assertDecidable(approval: Approval, verdict: Pick<Verdict, 'expectedVersion'>): void {
  if (approval.phase !== 'PENDING') {
    throw new OrreryError('APPROVAL_CONFLICT', `This approval is already ${approval.phase}.`, {
      fix: 'Read it again: the decision that counts is the one it shows.',
      facts: { approvalId: approval.id, phase: approval.phase, version: approval.version },
    });
  }
  if (verdict.expectedVersion !== null && verdict.expectedVersion !== approval.version) {
    throw new OrreryError(
      'APPROVAL_CONFLICT',
      `This approval is at version ${approval.version}, not ${verdict.expectedVersion}.`,
      {
        fix: 'Read it again and decide on what it says now.',
        facts: { approvalId: approval.id, phase: approval.phase, version: approval.version },
      },
    );
  }
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
