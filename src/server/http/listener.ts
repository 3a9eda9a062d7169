import { createServer, type RequestListener, type Server } from 'node:http';
import type { Logger } from '../../platform/log.ts';
import type { Timing } from '../timing.ts';
import { Exchange } from './exchange.ts';
import type { Origins } from './origins.ts';

export interface ListenerOptions {
  origins: Origins;
  timing: Timing;
  log: Logger;
  /** Who answers requests to `path` on plain node http, if anybody does. */
  directHandler(path: string): ((exchange: Exchange) => Promise<void>) | undefined;
  /** Called when an exchange is over, with its status and duration. */
  onDone(exchange: Exchange, status: number, ms: number): void;
  /** Whether the server is about to stop, so that connections should not be kept. */
  isClosing(): boolean;
}

/** Makes the HTTP server: paths that have a direct handler are served by it, everything else by `other`. */
export function createListener(options: ListenerOptions, other: RequestListener): Server {
  const { timing, origins } = options;
  const limits = {
    requestTimeout: timing.requestMs,
    headersTimeout: timing.headersMs,
    keepAliveTimeout: timing.keepAliveMs,
    connectionsCheckingInterval: Math.min(5_000, timing.headersMs),
    maxHeaderSize: 16 * 1024,
  };
  return createServer(limits, (request, response) => {
    const { origin } = request.headers;
    const exchange = new Exchange(request, response, origin === undefined ? undefined : origins.corsHeaders(origin));
    if (options.isClosing()) response.shouldKeepAlive = false;
    response.on('close', () => finish(options, exchange));
    if (isPreflight(exchange)) {
      // An origin that is not configured gets no headers, and so its browser refuses the request itself.
      response.writeHead(204, exchange.headers(origins.preflightHeaders(request)));
      response.end();
      return;
    }
    const direct = options.directHandler(exchange.path);
    if (direct) void direct(exchange);
    else {
      exchange.setHeaders();
      other(request, response);
    }
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
