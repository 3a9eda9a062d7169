import { setTimeout as delay } from 'node:timers/promises';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CancelledNotificationSchema,
  isInitializeRequest,
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import type { OutboundClient, OutboundResponse } from '../../platform/http/index.ts';
import { type McpHttpTarget, maxResultBytes, nameOf } from './mcp.ts';
import { failureOf, tooLarge } from './mcp-errors.ts';
import { readServerSentEvents } from './sse-reader.ts';

type RequestId = string | number;

const maxResponseBytes = maxResultBytes + 64 * 1024;
const maxResumes = 3;
const defaultRetryMs = 1_000;
const longestRetryMs = 30_000;
const goodbyeMs = 1_000;
/** The caller's own deadline ends a request; this is the longest time that a timer can hold. */
const noTimeoutMs = 2 ** 31 - 1;

/** Where a stream stopped that ended before it answered. */
interface Interruption {
  lastEventId: string | undefined;
  retryMs: number;
}

/**
 * MCP over Streamable HTTP through the guarded outbound client. A request lives as long as its POST; when its stream
 * breaks, it is resumed where the server gave event ids, and fails at once where it did not. The standalone stream of
 * the server's own messages is not opened: nothing here listens to them.
 */
export class HttpTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #target: McpHttpTarget;
  readonly #outbound: OutboundClient;
  readonly #inFlight = new Map<RequestId, AbortController>();
  #session: string | undefined;
  #protocolVersion: string | undefined;
  #ending: string | undefined;

  constructor(target: McpHttpTarget, outbound: OutboundClient) {
    this.#target = target;
    this.#outbound = outbound;
  }

  /** How the connection ended, in words that follow the server's name; undefined while it can be used. */
  get ending(): string | undefined {
    return this.#ending;
  }

  setProtocolVersion(version: string): void {
    this.#protocolVersion = version;
  }

  async start(): Promise<void> {
    if (!URL.canParse(this.#target.url)) {
      throw new OrreryError('MCP_SERVER_ERROR', `"${this.#target.url}" is not the URL of an MCP server.`, {
        fix: 'Give the McpServer an endpoint such as https://example.com/mcp.',
      });
    }
  }

  /** Sends a message. A request resolves when it is answered; its failure reaches the caller as its answer. */
  async send(message: JSONRPCMessage): Promise<void> {
    const cancelled = CancelledNotificationSchema.safeParse(message).data?.params.requestId;
    if (cancelled !== undefined) this.#inFlight.get(cancelled)?.abort();
    if (!isJSONRPCRequest(message)) return this.#notify(message);
    const controller = new AbortController();
    this.#inFlight.set(message.id, controller);
    try {
      await this.#exchange(message, message.id, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) this.onmessage?.(failureOf(message.id, this.#failure(error)));
    } finally {
      this.#inFlight.delete(message.id);
    }
  }

  async close(): Promise<void> {
    if (this.#ending === 'was closed') return;
    const session = this.#ending ? undefined : this.#session;
    this.#ending = 'was closed';
    for (const controller of this.#inFlight.values()) controller.abort();
    if (session) await this.#endSession();
    this.onclose?.();
  }

  async #notify(message: JSONRPCMessage): Promise<void> {
    const response = await this.#post(message, AbortSignal.timeout(longestRetryMs));
    await response.discard();
    if (response.status >= 400) throw this.#refusal(response);
  }

  async #exchange(message: JSONRPCMessage, id: RequestId, signal: AbortSignal): Promise<void> {
    let response = await this.#post(message, signal);
    if (isInitializeRequest(message)) this.#session = response.headers['mcp-session-id'];
    for (let resumes = 0; ; resumes += 1) {
      const interruption = await this.#receive(response, id);
      if (!interruption) return;
      if (interruption.lastEventId === undefined || resumes === maxResumes) throw this.#interrupted();
      await delay(Math.min(interruption.retryMs, longestRetryMs), undefined, { signal });
      response = await this.#resume(interruption.lastEventId, signal);
    }
  }

  /** Hands on what a response carries. @returns where it stopped when the answer to `id` was not in it */
  async #receive(response: OutboundResponse, id: RequestId): Promise<Interruption | undefined> {
    if (response.status !== 200) {
      await response.discard();
      throw this.#refusal(response);
    }
    if (/^text\/event-stream\b/i.test(response.headers['content-type'] ?? '')) return this.#receiveStream(response, id);
    if (!this.#deliver(parseMessages(await response.text()), id)) throw this.#interrupted();
    return undefined;
  }

  async #receiveStream(response: OutboundResponse, id: RequestId): Promise<Interruption | undefined> {
    const interruption: Interruption = { lastEventId: undefined, retryMs: defaultRetryMs };
    try {
      for await (const { id: eventId, event, data, retryMs } of readServerSentEvents(response.body)) {
        interruption.lastEventId = eventId ?? interruption.lastEventId;
        interruption.retryMs = retryMs ?? interruption.retryMs;
        if (event === 'message' && data !== '' && this.#deliver(parseMessages(data), id)) return undefined;
      }
    } catch (error) {
      if (isOrreryError(error) && !error.retryable) throw error;
      if (interruption.lastEventId === undefined) throw error;
    } finally {
      await response.discard();
    }
    return interruption;
  }

  /** @returns whether the answer to `id` was among the messages */
  #deliver(messages: readonly JSONRPCMessage[], id: RequestId): boolean {
    let answered = false;
    for (const message of messages) {
      const isAnswer = isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message);
      if (isAnswer && message.id !== id) continue;
      answered ||= isAnswer;
      this.onmessage?.(message);
    }
    return answered;
  }

  #post(message: JSONRPCMessage, signal: AbortSignal): Promise<OutboundResponse> {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    return this.#request({ method: 'POST', headers, body: JSON.stringify(message), signal });
  }

  #resume(lastEventId: string, signal: AbortSignal): Promise<OutboundResponse> {
    return this.#request({
      method: 'GET',
      headers: { accept: 'text/event-stream', 'last-event-id': lastEventId },
      signal,
    });
  }

  async #endSession(): Promise<void> {
    try {
      const response = await this.#request({ method: 'DELETE', headers: {}, signal: AbortSignal.timeout(goodbyeMs) });
      await response.discard();
    } catch {
      // The server forgets a session by itself as well; telling it is a courtesy.
    }
  }

  #request(request: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal: AbortSignal;
  }): Promise<OutboundResponse> {
    const { url, headers, allowPrivate } = this.#target;
    const own: Record<string, string> = { ...request.headers };
    if (this.#session) own['mcp-session-id'] = this.#session;
    if (this.#protocolVersion) own['mcp-protocol-version'] = this.#protocolVersion;
    const all = { ...lowerCased(headers), ...own };
    return this.#outbound.request({
      ...request,
      url,
      headers: all,
      allowPrivate,
      maxResponseBytes,
      timeoutMs: noTimeoutMs,
    });
  }

  #refusal({ status, headers }: OutboundResponse): OrreryError {
    const name = nameOf(this.#target);
    if (status === 401 || status === 403) {
      return new OrreryError('TOOL_FAILED', `${name} refused the credentials (HTTP ${status}).`, {
        fix: 'Correct the auth of the McpServer.',
        facts: { status },
      });
    }
    if (status >= 300 && status < 400) {
      return new OrreryError('TOOL_FAILED', `${name} has moved (HTTP ${status}).`, {
        fix: 'Set the endpoint of the McpServer to the address that it redirects to.',
        facts: { status, location: headers['location'] },
      });
    }
    // A session that the server forgot never works again; the next call opens a new one.
    if (this.#session && (status === 404 || status === 400)) this.#ending = 'ended the session';
    return new OrreryError('MCP_SERVER_ERROR', `${name} answered with HTTP ${status}.`, { facts: { status } });
  }

  #interrupted(): OrreryError {
    return new OrreryError('MCP_SERVER_ERROR', `${nameOf(this.#target)} ended its answer before it was complete.`, {
      fix: 'The call may have run. A retry carries the same idempotency key.',
    });
  }

  #failure(error: unknown): OrreryError {
    const name = nameOf(this.#target);
    if (!isOrreryError(error))
      return new OrreryError('MCP_SERVER_ERROR', `${name} sent an answer that does not follow the protocol.`, {
        cause: error,
      });
    if (error.code === 'OUTBOUND_TOO_LARGE') return tooLarge(this.#target);
    if (error.code !== 'UNAVAILABLE') return error;
    return new OrreryError('MCP_SERVER_ERROR', `${name} could not be reached.`, {
      fix: 'Check that it runs and that its endpoint is right.',
      cause: error,
    });
  }
}

function parseMessages(text: string): JSONRPCMessage[] {
  const parsed: unknown = JSON.parse(text);
  return (Array.isArray(parsed) ? parsed : [parsed]).map((message) => JSONRPCMessageSchema.parse(message));
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
