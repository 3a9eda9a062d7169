/** What one hop of a call sends. */
export interface Hop {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
}

/**
 * What may follow a redirect to another origin. Credentials travel in headers of any name, so the harmless ones are
 * listed instead of the dangerous ones.
 */
const headersForAnyone = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-language',
  'content-type',
  'idempotency-key',
  'traceparent',
  'tracestate',
  'user-agent',
]);

const redirects = new Set([301, 302, 303, 307, 308]);

/** Where a response sends its caller; undefined when it does not, or to nothing that is a URL. */
export function redirectTarget(status: number, location: string | undefined, from: URL): URL | undefined {
  if (!redirects.has(status) || location === undefined || !URL.canParse(location, from)) return undefined;
  return new URL(location, from);
}

/** The next hop: 303, and 301 or 302 after a POST, turn into a GET; another origin gets no credentials. */
export function nextHop(hop: Hop, status: number, url: URL): Hop {
  const becomesGet = (status === 303 && hop.method !== 'HEAD') || (status < 303 && hop.method === 'POST');
  const isSameOrigin = url.origin === hop.url.origin;
  const kept = Object.entries(hop.headers).filter(([name]) => {
    if (becomesGet && name.startsWith('content-')) return false;
    return isSameOrigin || headersForAnyone.has(name);
  });
  const headers = Object.fromEntries(kept);
  return becomesGet ? { url, method: 'GET', headers, body: undefined } : { ...hop, url, headers };
}
