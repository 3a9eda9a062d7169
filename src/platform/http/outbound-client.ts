import { Agent, type Dispatcher } from 'undici';
import { OrreryError } from '../errors.ts';
import { type AddressGuard, AllowList, createAddressGuard } from './address-guard.ts';
import { type ExchangeLimits, exchange, type OutboundResponse } from './exchange.ts';
import { guardedConnect, type ResolveHost, resolveHost } from './guarded-connect.ts';
import { outboundFetch } from './outbound-fetch.ts';
import { type Hop, nextHop, redirectTarget } from './redirect.ts';
import { type Relay, type RelaySink, relay } from './relay.ts';

/** One call to another machine, with its limits. */
export interface OutboundRequest {
  /** http or https, without credentials. */
  url: string;
  /** GET when not given. */
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** For the whole call, redirects and body included. 60,000 when not given. */
  timeoutMs?: number;
  /** 4 MiB when not given. */
  maxResponseBytes?: number;
  /** Ends the call at once, with the signal's reason. */
  signal?: AbortSignal;
  /** Opens private networks and loopback, for a resource whose operator said so. */
  allowPrivate?: boolean;
  /** 5 for GET, else 0 when not given. With 0, a redirect is handed to the caller. */
  maxRedirects?: number;
}

/** The one way out to other machines. It holds connections open and reuses them. */
export interface OutboundClient {
  /**
   * Sends a request. Resolves with any HTTP status as soon as its headers are there.
   * @throws OrreryError OUTBOUND_REFUSED, OUTBOUND_TOO_LARGE, INPUT_INVALID, or UNAVAILABLE for a connection that fails
   * (with the fact `timedOut: true` when the time was over); also while the body is read
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
  /**
   * Sends a request whose answer goes to `sink` while it comes, each chunk by itself. Redirects are answers like any
   * other; `signal` and `maxRedirects` are not looked at.
   * @throws OrreryError OUTBOUND_REFUSED or INPUT_INVALID before anything is sent; later failures go to the sink
   */
  relay(request: OutboundRequest, sink: RelaySink): Relay;
  /** A fetch with the same guard, for SDKs that want one: 5 minutes, 32 MiB, and OrreryErrors instead of TypeErrors. */
  fetch: typeof globalThis.fetch;
  /** Ends all connections; calls in flight fail. */
  close(): Promise<void>;
}

/** What the operator of the whole program decides about calls to other machines. */
export interface OutboundOptions {
  /** Hosts and networks (CIDR) that may be called although they are private. */
  allow: readonly string[];
  /** Resolves host names; the system's resolver when not given. */
  resolve?: ResolveHost;
}

const defaultTimeoutMs = 60_000;
const defaultMaxResponseBytes = 4 * 1024 * 1024;
const defaultMaxRedirects = 5;

/** These belong to the connection, which is ours. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

interface Lane {
  guard: AddressGuard;
  agent: Agent;
}

/** Makes the guarded client. @throws OrreryError INPUT_INVALID when `allow` has an entry that is no host and no network */
export function createOutboundClient(options: OutboundOptions): OutboundClient {
  const allow = new AllowList(options.allow);
  const resolve = options.resolve ?? resolveHost;
  // A connection that was opened with wider rights must never serve a call with narrower ones.
  const lanes = { guarded: openLane(allow, false, resolve), private: openLane(allow, true, resolve) };

  async function request(asked: OutboundRequest): Promise<OutboundResponse> {
    asked.signal?.throwIfAborted();
    const lane = asked.allowPrivate ? lanes.private : lanes.guarded;
    const limits = limitsOf(asked);
    let hop = firstHop(asked);
    const maxRedirects = asked.maxRedirects ?? (hop.method === 'GET' ? defaultMaxRedirects : 0);
    for (let redirects = 0; ; redirects++) {
      const response = await send(lane, hop, limits);
      const target =
        maxRedirects === 0 ? undefined : redirectTarget(response.status, response.headers['location'], hop.url);
      if (!target) return response;
      await response.discard();
      if (redirects === maxRedirects) throw tooManyRedirects(hop.url.host, maxRedirects);
      hop = nextHop(hop, response.status, target);
    }
  }

  return {
    request,
    relay: (asked, sink) => {
      const lane = asked.allowPrivate ? lanes.private : lanes.guarded;
      return relay(lane.agent, dispatchOf(lane, firstHop(asked)), { limits: limitsOf(asked), sink });
    },
    fetch: outboundFetch(request),
    close: async () => {
      await Promise.all([lanes.guarded.agent.destroy(), lanes.private.agent.destroy()]);
    },
  };
}

function openLane(allow: AllowList, allowPrivate: boolean, resolve: ResolveHost): Lane {
  const guard = createAddressGuard({ allow, allowPrivate });
  // The deadline of each call rules; a silent stream within it is fine.
  return { guard, agent: new Agent({ connect: guardedConnect(guard, resolve), headersTimeout: 0, bodyTimeout: 0 }) };
}

function limitsOf(asked: OutboundRequest): ExchangeLimits {
  return {
    startedMs: performance.now(),
    timeoutMs: asked.timeoutMs ?? defaultTimeoutMs,
    maxResponseBytes: asked.maxResponseBytes ?? defaultMaxResponseBytes,
    signal: asked.signal,
  };
}

function firstHop(asked: OutboundRequest): Hop {
  if (!URL.canParse(asked.url)) {
    throw new OrreryError('INPUT_INVALID', 'The address of the call is not a URL.', {
      fix: 'Write it in full, such as https://example.com/path.',
    });
  }
  // Compressed answers would have to be unpacked here, and packed ones hide their size.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  for (const [name, value] of Object.entries(asked.headers ?? {})) {
    if (!ownHeaders.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  return { url: new URL(asked.url), method: (asked.method ?? 'GET').toUpperCase(), headers, body: asked.body };
}

async function send(lane: Lane, hop: Hop, limits: ExchangeLimits): Promise<OutboundResponse> {
  const sent = dispatchOf(lane, hop);
  limits.signal?.throwIfAborted();
  return exchange(lane.agent, sent, limits);
}

/** What is handed to the dispatcher. @throws OrreryError OUTBOUND_REFUSED for an address that may not be called */
function dispatchOf(lane: Lane, hop: Hop): Dispatcher.DispatchOptions & { host: string } {
  const { url, method, headers, body } = hop;
  assertPlain(url);
  const refusal = lane.guard.refusalOf(url.hostname);
  if (refusal) throw refusal;
  const path = url.pathname + url.search;
  return { host: url.host, origin: url.origin, path, method, headers, body: body ?? null };
}

function assertPlain(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OrreryError('OUTBOUND_REFUSED', `Calls over ${url.protocol.slice(0, -1)} are refused.`, {
      fix: 'Use an http or https URL.',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new OrreryError('OUTBOUND_REFUSED', `The URL of the call to ${url.host} holds credentials.`, {
      fix: 'Take them out of the URL and keep them in a Secret.',
    });
  }
}

function tooManyRedirects(host: string, maxRedirects: number): OrreryError {
  return new OrreryError(
    'OUTBOUND_REFUSED',
    `The call was redirected more than ${maxRedirects} times, at last by ${host}.`,
    {
      fix: 'Call the address that the redirects lead to.',
      facts: { host, maxRedirects },
    },
  );
}
