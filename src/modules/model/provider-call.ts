import { OrreryError } from '../../platform/errors.ts';
import type { OutboundClient, OutboundResponse } from '../../platform/http/index.ts';
import type { ModelRequest, ModelTarget } from './model.ts';
import { malformed, statusFailure } from './model-errors.ts';

const maxResponseBytes = 64 * 1024 * 1024;

export interface ProviderPost {
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** Posts to a provider and hands out its good answer. @throws OrreryError for every other one */
export async function postToProvider(
  outbound: OutboundClient,
  request: ModelRequest,
  post: ProviderPost,
): Promise<OutboundResponse> {
  const { target, signal, timeoutMs, idempotencyKey } = request;
  const response = await outbound.request({
    url: post.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'idempotency-key': idempotencyKey,
      ...post.headers,
    },
    body: JSON.stringify(post.body),
    allowPrivate: target.allowPrivate,
    signal,
    timeoutMs,
    maxResponseBytes,
  });
  if (response.status >= 200 && response.status < 300) return response;
  throw answerFailure(target, { ...response, text: await response.text() });
}

/** The failure that an answer of a provider stands for, by its status and what its body says. */
export function answerFailure(
  target: ModelTarget,
  answer: { status: number; headers: Record<string, string>; text: string },
): OrreryError {
  const { status, headers, text } = answer;
  return statusFailure(target, { status, message: errorMessage(text), retryAfterMs: retryAfterMs(headers) });
}

/** Whether the answer is a stream of events; providers that cannot stream answer with plain JSON instead. */
export function isEventStream(response: OutboundResponse): boolean {
  return /^text\/event-stream\b/i.test(response.headers['content-type'] ?? '');
}

/** The JSON in a provider's answer. @throws OrreryError MODEL_REFUSED */
export function parseJson(target: ModelTarget, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(target, 'an answer that is not JSON', cause);
  }
}

/** The base URL of a target without a slash at its end. @throws OrreryError INPUT_INVALID when there is none */
export function baseUrlOf(target: ModelTarget, providerUrl: string | undefined): string {
  const url = target.baseUrl || providerUrl;
  if (url) return url.replace(/\/+$/, '');
  throw new OrreryError('INPUT_INVALID', `The model endpoint of ${target.model} has no base URL.`, {
    fix: `Set the base URL of the ${target.provider} server, such as http://127.0.0.1:8000/v1.`,
  });
}

/** The key to send, if any. @throws OrreryError SECRET_UNRESOLVED when the provider's own service would be called without one */
export function apiKeyOf(
  target: ModelTarget,
  calls: { baseUrl: string; providerUrl: string | undefined },
): string | undefined {
  // Secrets that come from files often end in a line break, which no header may hold.
  const key = target.apiKey?.trim();
  if (key || calls.baseUrl !== calls.providerUrl) return key || undefined;
  throw new OrreryError(
    'SECRET_UNRESOLVED',
    `The model endpoint of ${target.model} has no API key for ${target.provider}.`,
    {
      fix: 'Name a Secret that holds the key in the model endpoint.',
    },
  );
}

function errorMessage(text: string): string {
  try {
    return messageIn(JSON.parse(text)) ?? text;
  } catch {
    // A proxy's error page says nothing to whoever reads the run.
    return /^\s*</.test(text) ? '' : text;
  }
}

/** The message in `{error: {message}}`, `{error: "..."}` or `{message}`. */
function messageIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if ('error' in value) return messageIn(value.error);
  return 'message' in value ? messageIn(value.message) : undefined;
}

function retryAfterMs(headers: Record<string, string>): number | undefined {
  const exact = Number(headers['retry-after-ms'] || Number.NaN);
  if (exact >= 0) return exact;
  const text = headers['retry-after'];
  if (text === undefined || text.trim() === '') return undefined;
  if (Number.isFinite(Number(text))) return Math.max(0, Number(text) * 1000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
