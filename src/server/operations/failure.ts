import { GraphQLError } from 'graphql';
import { catalogue, type ErrorCode, isOrreryError, OrreryError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';

/** An error as the caller sees it. */
export interface ShownError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions: { code: string; retryable: boolean; requestId: string; fix?: string; [fact: string]: unknown };
}

/** A request that was turned down before anything ran. */
export class RequestRefused extends Error {
  override name = 'RequestRefused';
  readonly errors: readonly GraphQLError[];
  /** HTTP status of an answer that carries nothing else. */
  readonly status: number;
  /** Whether the document or its variables are at fault; a client that accepts only application/json then gets 200. */
  readonly isDocumentFault: boolean;

  constructor(errors: readonly GraphQLError[], kind: { status: number; isDocumentFault: boolean }) {
    super(errors[0]?.message ?? 'The request was refused.');
    this.errors = errors;
    this.status = kind.status;
    this.isDocumentFault = kind.isDocumentFault;
  }
}

const maxShownErrors = 20;

/** The document, the choice of operation, or the variables do not fit the schema. */
export function documentFault(errors: readonly GraphQLError[]): RequestRefused {
  return new RequestRefused(errors.slice(0, maxShownErrors), { status: 400, isDocumentFault: true });
}

/** The request is turned down with a code of the catalogue, whatever the client accepts. */
export function refusal(error: OrreryError, status: number = catalogue[error.code].http): RequestRefused {
  return new RequestRefused([new GraphQLError(error.message, { originalError: error })], {
    status,
    isDocumentFault: false,
  });
}

/** The request does not have the form that the protocol asks for. */
export function malformed(message: string, details: { status?: number; fix?: string } = {}): RequestRefused {
  const { status, ...more } = details;
  return refusal(new OrreryError('REQUEST_INVALID', message, more), status);
}

/** The request asks for more than one request may. */
export function tooCostly(message: string, facts: { limit: number; actual?: number }): RequestRefused {
  return refusal(new OrreryError('QUERY_TOO_COSTLY', message, { fix: 'Ask for less at once.', facts }));
}

/** The errors of a refusal as the caller sees them. */
export function showRefusal(refused: RequestRefused, requestId: string): ShownError[] {
  return refused.errors.map((error) => {
    const planned = plannedCause(error);
    return planned
      ? showPlanned(error, planned, requestId)
      : show(error, error.message, { code: 'REQUEST_INVALID', requestId });
  });
}

/** An error of a running operation as the caller sees it. What was not planned is logged and masked. */
export function showFailure(error: unknown, { requestId, log }: { requestId: string; log: Logger }): ShownError {
  const planned = plannedCause(error);
  if (planned) return showPlanned(error, planned, requestId);
  const code = clientFault(error);
  if (code && error instanceof Error) return show(error, error.message, { code, requestId });
  log.error({ err: rootCause(error), requestId, path: pathOf(error) }, 'an operation failed');
  return show(error, 'Something went wrong on our side.', { code: 'INTERNAL', requestId });
}

/** Errors in an order that does not depend on which resolver was done first. */
export function inPathOrder(errors: ShownError[]): ShownError[] {
  if (errors.length < 2) return errors;
  const keyed = errors.map((error) => ({ error, key: JSON.stringify([error.path ?? [], error.locations ?? []]) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ error }) => error);
}

function showPlanned(error: unknown, planned: OrreryError, requestId: string): ShownError {
  const { code, fix, facts } = planned;
  return show(error, planned.message, { code, requestId, ...(fix !== undefined && { fix }) }, facts);
}

function show(
  error: unknown,
  message: string,
  known: { code: ErrorCode; requestId: string; fix?: string },
  facts: Record<string, unknown> = {},
): ShownError {
  const extensions = { ...facts, retryable: catalogue[known.code].retryable, ...known };
  if (!(error instanceof GraphQLError)) return { message, extensions };
  return {
    message,
    ...(error.locations !== undefined && { locations: error.locations }),
    ...(error.path !== undefined && { path: error.path }),
    extensions,
  };
}

function* causes(error: unknown): Generator<unknown> {
  for (let cause = error, steps = 0; cause !== undefined && cause !== null && steps < 8; steps++) {
    yield cause;
    cause = cause instanceof GraphQLError ? cause.originalError : undefined;
  }
}

function plannedCause(error: unknown): OrreryError | undefined {
  for (const cause of causes(error)) if (isOrreryError(cause)) return cause;
  return undefined;
}

function rootCause(error: unknown): unknown {
  return [...causes(error)].at(-1);
}

function pathOf(error: unknown): string | undefined {
  return error instanceof GraphQLError ? error.path?.join('.') : undefined;
}

/**
 * The code of an error that the caller's own input caused. Pothos throws its validation errors for input, and graphql-js
 * marks a fault in an argument with the node of that argument before it is located.
 */
function clientFault(error: unknown): ErrorCode | undefined {
  const root = rootCause(error);
  if (!(root instanceof GraphQLError) || root === error) return undefined;
  if (root.name === 'ForbiddenError') return 'FORBIDDEN';
  if (root.name === 'PothosValidationError' || root.name === 'InputValidationError') return 'INPUT_INVALID';
  return root.nodes === undefined ? undefined : 'REQUEST_INVALID';
}
