import type { OutboundResponse } from './exchange.ts';
import type { OutboundRequest } from './outbound-client.ts';
import { redirectTarget } from './redirect.ts';

const timeoutMs = 300_000;
const maxResponseBytes = 32 * 1024 * 1024;
const maxRedirects = 20;
const bodiless = new Set([204, 205, 304]);

/** A WHATWG fetch over guarded requests. */
export function outboundFetch(send: (request: OutboundRequest) => Promise<OutboundResponse>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const body = request.body === null ? {} : { body: Buffer.from(await request.arrayBuffer()) };
    const response = await send({
      url: request.url,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      signal: request.signal,
      maxRedirects: request.redirect === 'follow' ? maxRedirects : 0,
      timeoutMs,
      maxResponseBytes,
      ...body,
    });
    const { status, headers } = response;
    if (request.redirect === 'error' && redirectTarget(status, headers['location'], new URL(request.url))) {
      await response.discard();
      throw new TypeError('fetch failed: unexpected redirect');
    }
    if (!bodiless.has(status) && request.method !== 'HEAD')
      return new Response(streamOf(response), { status, headers });
    await response.discard();
    return new Response(null, { status, headers });
  };
}

function streamOf(response: OutboundResponse): ReadableStream<Uint8Array> {
  const chunks = response.body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await response.discard();
    },
  });
}
