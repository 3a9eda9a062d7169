import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Convention, Problem } from '../../../rest-compat/runtime/convention.ts';
import { type ApiName, type Member, type Route, type Shape, typeKey } from '../../../rest-compat/runtime/route.ts';
import {
  type AskedStream,
  protocolToken,
  type StreamRoute,
  Streams,
} from '../../../rest-compat/runtime/streams/index.ts';
import { catalogue } from '../../../src/platform/errors.ts';
import { newId } from '../../../src/platform/ids.ts';
import {
  type Caller,
  type Exchange,
  type OrreryServer,
  RequestRefused,
  type ShownError,
} from '../../../src/server/index.ts';
import { showRefusal } from '../../../src/server/operations/index.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { changes, ends, enveloped, envelopedRunEvents, plain, runEvents } from './routes.ts';

/** How often a shape was written, over all readers. */
export const written = { count: 0 };

/** A whole platform that serves the test's routes besides its own, with a small stand-in for path matching and binding. */
export async function serve(stopWith: (stop: () => Promise<void>) => void): Promise<Harness> {
  const h = await harness({ stopWith });
  const { server } = h.platform;
  if (!server) throw new Error('The platform has no API.');
  const front = new Front(h, server);
  server.onRequest((exchange) => front.take(exchange));
  server.onUpgrade((upgrade) => {
    void front.upgrade(upgrade);
    return true;
  });
  return h;
}

interface Found {
  served: StreamRoute;
  variables: Record<string, unknown>;
}

class Front {
  readonly #streams: Streams;
  readonly #harness: Harness;
  readonly #routes: StreamRoute[];

  constructor(h: Harness, server: OrreryServer) {
    this.#harness = h;
    this.#streams = new Streams({ server, problemOfError: problemOf });
    this.#routes = [runEvents, ends, changes, envelopedRunEvents].map((route) => served(route, server));
  }

  take(exchange: Exchange): boolean {
    const found = this.#find(exchange.request);
    if (found) void this.#serve(exchange, found);
    return found !== undefined;
  }

  async #serve(exchange: Exchange, found: Found): Promise<void> {
    const { request, response } = exchange;
    const { route } = found.served;
    const accept = request.headers.accept ?? '';
    const wire = accept.includes('ndjson') ? 'NDJSON' : accept.includes('event-stream') ? 'SSE' : route.wire;
    try {
      const asked = await this.#asked(request);
      if (wire === 'WS') throw new Error('not here');
      await this.#streams.open({ ...found, asked, to: { wire, exchange } });
    } catch (error) {
      const answer = refused(found.served.convention, error);
      response.writeHead(answer.status, { 'content-type': answer.contentType }).end(answer.body);
    }
  }

  async upgrade(upgrade: { request: IncomingMessage; socket: Duplex; head: Buffer }): Promise<void> {
    const found = this.#find(upgrade.request);
    try {
      if (!found) throw new Error('unknown');
      const asked = await this.#asked(upgrade.request);
      await this.#streams.open({ ...found, asked, to: { wire: 'WS', upgrade } });
    } catch (error) {
      const answer = refused(plain, error);
      upgrade.socket.end(
        `HTTP/1.1 ${answer.status} Refused\r\ncontent-length: ${answer.body.length}\r\n\r\n${answer.body}`,
      );
    }
  }

  #find(request: IncomingMessage): Found | undefined {
    const url = new URL(request.url ?? '/', 'http://localhost');
    for (const one of this.#routes) {
      const match = new RegExp(`^${one.route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(url.pathname);
      const isWanted = one.route.when === undefined || request.method === 'WATCH' || url.searchParams.has('watch');
      if (!match || !isWanted) continue;
      const after = url.searchParams.get('after');
      return { served: one, variables: { ...match.groups, ...(after !== null && { after }) } };
    }
    return undefined;
  }

  async #asked(request: IncomingMessage): Promise<AskedStream> {
    const { headers, url = '/', method = 'GET' } = request;
    const query = new URL(url, 'http://localhost').searchParams;
    const token = plain.token(headers, query) ?? protocolToken(headers['sec-websocket-protocol']);
    const { identity } = this.#harness.platform.parts.services;
    const actor: Caller | null = token === undefined ? null : await identity.authenticate(token);
    const caller = actor && { principalId: actor.principalId, organizationId: 'org' };
    const requestId = newId('request');
    return {
      requestId,
      traceId: '0'.repeat(32),
      method,
      url,
      caller,
      status: 200,
      now: new Date(),
      headers,
      query,
      actor,
    };
  }
}

/** A route with what serving it takes; the name of its operation is that of the route unless said. */
export function served(route: Route, { operations }: OrreryServer, name: string | undefined = route.id): StreamRoute {
  return {
    route,
    convention: route.api === 'fabric' ? enveloped : plain,
    plan: operations.prepareOwn(route.document, name),
    rootOf: (data) => data?.[route.rootKey ?? ''],
    writeRoot: (root, aside) => {
      written.count += 1;
      return JSON.stringify(shaped(route.shape, root, aside));
    },
  };
}

function shaped(shape: Shape, value: unknown, aside: { frame?: string }): unknown {
  if (shape.kind === 'scalar') return shape.const ?? value;
  if (shape.kind !== 'object') throw new Error(`The tests have no ${shape.kind}.`);
  const source = value as Record<string, unknown>;
  const members = [...shape.members, ...(shape.byType?.[String(source[typeKey])] ?? [])];
  const written = members.map((member: Member) => {
    const own = shaped(member.shape, source[member.from[0] ?? ''], aside);
    if (member.isFrame) aside.frame = String(own);
    return [member.name, own];
  });
  return Object.fromEntries(written);
}

/** What an error is to a client. */
export function problemOf(_api: ApiName, error: ShownError | undefined): Problem {
  const { code = 'INTERNAL', retryable = true, requestId: _id, fix, ...facts } = error?.extensions ?? {};
  const row = catalogue[code as keyof typeof catalogue];
  return { code, status: row.http, message: error?.message ?? '', fix, retryable, facts, word: undefined };
}

function refused(convention: Convention, error: unknown) {
  if (!(error instanceof RequestRefused)) throw error;
  const problem = { ...problemOf('joch', showRefusal(error, 'req')[0]), status: error.status };
  return convention.error(problem, {} as never);
}
