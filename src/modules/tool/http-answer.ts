import { OrreryError } from '../../platform/errors.ts';
import type { OutboundResponse } from '../../platform/http/index.ts';
import type { ToolAnswer } from './tool.ts';

/** Version 1 of the tool contract: an answer that says itself how the call went. */
interface Envelope {
  tool_contract_version: 'v1';
  status: 'ok' | 'error' | 'denied';
  output?: { result?: unknown };
  error?: { code?: string; reason?: string; retryable?: boolean; message?: string; details?: unknown };
}

const excerptLength = 500;

/** What an http tool answered. @throws OrreryError TOOL_FAILED, TOOL_UNAVAILABLE, OUTBOUND_TOO_LARGE */
export async function answerOf(
  tool: string,
  response: OutboundResponse,
  secrets: readonly string[],
): Promise<ToolAnswer> {
  const { status } = response;
  const text = await response.text();
  if (status >= 200 && status < 300) {
    const body = parseBody(response.headers['content-type'] ?? '', text);
    return isEnvelope(body) ? unwrap(tool, body) : { result: body, isError: false };
  }
  const facts = { status, ...retryAfter(response.headers['retry-after']) };
  if (status === 401 || status === 403) {
    throw new OrreryError('TOOL_FAILED', `The tool ${tool} refused the credentials (HTTP ${status}).`, {
      fix: 'Correct the auth of the Tool.',
      facts,
    });
  }
  if (status < 400) {
    throw new OrreryError('TOOL_FAILED', `The tool ${tool} has moved (HTTP ${status}).`, {
      fix: 'Set the endpoint of the Tool to the address that it redirects to.',
      facts: { ...facts, location: response.headers['location'] },
    });
  }
  const said = excerpt(text, secrets);
  const message = `The tool ${tool} answered with HTTP ${status}${said === '' ? '.' : `: ${said}`}`;
  throw new OrreryError(status === 429 || status >= 500 ? 'TOOL_UNAVAILABLE' : 'TOOL_FAILED', message, { facts });
}

/** JSON when the content type or the text itself says so; null for an empty body. */
function parseBody(contentType: string, text: string): unknown {
  if (text.trim() === '') return null;
  if (!/[/+]json\b/i.test(contentType) && !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isEnvelope(body: unknown): body is Envelope {
  if (typeof body !== 'object' || body === null) return false;
  const { tool_contract_version: version, status } = body as Partial<Envelope>;
  return version === 'v1' && (status === 'ok' || status === 'error' || status === 'denied');
}

function unwrap(tool: string, { status, output, error = {} }: Envelope): ToolAnswer {
  if (status === 'ok') return { result: output?.result ?? null, isError: false };
  const { code = status, reason, message = `The tool ${tool} reported ${status}.`, details } = error;
  if (status === 'error' && error.retryable === true) {
    throw new OrreryError('TOOL_UNAVAILABLE', `The tool ${tool} failed for now: ${message}`, {
      facts: { toolCode: code },
    });
  }
  return {
    result: { code, ...(reason && { reason }), message, ...(details !== undefined && { details }) },
    isError: true,
  };
}

/** The beginning of an error text. An endpoint that echoes its credentials must not bring them into a message. */
function excerpt(text: string, secrets: readonly string[]): string {
  const safe = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  const short = safe.trim().replace(/\s+/g, ' ');
  return short.length > excerptLength ? `${short.slice(0, excerptLength)}…` : short;
}

function retryAfter(header: string | undefined): { retryAfterMs?: number } {
  return header !== undefined && /^\d{1,6}$/.test(header) ? { retryAfterMs: Number(header) * 1_000 } : {};
}
