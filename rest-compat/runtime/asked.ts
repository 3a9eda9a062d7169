import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Caller } from '../../src/server/index.ts';
import type { About } from './convention.ts';

/** A request as conventions and bindings see it. What is rarely needed is worked out when asked for. */
export class Asked implements About {
  readonly requestId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** Who asks, as `authenticate` knows them. */
  actor: Caller | null = null;
  caller: About['caller'] = null;
  /** Of the answer, set before it is written. */
  status = 200;
  readonly now = new Date();

  constructor(request: IncomingMessage, requestId: string) {
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    this.requestId = requestId;
    this.method = request.method ?? 'GET';
    this.url = url;
    this.headers = request.headers;
    this.query = mark < 0 || mark === url.length - 1 ? emptyQuery : new URLSearchParams(url.slice(mark + 1));
  }

  get traceId(): string {
    const given = this.headers['traceparent'];
    const match = typeof given === 'string' ? /^[\da-f]{2}-([\da-f]{32})-/.exec(given) : null;
    return match?.[1] ?? createHash('md5').update(this.requestId).digest('hex');
  }
}

/** Shared by all requests without a query; nobody writes to it. */
const emptyQuery = new URLSearchParams();
