import type { Server as HttpServer, IncomingMessage, RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Registry } from 'prom-client';
import type { Config } from '../platform/config.ts';
import type { Logger } from '../platform/log.ts';
import {
  addFallbacks,
  addProbes,
  type Credentials,
  createListener,
  createYogaSide,
  Exchange,
  GraphqlEndpoint,
  type Health,
  type LiveAnswer,
  type LiveForm,
  Origins,
  refuseUrl,
  SilentConnections,
} from './http/index.ts';
import type { Limits } from './limits.ts';
import { type ListenerSpec, Listeners, urlOf } from './listeners.ts';
import { LiveAnswers } from './live-answers.ts';
import { ServerMetrics } from './metrics.ts';
import { type Caller, Operations, readTrustedDocuments } from './operations/index.ts';
import { Flusher, Subscriptions } from './streams/index.ts';
import { defaultTiming, type Timing } from './timing.ts';
import { type SocketManners, SocketServer, Sockets, turnDown } from './ws/index.ts';

/** Everything the server needs of the rest of the program. */
export interface ServerDeps<Context extends object = object, Actor extends Caller = Caller> {
  config: Pick<Config, 'host' | 'port' | 'corsOrigins' | 'trustedDocuments' | 'trustedDocumentsOnly' | 'isProduction'>;
  /** Ports besides that of the configuration, on which the same is served. */
  listeners?: readonly ListenerSpec[];
  log: Logger;
  schema: GraphQLSchema;
  /** Resolves null when the credentials are wrong. Called for every request that shows some, so the callee caches. */
  authenticate(credentials: Credentials): Promise<Actor | null>;
  /** Makes the context of one operation. Nothing that it remembers outlives the operation, or one event of a subscription. */
  createContext(request: {
    readonly actor: Actor | null;
    readonly requestId: string;
    readonly signal: AbortSignal;
  }): Context;
  /** Equal keys mean equal rights: subscribers with equal keys may share one execution. */
  rightsKey(actor: Actor): string;
  health: Health;
  metrics: Registry;
  limits: Limits;
  timing?: Partial<Timing>;
  /** Renders GraphiQL from files of its own instead of a CDN. */
  renderGraphiql?(options?: object): string | Promise<string>;
}

/** A request that asks for another protocol. */
export interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  /** The name of the listener that it came to; null for the main one. */
  listener: string | null;
}

/** Takes over an upgrade request and says so, or returns false. */
export type UpgradeHandler = (upgrade: Upgrade) => boolean;

/** Takes a request over and says so, or returns false and leaves it as it is. */
export type RequestTaker = (exchange: Exchange) => boolean;

/** A server that can listen, and the parts of it that others build on. */
export interface OrreryServer {
  /** Starts to serve, and gives the URLs, those of further listeners by name. @throws when the address is taken or not ours */
  listen(): Promise<{ url: string; listeners: Record<string, string> }>;
  /** Stops accepting, ends streams so that clients connect again, and waits for requests in flight. Safe to repeat. */
  close(): Promise<void>;
  /** Runs operations in process, as every transport does. */
  operations: Operations;
  /** Subscriptions shared between transports. */
  subscriptions: Subscriptions;
  /** For routes besides `/graphql`, to be added before `listen`. */
  fastify: FastifyInstance;
  /** Lets `taker` see every request that is not for `/graphql`, before the routes of `fastify`. */
  onRequest(taker: RequestTaker): void;
  /** Adds WebSockets on other paths than `/graphql`. */
  onUpgrade(handler: UpgradeHandler): void;
  /** Starts an answer that goes on. It is kept alive, and ended when the server closes. */
  openLive(exchange: Exchange, form: LiveForm): LiveAnswer;
  /** Makes a place for WebSockets of one kind. They are pinged, and told to come back when the server closes. */
  createSockets(manners: SocketManners): Sockets;
}

/** Puts the server together without starting it. @throws ConfigInvalid when the trusted documents cannot be read */
export function createServer<Context extends object, Actor extends Caller>(
  deps: ServerDeps<Context, Actor>,
): OrreryServer {
  // The parts handle actors only to hand them back, so they need not know more of them than the id.
  return new Server(deps as unknown as ServerDeps);
}

class Server implements OrreryServer {
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly fastify: FastifyInstance;
  readonly #deps: ServerDeps;
  readonly #timing: Timing;
  readonly #live: LiveAnswers;
  readonly #sockets: SocketServer;
  readonly #otherSockets: Sockets[] = [];
  readonly #flusher = new Flusher();
  readonly #upgradeHandlers: UpgradeHandler[] = [];
  readonly #takers: RequestTaker[] = [];
  readonly #listeners: Listeners;
  readonly #silent = new SilentConnections();
  readonly #origins: Origins;
  readonly #createListener: (name: string | null, handler: RequestListener) => HttpServer;
  #handler: RequestListener | undefined;
  readonly #disposeYoga: () => Promise<void>;
  #closed: Promise<void> | undefined;

  constructor(deps: ServerDeps) {
    const { config, limits, log } = deps;
    const timing = { ...defaultTiming, ...deps.timing };
    const flusher = this.#flusher;
    const origins = new Origins(config.corsOrigins);
    const yoga = createYogaSide({
      schema: deps.schema,
      operations: () => this.operations,
      showGraphiql: !config.isProduction,
      renderGraphiql: deps.renderGraphiql,
    });
    this.#deps = deps;
    this.#timing = timing;
    this.#disposeYoga = yoga.dispose;
    this.operations = new Operations({
      engine: yoga.engine,
      executeIncrementally: yoga.executeIncrementally,
      createContext: deps.createContext,
      limits,
      trustedDocuments: readTrustedDocuments(config.trustedDocuments),
      trustedDocumentsOnly: config.trustedDocumentsOnly,
      log,
    });
    this.subscriptions = new Subscriptions({ operations: this.operations, rightsKey: deps.rightsKey });
    this.#live = new LiveAnswers({ flusher, limitBytes: limits.bufferedBytes, timing });
    const { operations, subscriptions } = this;
    this.#sockets = new SocketServer({
      operations,
      subscriptions,
      flusher,
      origins,
      authenticate: deps.authenticate,
      limits,
      timing,
      log,
    });
    const endpoint = new GraphqlEndpoint({
      operations,
      subscriptions,
      yoga,
      authenticate: deps.authenticate,
      openLive: (exchange, form) => this.#live.open(exchange, form),
      onError: (error, requestId) => log.error({ err: error, requestId }, 'a request failed'),
      bodyBytes: limits.bodyBytes,
      batch: limits.batch,
      showGraphiql: !config.isProduction,
    });
    this.#origins = origins;
    this.#listeners = new Listeners(deps.listeners ?? []);
    this.#createListener = this.#listenerFactory(endpoint);
    this.fastify = this.#createFastify();
  }

  async listen(): Promise<{ url: string; listeners: Record<string, string> }> {
    const { host, port } = this.#deps.config;
    await this.fastify.listen({ host, port });
    const listeners = this.#handler
      ? await this.#listeners.listen(host, { handler: this.#handler, create: this.#createListener })
      : {};
    return { url: urlOf(this.fastify.server, host), listeners };
  }

  close(): Promise<void> {
    this.#closed ??= this.#drain();
    return this.#closed;
  }

  onUpgrade(handler: UpgradeHandler): void {
    this.#upgradeHandlers.push(handler);
  }

  onRequest(taker: RequestTaker): void {
    this.#takers.push(taker);
  }

  openLive(exchange: Exchange, form: LiveForm): LiveAnswer {
    return this.#live.open(exchange, form);
  }

  createSockets(manners: SocketManners): Sockets {
    const { limits, log } = this.#deps;
    const { goodbyeMs } = this.#timing;
    const options = { manners, flusher: this.#flusher, limitBytes: limits.bufferedBytes, goodbyeMs, log };
    const sockets = new Sockets(options);
    this.#otherSockets.push(sockets);
    return sockets;
  }

  async #drain(): Promise<void> {
    const impatient = setTimeout(() => {
      for (const sockets of [this.#sockets, ...this.#otherSockets]) sockets.terminate();
      this.fastify.server.closeAllConnections();
      this.#listeners.closeAllConnections();
    }, this.#timing.drainMs);
    this.#live.close();
    for (const sockets of [this.#sockets, ...this.#otherSockets]) sockets.close();
    this.#silent.cut();
    await Promise.all([this.fastify.close(), this.#listeners.close()]);
    clearTimeout(impatient);
    await this.#disposeYoga();
  }

  #listenerFactory(endpoint: GraphqlEndpoint): (name: string | null, handler: RequestListener) => HttpServer {
    const { log, metrics } = this.#deps;
    const counts = new ServerMetrics(metrics, {
      subscribers: () => ({ websocket: this.#overSockets('subscribers'), sse: this.#live.followers }),
      cohorts: () => this.subscriptions.cohorts,
      sockets: () => this.#overSockets('size'),
      bufferedBytes: () => this.#overSockets('bufferedBytes') + this.#live.bufferedBytes,
    });
    return (name, handler) => {
      const server = createListener(
        {
          name,
          origins: this.#origins,
          timing: this.#timing,
          log,
          isClosing: () => this.#closed !== undefined,
          serveGraphql: (exchange) => endpoint.serve(exchange),
          take: (exchange) => this.#takers.some((taker) => taker(exchange)),
          onDone: (exchange, status, ms) => counts.count(exchange, status, ms),
        },
        handler,
      );
      this.#silent.watch(server);
      return server.on('upgrade', (request, socket, head) => this.#upgrade({ request, socket, head, listener: name }));
    };
  }

  #createFastify(): FastifyInstance {
    const { log, health, metrics, limits } = this.#deps;
    const fastify = Fastify({
      bodyLimit: limits.bodyBytes,
      routerOptions: { ignoreTrailingSlash: true },
      // Whoever listens has answered it.
      clientErrorHandler: () => undefined,
      frameworkErrors: refuseUrl,
      genReqId: (request) => Exchange.of(request as IncomingMessage).requestId,
      serverFactory: (handler) => {
        this.#handler = handler as RequestListener;
        return this.#createListener(null, this.#handler);
      },
    });
    fastify.addHook('onRequest', async (request) => {
      Exchange.of(request.raw).route = request.routeOptions.url ?? 'other';
    });
    addFallbacks(fastify, log);
    addProbes(fastify, { health, metrics, isClosing: () => this.#closed !== undefined });
    return fastify;
  }

  #overSockets(measure: 'size' | 'subscribers' | 'bufferedBytes'): number {
    return this.#otherSockets.reduce((sum, sockets) => sum + sockets[measure], this.#sockets[measure]);
  }

  #upgrade(upgrade: Upgrade): void {
    const { request, socket, head } = upgrade;
    if (this.#closed) turnDown(socket, '503 Service Unavailable');
    else if (request.url?.split('?')[0] === '/graphql') {
      this.#sockets.upgrade(request, socket, head).catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'a WebSocket could not be opened');
        turnDown(socket, '500 Internal Server Error');
      });
    } else if (!this.#origins.mayConnect(request)) turnDown(socket, '403 Forbidden');
    else if (!this.#upgradeHandlers.some((handler) => handler(upgrade))) turnDown(socket, '404 Not Found');
  }
}
