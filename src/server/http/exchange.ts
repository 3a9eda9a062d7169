import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '../../platform/ids.ts';

const exchangeOf = Symbol('exchange');

interface ExchangedRequest extends IncomingMessage {
  [exchangeOf]?: Exchange;
}

/** What the listener knows of a request. */
export interface ExchangeAbout {
  /** The name of the listener; null for the main one. */
  listener: string | null;
  /** Headers that the answer has besides those of every answer. */
  headers: Record<string, string> | undefined;
}

/** The id that the client sent with a request, if it is sane, or a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : newId('request');
}

/** One HTTP request and its answer: who asked, under which id, and when the client went away. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The id that the client sent, if it is sane, or a new one. */
  readonly requestId: string;
  readonly method: string;
  /** Without the query, which may hold secrets. */
  readonly path: string;
  readonly startedAt = performance.now();
  /** The pattern of the route that answers, for counting. */
  route = 'other';
  /** Set by whoever authenticates the request. */
  principalId: string | undefined = undefined;
  /** The name of the listener that it came to; null for the main one. */
  readonly listener: string | null;
  readonly #more: Record<string, string> | undefined;
  #abort: AbortController | undefined = undefined;

  constructor(request: IncomingMessage, response: ServerResponse, about: ExchangeAbout) {
    const url = request.url ?? '/';
    const query = url.indexOf('?');
    this.request = request;
    this.response = response;
    this.requestId = requestIdOf(request);
    this.method = request.method ?? 'GET';
    this.path = query < 0 ? url : url.slice(0, query);
    this.listener = about.listener;
    this.#more = about.headers;
    (request as ExchangedRequest)[exchangeOf] = this;
  }

  /** The exchange that `request` belongs to; every request that reached this server has one. */
  static of(request: IncomingMessage): Exchange {
    const exchange = (request as ExchangedRequest)[exchangeOf];
    if (!exchange) throw new Error('The request did not come through the server.');
    return exchange;
  }

  /** The headers of the answer: `own` and those that every answer has. */
  headers(own: Record<string, string> = {}): Record<string, string> {
    const headers: Record<string, string> = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'x-request-id': this.requestId,
    };
    if (this.#more) Object.assign(headers, this.#more);
    for (const name in own) headers[name] = own[name] ?? '';
    return headers;
  }

  /** Gives the headers of every answer to one that somebody else writes. */
  setHeaders(): void {
    for (const [name, value] of Object.entries(this.headers())) this.response.setHeader(name, value);
  }

  /** Aborted when the client goes away before it has the whole answer. Made when first asked for. */
  get signal(): AbortSignal {
    if (!this.#abort) {
      const abort = new AbortController();
      const { response } = this;
      this.#abort = abort;
      if (response.destroyed) abort.abort();
      else response.once('close', () => response.writableFinished || abort.abort());
    }
    return this.#abort.signal;
  }
}
