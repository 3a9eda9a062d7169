import { hashJson } from '../../platform/crypto.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Approval, ApprovalCategory, ExpiryDefault, Risk } from './approval.ts';
import { checkReview, type ReviewRequest } from './review.ts';

const defaultTimeoutMs = 30 * 60_000;
const minTimeoutMs = 1_000;
const maxTimeoutMs = 30 * 86_400_000;
const maxApprovers = 100;
const maxWordLength = 253;
const maxTextLength = 4_000;
const maxArgumentsBytes = 256 * 1024;
const maxMapSize = 64 * 1024;
const namePattern = /^[^\s/\p{Cc}]{1,253}$/u;

/** A question that somebody outside a run puts to a person. What is null has a default or is left out. */
export interface ApprovalRequest {
  /** The name of its namespace, which is made when it is missing. */
  namespace: string;
  name: string | null;
  category: ApprovalCategory;
  /** Null makes one of the tool and the agent. */
  summary: string | null;
  tool: string | null;
  /** Any JSON; an empty object when undefined. */
  arguments?: unknown;
  agent: string | null;
  operationClass: string | null;
  reason: string | null;
  gate: string | null;
  risk: Risk;
  approvers: string[];
  /** How long there is to decide, one second to 30 days; null gives 30 minutes. */
  timeoutMs: number | null;
  onTimeout: ExpiryDefault;
  /** The execution that it is about, by its id or by its name in `namespace`. */
  execution: { id: string } | { name: string } | null;
  /** What it is about in the words of who asks, `name` or `namespace/name`; an execution need not be there. */
  executionRef: string | null;
  /** What is looked at; null for what is no review. */
  review: ReviewRequest | null;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** What may be changed while nobody has decided. Undefined leaves it as it is; null takes it away. */
export interface ApprovalPatch {
  name?: string | undefined;
  summary?: string | undefined;
  tool?: string | null | undefined;
  arguments?: unknown;
  agent?: string | null | undefined;
  operationClass?: string | null | undefined;
  reason?: string | null | undefined;
  /** The execution that it is about is found by this. */
  executionRef?: string | null | undefined;
  /** Only of a review. */
  review?: ReviewRequest | undefined;
  timeoutMs?: number | undefined;
  labels?: Record<string, string> | undefined;
  annotations?: Record<string, string> | undefined;
}

/** The approval that `request` asks for. @throws OrreryError INPUT_INVALID */
export function requestedApproval(
  request: ApprovalRequest,
  made: Pick<Approval, 'id' | 'organizationId' | 'namespaceId' | 'name' | 'executionId'> & { now: Date },
): Approval {
  const { namespace: _namespace, execution: _execution, name: _name, timeoutMs, onTimeout, review, ...asked } = request;
  const { now, ...identity } = made;
  const approval: Approval = {
    ...asked,
    ...identity,
    summary: asked.summary ?? summaryOf(request),
    arguments: asked.arguments ?? {},
    stepId: null,
    phase: 'PENDING',
    version: 1,
    generation: 1,
    edited: null,
    decision: null,
    onExpiry: onTimeout,
    comment: null,
    decidedBy: null,
    onBehalfOf: null,
    continuedBy: null,
    ...roundsOf(review),
    requestedAt: now,
    expiresAt: new Date(now.getTime() + (timeoutMs ?? defaultTimeoutMs)),
    decidedAt: null,
  };
  checkApproval(approval);
  return approval;
}

/**
 * An approval as `patch` leaves it, of the next generation when it asks something else now. The time to decide counts
 * from when it was asked. @throws OrreryError INPUT_INVALID
 */
export function patchedApproval(
  approval: Approval,
  patch: ApprovalPatch & { executionId?: string | null },
  now: Date,
): Approval {
  const { timeoutMs, review, ...given } = patch;
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const expiresAt = timeoutMs === undefined ? approval.expiresAt : new Date(approval.requestedAt.getTime() + timeoutMs);
  const patched: Approval = { ...approval, ...changes, ...(review && roundsOf(review)), expiresAt };
  if (patched.arguments === null) patched.arguments = {};
  checkApproval(patched);
  if (questionOf(patched) === questionOf(approval)) return patched;
  if (approval.phase === 'PENDING' && timeoutMs !== undefined && expiresAt <= now) {
    throw new OrreryError('INPUT_INVALID', 'With this timeout the approval would have expired already.', {
      fix: `Give it more time: it was asked at ${approval.requestedAt.toISOString()}.`,
    });
  }
  return { ...patched, generation: approval.generation + 1 };
}

/** A review apart from its round; what is no review is asked once. */
function roundsOf(request: ReviewRequest | null): Pick<Approval, 'review' | 'cycle' | 'maxCycles'> {
  if (request === null) return { review: null, cycle: 1, maxCycles: null };
  const { cycle, maxCycles, ...review } = request;
  return { review, cycle, maxCycles };
}

/** Equal for approvals that ask the same, whatever they are called and labelled. */
function questionOf(approval: Approval): string {
  const { summary, tool, arguments: args, agent, operationClass, reason, executionRef, expiresAt } = approval;
  const { review, cycle, maxCycles } = approval;
  const asked = [summary, tool, args, agent, operationClass, reason, executionRef, review, cycle, maxCycles];
  return hashJson([...asked, expiresAt.getTime()]);
}

function summaryOf({ agent, tool, review }: Pick<ApprovalRequest, 'agent' | 'tool' | 'review'>): string {
  if (review)
    return `Is the output${agent === null ? '' : ` of ${agent}`} at ${review.checkpoint} good enough to go on?`;
  const what = tool === null ? 'something' : `the tool ${tool}`;
  return agent === null ? `May ${what} be used?` : `${agent} asks: may ${what} be used?`;
}

/** @throws OrreryError INPUT_INVALID when `name` is not one */
export function checkName(what: string, name: string): void {
  if (!namePattern.test(name))
    refuse(`${what} has 1 to 253 characters, without spaces, slashes and control characters.`);
}

function checkApproval(approval: Approval): void {
  checkReview(approval);
  checkName('A name', approval.name);
  checkText('A summary', approval.summary, maxTextLength);
  const { reason, tool, agent, operationClass, gate, executionRef } = approval;
  if (reason !== null) checkText('A reason', reason, maxTextLength);
  for (const [what, word] of Object.entries({ tool, agent, operationClass, gate, executionRef }))
    if (word !== null) checkText(`The field ${what}`, word, maxWordLength);
  if (approval.approvers.length > maxApprovers) refuse(`There can be at most ${maxApprovers} approvers.`);
  for (const approver of approval.approvers) checkText('An approver', approver, maxWordLength);
  const timeoutMs = approval.expiresAt.getTime() - approval.requestedAt.getTime();
  // Written so that a time too large for a date, which is not a number, is refused as well.
  if (!(timeoutMs >= minTimeoutMs && timeoutMs <= maxTimeoutMs)) refuse('The timeout is one second to 30 days.');
  if (JSON.stringify(approval.arguments).length > maxArgumentsBytes)
    refuse(`The arguments have more than ${maxArgumentsBytes / 1024} KiB.`);
  for (const map of [approval.labels, approval.annotations])
    if (JSON.stringify(map).length > maxMapSize)
      refuse(`Labels or annotations have more than ${maxMapSize / 1024} KiB.`);
}

function checkText(what: string, text: string, most: number): void {
  if (text.trim() === '' || text.length > most) refuse(`${what} has 1 to ${most} characters.`);
}

function refuse(message: string): never {
  throw new OrreryError('INPUT_INVALID', message);
}
