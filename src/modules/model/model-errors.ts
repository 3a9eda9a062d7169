import { type ErrorCode, isOrreryError, OrreryError } from '../../platform/errors.ts';
import type { ModelTarget } from './model.ts';

const longestMessage = 500;

/** The model in words. */
export function nameOf(target: ModelTarget): string {
  return `The model ${target.model} of ${target.provider}`;
}

/** What a provider said, short enough to show and without the key it may have repeated. */
function quoted(target: ModelTarget, message: string): string {
  const safe = target.apiKey ? message.replaceAll(target.apiKey, '[key]') : message;
  return safe.trim().slice(0, longestMessage);
}

/** The failure that an HTTP status of a provider stands for. */
export function statusFailure(
  target: ModelTarget,
  answer: { status: number; message: string; retryAfterMs?: number | undefined },
): OrreryError {
  const { status, message, retryAfterMs } = answer;
  const { code, fix } = statusMeaning(status);
  const said = quoted(target, message);
  const facts = { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new OrreryError(code, `${nameOf(target)} answered with HTTP ${status}${said === '' ? '.' : `: ${said}`}`, {
    fix,
    facts,
  });
}

function statusMeaning(status: number): { code: ErrorCode; fix: string } {
  if (status === 429)
    return { code: 'MODEL_RATE_LIMITED', fix: 'Try again later, or ask the provider for a higher limit.' };
  if (status === 408) return { code: 'MODEL_TIMED_OUT', fix: 'Try again.' };
  if (status >= 500) return { code: 'MODEL_UNAVAILABLE', fix: 'Try again later, or add a fallback model.' };
  if (status === 401 || status === 403)
    return { code: 'MODEL_REFUSED', fix: 'Correct the Secret that the model endpoint names.' };
  if (status === 404) return { code: 'MODEL_REFUSED', fix: 'Check the model and the base URL of the model endpoint.' };
  if (status < 400)
    return { code: 'MODEL_REFUSED', fix: 'Give the model endpoint the base URL that answers without a redirect.' };
  return { code: 'MODEL_REFUSED', fix: 'Correct what the message names.' };
}

/** The failure that a provider reports inside a stream that had begun well; `kind` is its word for it. */
export function streamFailure(target: ModelTarget, reported: { kind: string; message: string }): OrreryError {
  const kind = reported.kind.toLowerCase();
  const said = quoted(target, reported.message);
  const code: ErrorCode = /rate_?limit|429/.test(kind)
    ? 'MODEL_RATE_LIMITED'
    : /invalid|authentication|permission|not_found|billing|too_large/.test(kind)
      ? 'MODEL_REFUSED'
      : 'MODEL_UNAVAILABLE';
  return new OrreryError(code, `${nameOf(target)} broke off its answer: ${said === '' ? reported.kind : said}`, {
    facts: { kind: reported.kind },
  });
}

/** The provider closed the stream before it said that the reply is finished. */
export function cutOff(target: ModelTarget, cause?: unknown): OrreryError {
  return new OrreryError('MODEL_UNAVAILABLE', `${nameOf(target)} broke off its answer before it was finished.`, {
    fix: 'Try again.',
    cause,
  });
}

/** The provider answered with something that its dialect does not have. */
export function malformed(target: ModelTarget, what: string, cause?: unknown): OrreryError {
  return new OrreryError('MODEL_REFUSED', `${nameOf(target)} sent ${what}.`, {
    fix: 'Check that the base URL of the model endpoint is that of the named provider.',
    cause,
  });
}

/** The model wrote tool arguments that are not a JSON object. */
export function badArguments(target: ModelTarget, call: { name: string; isCutShort: boolean }): OrreryError {
  const fix = call.isCutShort
    ? 'The reply reached its token limit: allow more output tokens.'
    : 'Try again, or use a model that is better at calling tools.';
  return new OrreryError(
    'MODEL_REFUSED',
    `${nameOf(target)} called the tool ${call.name} with arguments that are not a JSON object.`,
    { fix },
  );
}

export function timedOut(target: ModelTarget, timeoutMs: number, cause?: unknown): OrreryError {
  return new OrreryError('MODEL_TIMED_OUT', `${nameOf(target)} did not finish its answer within ${timeoutMs} ms.`, {
    fix: 'Try again, or allow the call more time.',
    facts: { timeoutMs },
    cause,
  });
}

/** What a failed connection means for a model call; every other error stays as it is. */
export function connectionFailure(target: ModelTarget, about: { error: unknown; timeoutMs: number }): unknown {
  const { error, timeoutMs } = about;
  if (!isOrreryError(error) || error.code !== 'UNAVAILABLE') return error;
  if (error.facts['timedOut'] === true) return timedOut(target, timeoutMs, error);
  return new OrreryError('MODEL_UNAVAILABLE', `${nameOf(target)} is unavailable: ${error.message}`, {
    fix: 'Try again later, or add a fallback model.',
    cause: error,
  });
}
