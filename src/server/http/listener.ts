import { createServer, type RequestListener, type Server } from 'node:http';
import type { Logger } from '../../platform/log.ts';
import type { Timing } from '../timing.ts';
import { refuseBytes } from './client-errors.ts';
import { Exchange } from './exchange.ts';
import type { Origins } from './origins.ts';
import { type ParserError, WatchMethod } from './watch-method.ts';

export interface ListenerOptions {
  /** The name of the listener; null for the main one. */
  name: string | null;
  origins: Origins;
  timing: Timing;
  log: Logger;
  serveGraphql(exchange: Exchange): Promise<void>;
  /** Takes a request that is not for `/graphql` and says so, or leaves it to the router. */
  take(exchange: Exchange): boolean;
  /** Called when an exchange is over, with its status and duration. */
  onDone(exchange: Exchange, status: number, ms: number): void;
  /** Whether the server is about to stop, so that connections should not be kept. */
  isClosing(): boolean;
}

/** Makes the HTTP server: `/graphql` is served here, the rest by who takes it, or by `other`. */
export function createListener(options: ListenerOptions, other: RequestListener): Server {
  const { timing, origins } = options;
  const limits = {
    requestTimeout: timing.requestMs,
    headersTimeout: timing.headersMs,
    keepAliveTimeout: timing.keepAliveMs,
    connectionsCheckingInterval: Math.min(5_000, timing.headersMs),
    maxHeaderSize: 16 * 1024,
  };
  const watches = new WatchMethod();
  const server = createServer(limits, (request, response) => {
    const { origin } = request.headers;
    if (watches.begin(request)) request.method = 'WATCH';
    const headers = origin === undefined ? undefined : origins.corsHeaders(origin);
    const exchange = new Exchange(request, response, { listener: options.name, headers });
    if (options.isClosing()) response.shouldKeepAlive = false;
    response.on('close', () => {
      watches.end(request.socket);
      finish(options, exchange);
    });
    if (isPreflight(exchange)) {
      // An origin that is not configured gets no headers, and so its browser refuses the request itself.
      response.writeHead(204, exchange.headers(origins.preflightHeaders(request)));
      response.end();
    } else if (exchange.path === '/graphql') {
      void options.serveGraphql(exchange);
    } else if (!options.take(exchange)) {
      exchange.setHeaders();
      other(request, response);
    }
  });
  // An expectation that nobody knows may be passed over; Node would refuse it without a word.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server.on('clientError', (error: ParserError, connection) => {
    const refuse = (): void => refuseBytes(error, connection);
    if (!watches.take(error, connection, { server, refuse })) refuse();
  });
}

function isPreflight({ method, request: { headers } }: Exchange): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

function finish({ log, onDone }: ListenerOptions, exchange: Exchange): void {
  const { method, path, requestId, response, principalId: principal } = exchange;
  const ms = performance.now() - exchange.startedAt;
  const status = response.writableFinished ? response.statusCode : 499;
  onDone(exchange, status, ms);
  log.info({ method, path, status, ms: Math.round(ms * 100) / 100, requestId, principal }, 'request');
}
