import { OrreryError } from '../../platform/errors.ts';
import type { Approval, Verdict } from './approval.ts';

export const reviewedOutputs = ['AGENT_OUTPUT', 'TASK_OUTPUT'] as const;
/** Whose output is looked at. */
export type ReviewedOutput = (typeof reviewedOutputs)[number];

export const reviewFormats = ['TEXT', 'JSON'] as const;
/** How an output is to be shown. */
export type ReviewFormat = (typeof reviewFormats)[number];

/** An output that a person looks at before the work goes on. What is asked of them has the category REVIEW. */
export interface Review {
  /** The place in the work at which it is looked at; unique in what the approval is about. */
  checkpoint: string;
  reviewed: ReviewedOutput;
  /** Any JSON; null when there is none. */
  output: unknown;
  format: ReviewFormat;
  /** Whether the reviewer may send it back. */
  allowsChanges: boolean;
  /** The name of the review of the round before. */
  supersedes: string | null;
  /** Where the work goes on, as who asked needs to know it again. */
  resumeContext: Record<string, unknown> | null;
}

/** A review as it is asked for, with its round and how many there may be. */
export interface ReviewRequest extends Review {
  cycle: number;
  maxCycles: number;
}

const maxWordLength = 253;
const maxJsonBytes = 1024 * 1024;
const maxCycles = 1_000;

/** @throws OrreryError INPUT_INVALID when an approval is a review and does not say of what, or says so and is none */
export function checkReview({ category, review, cycle, maxCycles: most }: Approval): void {
  if ((category === 'REVIEW') !== (review !== null))
    refuse('An approval says what is reviewed when its category is REVIEW, and only then.');
  if (review === null) return;
  for (const [what, word] of Object.entries({ checkpoint: review.checkpoint, supersedes: review.supersedes }))
    if (word !== null && (word.trim() === '' || word.length > maxWordLength))
      refuse(`The field ${what} of a review has 1 to ${maxWordLength} characters.`);
  for (const count of [cycle, most ?? 1])
    if (!Number.isInteger(count) || count < 1 || count > maxCycles)
      refuse(`The rounds of a review are counted from 1 to ${maxCycles}.`);
  for (const json of [review.output, review.resumeContext])
    if (Buffer.byteLength(JSON.stringify(json)) > maxJsonBytes)
      refuse(`The output of a review, and where it goes on, have at most ${maxJsonBytes / 1024} KiB each.`);
}

/** @throws OrreryError INPUT_INVALID, APPROVAL_CONFLICT when changes can't be requested of the approval, or not with so few words */
export function assertChangeable(approval: Approval, { comment }: Pick<Verdict, 'comment'>): void {
  const { review, cycle, maxCycles: most, name, id: approvalId, phase, version } = approval;
  if (review === null) refuse(`The approval ${name} is no review: changes are requested of an output.`);
  if (comment === null || comment.trim() === '') refuse('Who requests changes says which, in a comment.');
  const facts = { approvalId, phase, version };
  if (!review.allowsChanges)
    throw new OrreryError('APPROVAL_CONFLICT', `Of ${name} no changes can be requested.`, {
      fix: 'Approve or deny it.',
      facts,
    });
  if (most !== null && cycle >= most)
    throw new OrreryError(
      'APPROVAL_CONFLICT',
      `Round ${cycle} of ${most} is the last: no more changes can be requested.`,
      {
        fix: 'Approve or deny it.',
        facts,
      },
    );
}

function refuse(message: string): never {
  throw new OrreryError('INPUT_INVALID', message);
}
