import { catalogue, type ErrorCode, isOrreryError, OrreryError } from '../platform/errors.ts';

/** An error in the words of OpenAI's API. */
export interface ChatError {
  status: number;
  headers: Record<string, string>;
  body: { error: { message: string; type: string; param: string | null; code: string | null } };
}

/** Words that go to the caller as they are, in place of those of the catalogue. */
interface ToldWords {
  status: number;
  type: string | null;
  param: string | null;
  code: string | null;
}

/** Failures whose status alone would give the wrong type. */
const types: Partial<Record<ErrorCode, string>> = {
  APPROVAL_REQUIRED: 'approval_required',
  BUDGET_EXCEEDED: 'insufficient_quota',
};

/** A request that does not fit. `param` names the member at fault, such as `messages[0].role`. */
export function invalidRequest(param: string | null, message: string): OrreryError {
  return new OrreryError('INPUT_INVALID', message, { facts: { param } });
}

/** Any error as OpenAI's API would tell it; what was not planned is masked. */
export function chatErrorOf(error: unknown): ChatError {
  if (!isOrreryError(error)) return chatError('INTERNAL', { message: 'Something went wrong on our side.', facts: {} });
  const { code, message, fix, facts } = error;
  return chatError(code, { message: fix === undefined ? message : `${message} ${fix}`, facts });
}

function chatError(code: ErrorCode, about: { message: string; facts: Record<string, unknown> }): ChatError {
  const { message, facts } = about;
  const told = facts['told'] as ToldWords | undefined;
  const status = told?.status ?? catalogue[code].http;
  const param = told?.param ?? (typeof facts['param'] === 'string' ? facts['param'] : null);
  const type = told?.type ?? types[code] ?? typeOf(status);
  return {
    status,
    headers: headersOf(status, facts),
    body: { error: { message, type, param, code: told?.code ?? code.toLowerCase() } },
  };
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 404) return 'not_found_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

function headersOf(status: number, { retryAfterMs, isRun }: Record<string, unknown>): Record<string, string> {
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = 'Bearer';
  const isLater = status === 429 || status === 503;
  if (isLater && typeof retryAfterMs === 'number') headers['retry-after'] = String(Math.ceil(retryAfterMs / 1_000));
  // A client that repeats the request by itself would start another run.
  if (isRun === true) headers['x-should-retry'] = 'false';
  return headers;
}

/** Statuses that speak of the caller's request; 401 and its like speak of our credentials, and stay ours. */
const passedOn = new Set([400, 404, 408, 409, 413, 415, 422, 429]);
const longestWord = 200;

/** The failure of an upstream with the words that its answer has for it. */
export function withUpstreamWords(
  failure: OrreryError,
  answer: { status: number; text: string; secret: string | undefined },
): OrreryError {
  const { status, text, secret } = answer;
  if (status < 500 && !passedOn.has(status)) return failure;
  const said = errorIn(text);
  const word = (value: unknown): string | null => {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    const safe = secret ? String(value).replaceAll(secret, '[key]') : String(value);
    return safe.slice(0, longestWord);
  };
  const told: ToldWords = { status, type: word(said['type']), param: word(said['param']), code: word(said['code']) };
  const { code, message, fix, facts } = failure;
  return new OrreryError(code, message, { ...(fix !== undefined && { fix }), facts: { ...facts, told } });
}

function errorIn(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as { error?: unknown } | null;
    return typeof value?.error === 'object' && value.error !== null ? (value.error as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
