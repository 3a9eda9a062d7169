import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createOutboundClient, type OutboundClient } from '../../../src/platform/http/index.ts';
import { type Site, startSite } from './site.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function client(): OutboundClient {
  const made = createOutboundClient({ allow: ['127.0.0.1', 'localhost'] });
  open.push(() => made.close());
  return made;
}

async function site(serve: (request: IncomingMessage, response: ServerResponse) => void): Promise<Site> {
  const started = await startSite(serve);
  open.push(() => started.close());
  return started;
}

describe('a request', () => {
  test('sends method, headers and body as given and hands out status, headers and body', async () => {
    const { url, requests } = await site((_request, response) =>
      response.writeHead(418, { 'x-kettle': 'on', 'set-cookie': ['a=1', 'b=2'] }).end('täpot'),
    );
    const response = await client().request({
      url: `${url}path?q=1`,
      method: 'PUT',
      headers: { 'X-Key': 'k' },
      body: '{"ä":1}',
    });
    expect(response.status).toBe(418);
    expect(response.headers).toMatchObject({ 'x-kettle': 'on', 'set-cookie': 'a=1, b=2' });
    expect(await response.text()).toBe('täpot');
    expect(requests).toMatchObject([
      { method: 'PUT', url: '/path?q=1', body: '{"ä":1}', headers: { 'x-key': 'k', 'accept-encoding': 'identity' } },
    ]);
  });

  test('reuses connections', async () => {
    const { url, connections } = await site((_request, response) => response.end('hello'));
    const outbound = client();
    for (let n = 0; n < 10; n++) await (await outbound.request({ url })).text();
    // A connection rests for a moment after each answer, so calls that follow at once take turns on two.
    expect(connections()).toBeLessThanOrEqual(2);
  });

  test('gives up the rest of a body, and the connection with it only when much is left', async () => {
    const { url, connections, closed } = await site((request, response) => {
      response.write('one');
      if (request.url === '/') setImmediate(() => response.end('two'));
    });
    const outbound = client();
    for (let n = 0; n < 10; n++) {
      const { body } = await outbound.request({ url });
      for await (const _chunk of body) break;
    }
    expect(closed()).toBe(0);
    expect(connections()).toBeLessThan(10);
    await (await outbound.request({ url: `${url}endless` })).discard();
    await expect.poll(closed, { timeout: 3_000 }).toBe(1);
  });

  test('hands out chunks as they come', async () => {
    const later = deferred();
    const { url } = await site(async (_request, response) => {
      response.write('first');
      await later.promise;
      response.end('second');
    });
    const seen: string[] = [];
    const response = await client().request({ url });
    for await (const chunk of response.body) {
      seen.push(chunk.toString());
      later.resolve();
    }
    expect(seen).toEqual(['first', 'second']);
  });

  test('slows the sender down while nobody reads, and then gets everything', async () => {
    let written = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const { url } = await site((_request, response) => {
      const push = (): void => {
        while (written < 1_000 * chunk.length) {
          written += chunk.length;
          if (!response.write(chunk)) return;
        }
        response.end();
      };
      response.on('drain', push);
      push();
    });
    const response = await client().request({ url, maxResponseBytes: 1024 ** 3 });
    const heldBytes = await settled(() => written);
    expect(heldBytes).toBeLessThan(500 * chunk.length);
    let readBytes = 0;
    for await (const part of response.body) readBytes += part.length;
    expect(readBytes).toBe(1_000 * chunk.length);
  });

  test('refuses more bytes than it was allowed', async () => {
    const { url } = await site((_request, response) => response.end(Buffer.alloc(10_001)));
    const outbound = client();
    const within = await outbound.request({ url, maxResponseBytes: 10_001 });
    expect(await within.text()).toHaveLength(10_001);
    const response = outbound.request({ url, maxResponseBytes: 10_000 }).then((answer) => answer.text());
    await expect(response).rejects.toMatchObject({ code: 'OUTBOUND_TOO_LARGE' });
  });

  test('ends with the fact timedOut when no answer begins in time', async () => {
    const { url } = await site(() => undefined);
    await expect(client().request({ url, timeoutMs: 30 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      facts: { timedOut: true },
    });
  });

  test('ends with the fact timedOut when the answer is not complete in time', async () => {
    const { url } = await site((_request, response) => response.write('begun'));
    const response = await client().request({ url, timeoutMs: 150 });
    await expect(response.text()).rejects.toMatchObject({ code: 'UNAVAILABLE', facts: { timedOut: true } });
  });

  test('ends at once with the reason of its signal, before and after the answer began', async () => {
    const closed: Promise<unknown>[] = [];
    const { url } = await site((request, response) => {
      closed.push(once(response, 'close'));
      if (request.url === '/begun') response.write('begun');
    });
    const outbound = client();
    const reason = new Error('enough');

    const early = new AbortController();
    const waiting = outbound.request({ url, signal: early.signal });
    await expect.poll(() => closed.length).toBe(1);
    early.abort(reason);
    await expect(waiting).rejects.toBe(reason);

    const late = new AbortController();
    const response = await outbound.request({ url: `${url}begun`, signal: late.signal });
    const text = response.text();
    late.abort(reason);
    await expect(text).rejects.toBe(reason);
    await Promise.all(closed);

    await expect(outbound.request({ url, signal: late.signal })).rejects.toBe(reason);
    expect(closed).toHaveLength(2);
  });

  test('ends at once when it is aborted before there is a connection, and never sends', async () => {
    const { port, requests } = await site((_request, response) => response.end());
    const resolved = deferred();
    const outbound = createOutboundClient({
      allow: ['slow.example'],
      resolve: () => resolved.promise.then(() => [{ address: '127.0.0.1', family: 4 }]),
    });
    open.push(() => outbound.close());
    const url = `http://slow.example:${port}/`;
    const controller = new AbortController();
    const aborted = outbound.request({ url, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    const next = outbound.request({ url: `${url}next` });
    resolved.resolve();
    await (await next).text();
    expect(requests.map((request) => request.url)).toEqual(['/next']);
  });

  test('says in plain words that nobody answers', async () => {
    const { url, close } = await startSite(() => undefined);
    await close();
    const failure = await client()
      .request({ url })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', facts: { reason: 'ECONNREFUSED' } });
    expect(failure).toHaveProperty('message', expect.stringContaining('could not be reached'));
  });

  test('says that an answer broke off', async () => {
    const { url } = await site((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('part', () => response.destroy());
    });
    const text = client()
      .request({ url })
      .then((response) => response.text());
    await expect(text).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('broke off') });
  });

  test('says that what answers is no HTTP server', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(async () => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(client().request({ url })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('HTTP'),
    });
  });

  test('names a request that is not valid HTTP and keeps its header to itself', async () => {
    const { url } = await site((_request, response) => response.end());
    const failure = await client()
      .request({ url, headers: { authorization: 'Bearer secret\nX: y' } })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INPUT_INVALID' });
    expect(String(failure)).not.toContain('secret');
    await expect(client().request({ url: 'no url' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('fails in flight when the client is closed', async () => {
    const { url, requests } = await site(() => undefined);
    const outbound = client();
    const waiting = outbound.request({ url });
    waiting.catch(() => undefined);
    await expect.poll(() => requests.length).toBe(1);
    await outbound.close();
    await expect(waiting).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** The value once it has stayed the same over many turns of the event loop. */
async function settled(read: () => number): Promise<number> {
  for (let same = 0, last = read(); ; ) {
    await new Promise((resolve) => setImmediate(resolve));
    same = read() === last && last > 0 ? same + 1 : 0;
    last = read();
    if (same === 200) return last;
  }
}
