import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../../platform/log.ts';
import { type Credentials, credentialsOf, type Origins, socketCredentials } from '../http/index.ts';
import type { Limits } from '../limits.ts';
import type { Caller, Operations } from '../operations/index.ts';
import type { Flusher, Subscriptions } from '../streams/index.ts';
import type { Timing } from '../timing.ts';
import { Connection } from './connection.ts';
import { closeCodes } from './messages.ts';

const protocol = 'graphql-transport-ws';

export interface SocketServerOptions {
  operations: Operations;
  subscriptions: Subscriptions;
  flusher: Flusher;
  origins: Origins;
  authenticate(credentials: Credentials): Promise<Caller | null>;
  limits: Limits;
  timing: Timing;
  log: Logger;
}

/** Serves WebSockets on `/graphql`. */
export class SocketServer {
  readonly #options: SocketServerOptions;
  readonly #connections = new Set<Connection>();
  readonly #server: WebSocketServer;
  readonly #pings: NodeJS.Timeout;

  constructor(options: SocketServerOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.bodyBytes,
      perMessageDeflate: false,
      handleProtocols: (protocols) => (protocols.has(protocol) ? protocol : false),
    });
    this.#pings = setInterval(() => this.#ping(), options.timing.pingMs).unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  get subscribers(): number {
    return sum(this.#connections, (connection) => connection.subscribers);
  }

  get bufferedBytes(): number {
    return sum(this.#connections, (connection) => connection.bufferedBytes);
  }

  /** Takes over a request to become a WebSocket, or turns it down. */
  async upgrade(request: IncomingMessage, wire: Duplex, head: Buffer): Promise<void> {
    if (!this.#options.origins.mayConnect(request)) {
      turnDown(wire, '403 Forbidden');
      return;
    }
    const ignore = (): void => {
      wire.destroy();
    };
    wire.on('error', ignore);
    const credentials = credentialsOf(request.headers);
    const actor = credentials.token === undefined ? null : await this.#options.authenticate(credentials);
    if (credentials.token !== undefined && !actor) {
      turnDown(wire, '401 Unauthorized', 'WWW-Authenticate: Bearer\r\n');
      return;
    }
    wire.off('error', ignore);
    this.#server.handleUpgrade(request, wire, head, (socket) => this.#connect(socket, wire as Socket, request));
  }

  /** Tells every client to come back elsewhere or later. */
  close(): void {
    clearInterval(this.#pings);
    for (const connection of this.#connections)
      connection.close(closeCodes.goingAway, 'The server is going away. Connect again.');
    this.#server.close();
  }

  /** Ends connections whose peers do not answer. */
  terminate(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  #connect(socket: WebSocket, wire: Socket, request: IncomingMessage): void {
    if (socket.protocol !== protocol) {
      socket.close(closeCodes.protocolNotAcceptable, 'Subprotocol not acceptable');
      return;
    }
    const { log } = this.#options;
    const startedAt = performance.now();
    const connection = new Connection({
      ...this.#options,
      socket,
      wire,
      authenticate: (params) => this.#authenticate(params, request),
      onError: (error) => log.error({ err: error }, 'a WebSocket failed'),
    });
    this.#connections.add(connection);
    socket.once('close', (code) => {
      this.#connections.delete(connection);
      const ms = Math.round(performance.now() - startedAt);
      log.info({ path: '/graphql', code, ms, principal: connection.principalId }, 'websocket closed');
    });
  }

  async #authenticate(
    params: Record<string, unknown> | null,
    request: IncomingMessage,
  ): Promise<Caller | null | undefined> {
    const credentials = socketCredentials(params, request.headers);
    if (credentials.token === undefined) return null;
    return (await this.#options.authenticate(credentials)) ?? undefined;
  }

  #ping(): void {
    for (const connection of this.#connections) connection.ping();
  }
}

/** Answers an upgrade request with a status instead of a WebSocket. */
export function turnDown(wire: Duplex, status: string, headers = ''): void {
  wire.on('error', () => wire.destroy());
  wire.end(`HTTP/1.1 ${status}\r\n${headers}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

function sum<T>(items: Iterable<T>, measure: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += measure(item);
  return total;
}
