import type { IncomingMessage } from 'node:http';

/** Which origins' pages may read answers and open sockets. `*` is everyone, without cookies. */
export class Origins {
  readonly #allowed: ReadonlySet<string>;

  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /** Headers that let the page of the request's origin read the answer; undefined when it may not. */
  corsHeaders(origin: string): Record<string, string> | undefined {
    const shared = { 'access-control-expose-headers': 'x-request-id', vary: 'Origin' };
    if (this.#allowed.has(origin)) {
      return { ...shared, 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
    }
    return this.#allowed.has('*') ? { ...shared, 'access-control-allow-origin': '*' } : undefined;
  }

  /** What a page may do after its preflight request. */
  preflightHeaders(request: IncomingMessage): Record<string, string> | undefined {
    const cors = this.corsHeaders(request.headers.origin ?? '');
    if (!cors) return undefined;
    const headers = request.headers['access-control-request-headers'];
    return {
      ...cors,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-max-age': '600',
      ...(headers !== undefined && { 'access-control-allow-headers': headers }),
      vary: 'Origin, Access-Control-Request-Headers',
    };
  }

  /** Whether a WebSocket may be opened: by programs, by pages of this server, and by pages of allowed origins. */
  mayConnect(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined || this.#allowed.has(origin) || this.#allowed.has('*')) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }
}
