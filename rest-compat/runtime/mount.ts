import { type Exchange, type OrreryServer, requestIdOf, type Upgrade } from '../../src/server/index.ts';
import { streamWires } from './accept.ts';
import { Asked } from './asked.ts';
import type { Convention } from './convention.ts';
import { DocsPages } from './docs-pages.ts';
import { type Asking, Facade, type FacadeDeps } from './facade.ts';
import { PathTree } from './path-tree.ts';
import { problemOf } from './problem.ts';
import { errorAnswer, sendProblem } from './reply.ts';
import { type ApiName, apiNames, type Route, type RouteTable } from './route.ts';
import { RouteIndex } from './route-index.ts';
import { ServedRoute } from './served-route.ts';
import { completeSharedRoots } from './shared-roots.ts';
import { refuseUpgrade } from './sockets.ts';

/** What mounting the facade takes. */
export interface MountDeps extends Omit<FacadeDeps, 'operations' | 'openStream'> {
  table: RouteTable;
  conventions: Partial<Record<ApiName, Convention>>;
  server: Pick<OrreryServer, 'operations' | 'fastify' | 'onRequest' | 'onUpgrade'>;
  /** Undefined where streams are not served; their routes are then unknown. */
  openStream?: FacadeDeps['openStream'];
  /** Patterns of paths that are no operations. They go before a route of the same path, except on the port of its API. */
  handWritten: readonly { path: string }[];
  /** Folder with the OpenAPI documents: `<api>.json` for each API, and `orrery.json` of all of them. */
  documents: string;
}

/**
 * Serves the routes of the table and their documentation on `server`, which does not listen yet.
 * @throws Error when a route is of an API that has no convention
 */
export function mountFacade(deps: MountDeps): void {
  const mounted = new Mounted(deps);
  const { documents, log } = deps;
  const docs = new DocsPages({
    conventions: Object.values(deps.conventions),
    documents,
    onError: (error, requestId) => log.error({ err: error, requestId }, 'a page of the documentation failed'),
  });
  deps.server.onRequest((exchange) => docs.take(exchange));
  deps.server.onRequest((exchange) => mounted.take(exchange));
  deps.server.onUpgrade((upgrade) => mounted.upgrade(upgrade));
}

class Mounted {
  readonly #deps: MountDeps;
  readonly #routes: RouteIndex;
  readonly #sockets: RouteIndex;
  readonly #facade: Facade;
  readonly #conventions: Convention[];
  readonly #handWritten = new PathTree<true>();

  constructor(deps: MountDeps) {
    const { table, conventions, server, openStream } = deps;
    const { operations } = server;
    const served = table.routes
      .filter((route) => openStream !== undefined || !isStream(route))
      .map((route) => new ServedRoute(route, conventionOf(conventions, route), operations));
    for (const { path } of deps.handWritten) this.#handWritten.at(path, () => true);
    completeSharedRoots(server.fastify, { handWritten: deps.handWritten, served });
    this.#deps = deps;
    this.#routes = new RouteIndex(served.filter(({ route }) => route.wire !== 'WS' || route.orWire.length > 0));
    this.#sockets = new RouteIndex(served.filter(({ route }) => [route.wire, ...route.orWire].includes('WS')));
    this.#facade = new Facade({ ...deps, operations, openStream: openStream ?? (() => undefined) });
    this.#conventions = Object.values(conventions);
  }

  take(exchange: Exchange): boolean {
    const { request, path, method, listener, requestId } = exchange;
    const preferred = apiOf(listener);
    const asked = new Asked(request, requestId);
    const { query, headers } = asked;
    const match = this.#routes.find(path, { method, query, headers, preferred });
    const convention = match && ('candidate' in match ? match.candidate.served : match).convention;
    if (this.#handWritten.find(path) && (convention === undefined || convention.api !== preferred)) return false;
    if (match && 'candidate' in match) {
      void this.#facade.serve(exchange, { ...match, asked });
      return true;
    }
    if (match) return this.#refuseMethod(exchange, asked, match);
    const socket = this.#sockets.find(path, { method, query, headers, preferred });
    if (socket && 'candidate' in socket) return this.#refusePlain(exchange, asked, socket.candidate.served.convention);
    return this.#refusePath(exchange, asked, preferred);
  }

  upgrade(upgrade: Upgrade): boolean {
    const { request, listener } = upgrade;
    const asked = new Asked(request, requestIdOf(request));
    const { query, headers } = asked;
    const path = asked.url.split('?')[0] ?? '/';
    const match = this.#sockets.find(path, { method: 'GET', query, headers, preferred: apiOf(listener) });
    if (!match || !('candidate' in match)) return false;
    upgrade.socket.on('error', () => upgrade.socket.destroy());
    void this.#openSocket(upgrade, { ...match, asked });
    return true;
  }

  async #openSocket(upgrade: Upgrade, asking: Asking): Promise<void> {
    try {
      await this.#facade.upgrade(upgrade, asking);
    } catch (error) {
      const { candidate, asked } = asking;
      const problem = this.#facade.problemOf(candidate.served, error, asked.requestId);
      const answer = errorAnswer(candidate.served.convention, { asked, problem });
      refuseUpgrade(upgrade, answer, asked.requestId);
    }
  }

  #refuseMethod(
    exchange: Exchange,
    asked: Asked,
    { allow, convention }: { allow: string[]; convention: Convention },
  ): boolean {
    const allowed = allow.join(', ');
    const message = `${asked.method} is not served here; ${allowed} ${allow.length === 1 ? 'is' : 'are'}.`;
    const problem = problemOf(convention.api, 'REQUEST_INVALID', { message, status: 405 });
    sendProblem(exchange, convention, { asked, problem, more: { allow: allowed } });
    return true;
  }

  /** Answers a request for what only a WebSocket can be had of. */
  #refusePlain(exchange: Exchange, asked: Asked, convention: Convention): boolean {
    const message = `${exchange.path} is a WebSocket: ask for an upgrade.`;
    const problem = problemOf(convention.api, 'REQUEST_INVALID', { message, status: 426 });
    sendProblem(exchange, convention, { asked, problem, more: { upgrade: 'websocket', connection: 'upgrade' } });
    return true;
  }

  /** Answers an unknown path in the form of the API that it would belong to; without one it is left to the server. */
  #refusePath(exchange: Exchange, asked: Asked, preferred: ApiName | undefined): boolean {
    const { path, method } = exchange;
    const convention = preferred ? this.#deps.conventions[preferred] : this.#conventionOf(path);
    if (!convention) return false;
    const message = `There is nothing at ${method} ${path}.`;
    const problem = problemOf(convention.api, 'RESOURCE_NOT_FOUND', { message, part: 'path' });
    sendProblem(exchange, convention, { asked, problem });
    return true;
  }

  #conventionOf(path: string): Convention | undefined {
    let found: { convention: Convention; length: number } | undefined;
    for (const convention of this.#conventions) {
      for (const prefix of convention.prefixes) {
        if (path.startsWith(prefix) && prefix.length > (found?.length ?? 0))
          found = { convention, length: prefix.length };
      }
    }
    return found?.convention;
  }
}

function conventionOf(conventions: MountDeps['conventions'], { api, id }: Route): Convention {
  const convention = conventions[api];
  if (!convention) throw new Error(`The route ${id} is of ${api}, which has no convention.`);
  return convention;
}

function isStream({ kind, wire }: Route): boolean {
  return kind === 'subscription' || streamWires.has(wire);
}

function apiOf(listener: string | null): ApiName | undefined {
  return apiNames.find((name) => name === listener);
}
