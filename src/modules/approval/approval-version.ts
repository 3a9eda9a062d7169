import { OrreryError } from '../../platform/errors.ts';
import type { Approval } from './approval.ts';

/** What a writer says about the version that they saw, as APIs with resourceVersions have it. */
export interface VersionClaim {
  /** The version by which the write is bound; `*` is any. */
  expected?: string | null | undefined;
  /** The version that stands in what is written. */
  document?: string | null | undefined;
  /** Whether a write that names no version is refused. */
  required?: boolean | undefined;
}

/** Which version must be there: a number, what a claim names, or any when null. */
export type ExpectedVersion = number | VersionClaim | null;

/** @throws OrreryError APPROVAL_CONFLICT when the approval is not at `expected` */
export function assertVersion(approval: Approval, expected: ExpectedVersion): void {
  const version = typeof expected === 'number' ? String(expected) : expected && claimed(approval, expected);
  if (version == null || version === String(approval.version)) return;
  throw conflict(approval, `This approval is at version ${approval.version}, not ${version}.`);
}

/** @throws OrreryError APPROVAL_CONFLICT when a claim about something that is not there yet names a version of it */
export function assertNew(name: string, { expected, document }: VersionClaim): void {
  const version = text(expected) ?? text(document);
  if (version === undefined || version === '0') return;
  throw new OrreryError('APPROVAL_CONFLICT', `There is no approval ${name} yet, so it is not at version ${version}.`, {
    fix: 'Leave the version out.',
  });
}

function claimed(approval: Approval, { expected, document, required }: VersionClaim): string | undefined {
  const inDocument = text(document);
  if (expected?.trim() === '*') return inDocument;
  const named = text(expected);
  if (named !== undefined && inDocument !== undefined && named !== inDocument)
    throw conflict(approval, `The write names two versions, ${named} and ${inDocument}.`);
  const version = named ?? inDocument;
  if (version === undefined && required)
    throw conflict(approval, 'An approval is only written by one who names the version that they saw.');
  return version;
}

function text(version: string | null | undefined): string | undefined {
  return version?.trim() || undefined;
}

function conflict({ id, phase, version }: Approval, message: string): OrreryError {
  return new OrreryError('APPROVAL_CONFLICT', message, {
    fix: 'Read it again and decide on what it says now.',
    facts: { approvalId: id, phase, version },
  });
}
