import { catalogue, type ErrorCode, isOrreryError, OrreryError } from '../platform/errors.ts';

/** An error as an answer carries it. */
export interface Shown {
  message: string;
  extensions?: Record<string, unknown>;
}

/** The first error of an answer, as the failure that it was on the server. */
export function answerFailure(errors: readonly Shown[]): OrreryError {
  const [first] = errors;
  const { code, fix } = first?.extensions ?? {};
  return new OrreryError(codeOf(code), first?.message ?? 'The server refused the request.', {
    ...(typeof fix === 'string' ? { fix } : {}),
  });
}

function codeOf(code: unknown): ErrorCode {
  return typeof code === 'string' && Object.hasOwn(catalogue, code) ? (code as ErrorCode) : 'INTERNAL';
}

/** Nothing answered, or not in time. */
export function connectionFailure(url: string, cause: unknown): OrreryError {
  return new OrreryError('UNAVAILABLE', `No Orrery answers at ${url}${becauseOf(cause)}.`, {
    fix: 'Start one with `npm start`, or name the address of another.',
    cause,
  });
}

function becauseOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ECONNREFUSED') return ': nothing listens there';
  if (code === 'ENOTFOUND') return ': the host is not known';
  return code === '' ? '' : ` (${code})`;
}

/** Why a subscription ended: its errors, how the connection was closed, or that there was none. */
export function socketFailure(url: string, reason: unknown): unknown {
  if (isOrreryError(reason)) return reason;
  if (Array.isArray(reason)) return answerFailure(reason as Shown[]);
  if (typeof reason !== 'object' || reason === null || !('code' in reason) || !('reason' in reason))
    return connectionFailure(url, reason);
  const { code, reason: words } = reason;
  if (code === 4403 || code === 4401)
    return new OrreryError('UNAUTHENTICATED', 'The credentials are wrong or have expired.', {
      fix: 'Give a valid token.',
    });
  return new OrreryError('UNAVAILABLE', `The connection to ${url} was closed: ${words || code}.`, {
    fix: 'Subscribe again after the last cursor that arrived.',
  });
}
