import { OrreryError } from '../../platform/errors.ts';
import type { Execution, Step } from '../execution/index.ts';
import type { Actor } from '../identity/index.ts';
import { type Approval, checkNote } from './approval.ts';

const boundMs = 24 * 3_600_000;
const maxReasonLength = 4_000;

/** Who lets a call through in an emergency, and why. */
export interface Override {
  /** Who granted it, as the client says; it gives nobody any right. */
  grantedBy: string;
  reason: string;
}

/** @throws OrreryError FORBIDDEN when `actor` is a program: what is to be held up must not let itself through */
export function assertPerson(actor: Actor): void {
  if (actor.kind === 'USER') return;
  throw new OrreryError('FORBIDDEN', 'An override is granted by a person; an API key or the platform may not do it.', {
    fix: 'Let an admin do it with a credential of their own, not with the key of an agent or a program.',
    facts: { action: 'approval:override', kind: actor.kind },
  });
}

/** @throws OrreryError INPUT_INVALID */
export function checkOverride({ grantedBy, reason }: Override): void {
  checkNote('Who granted it', grantedBy);
  if (reason.trim() === '' || reason.length > maxReasonLength)
    throw new OrreryError('INPUT_INVALID', `An override needs a reason of 1 to ${maxReasonLength} characters.`);
}

/**
 * An override lifts what keeps one call back: a question that nobody has answered, or a refusal of the last 24 hours.
 * @throws OrreryError APPROVAL_CONFLICT
 */
export function assertOverridable(approval: Approval, now: Date): void {
  const { phase, decidedAt } = approval;
  if (phase === 'PENDING') return;
  if (phase !== 'DENIED' && phase !== 'EXPIRED') {
    throw conflict(approval, `This approval is ${phase}: there is no refusal that could be lifted.`, {
      OVERRIDDEN: 'An approval is overridden once; ask anew for another call.',
    });
  }
  if (decidedAt && now.getTime() - decidedAt.getTime() <= boundMs) return;
  throw conflict(approval, 'This approval was decided more than 24 hours ago.', {
    [phase]: 'Start the run again, or fork it from the step, and let the new approval be decided.',
  });
}

/**
 * Whether the run itself can still make the call. It cannot when it has settled the step without the call, nor while a
 * worker runs it: the worker may have read the refusal already and be about to act on it.
 */
export function canStillCall(approval: Approval, execution: Execution, step: Pick<Step, 'phase'>): boolean {
  if (step.phase !== 'WAITING') return false;
  return approval.phase === 'PENDING' || execution.phase === 'QUEUED' || execution.phase === 'PAUSED';
}

/** @throws OrreryError APPROVAL_CONFLICT when somebody stopped the run: an override does not start it again */
export function assertNotStopped(approval: Approval, execution: Execution): void {
  if (execution.phase !== 'CANCELLED') return;
  throw conflict(approval, `Execution ${execution.name} was cancelled after the decision.`, {
    [approval.phase]: 'Fork it from the step, if it is wanted after all.',
  });
}

function conflict(approval: Approval, message: string, fixes: Partial<Record<Approval['phase'], string>>): OrreryError {
  const { id: approvalId, phase, version } = approval;
  const fix = fixes[phase] ?? 'Read it again: the decision that counts is the one it shows.';
  return new OrreryError('APPROVAL_CONFLICT', message, { fix, facts: { approvalId, phase, version } });
}
