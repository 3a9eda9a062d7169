import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Caller, Exchange, OrreryServer, Plan, ShownError } from '../../../src/server/index.ts';
import type { About, Convention, Problem, StreamConvention } from '../convention.ts';
import type { ApiName, Route, Wire } from '../route.ts';
import type { Aside } from '../write-shape.ts';

/** A route whose operation is a subscription, ready to be served. */
export interface StreamRoute {
  readonly route: Route;
  readonly convention: Convention;
  readonly plan: Plan;
  /** The value of the only root field, which may be null; all of the data when there are several. */
  rootOf(data: Record<string, unknown> | null | undefined): unknown;
  /** Writes what `rootOf` gave, when it is not null, as JSON. The frame's name and what may be asked of it go into `aside`. */
  writeRoot(root: unknown, aside: Pick<Aside, 'frame' | 'matches'>): string;
}

/** How the stream of a route looks besides its events. */
export function streamOf({ route, convention: { stream } }: StreamRoute): StreamConvention {
  return route.wire === 'WATCH' ? { ...stream, ...stream.watch } : stream;
}

/** A request as conventions see it, with who asks. */
export interface AskedStream extends About {
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  actor: Caller | null;
}

/** A request to become a WebSocket. */
export interface SocketUpgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

/** A stream that may be opened: the caller is known and the variables are bound, but nothing ran yet. */
export interface Opening {
  served: StreamRoute;
  asked: AskedStream;
  variables: Record<string, unknown>;
  /** Where its events go. */
  to: { wire: Exclude<Wire, 'WS'>; exchange: Exchange } | { wire: 'WS'; upgrade: SocketUpgrade };
}

/** What streams need of the rest of the program. */
export interface StreamsDeps {
  server: Pick<OrreryServer, 'operations' | 'subscriptions' | 'openLive' | 'createSockets'>;
  /** What an error of an answer is to a client of `api`. */
  problemOfError(api: ApiName, error: ShownError | undefined): Problem;
}
