import type { IncomingMessage, ServerResponse } from 'node:http';
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

describe('a redirect', () => {
  const credentials = { authorization: 'Bearer t', cookie: 'a=1', 'x-api-key': 'k', accept: 'text/plain' };

  test('is followed for GET within its origin with all headers', async () => {
    const { url, requests } = await site((request, response) =>
      request.url === '/' ? response.writeHead(301, { location: '/there' }).end() : response.end('there'),
    );
    const response = await client().request({ url, headers: credentials });
    expect(await response.text()).toBe('there');
    expect(requests[1]?.headers).toMatchObject(credentials);
  });

  test('carries no credentials to another origin', async () => {
    const other = await site((_request, response) => response.end('other'));
    const { url } = await site((_request, response) =>
      response.writeHead(307, { location: `http://localhost:${other.port}/` }).end(),
    );
    expect(await (await client().request({ url, headers: credentials })).text()).toBe('other');
    const [arrived] = other.requests;
    expect(arrived?.headers).toMatchObject({ accept: 'text/plain' });
    for (const name of ['authorization', 'cookie', 'x-api-key']) expect(arrived?.headers).not.toHaveProperty(name);
  });

  test('is handed to the caller of a POST, unless asked to follow; then 303 becomes a GET and 307 stays a POST', async () => {
    const { url, requests } = await site((request, response) => {
      const status = Number(request.url?.slice(1));
      if (status) response.writeHead(status, { location: '/end' }).end();
      else response.end('end');
    });
    const outbound = client();
    const post = (status: number, maxRedirects?: number) =>
      outbound.request({
        url: `${url}${status}`,
        method: 'POST',
        body: 'b',
        headers: { 'content-type': 'text/plain' },
        ...(maxRedirects ? { maxRedirects } : {}),
      });
    const plain = await post(303);
    expect(plain).toMatchObject({ status: 303, headers: { location: '/end' } });
    await plain.discard();
    await (await post(303, 1)).text();
    expect(requests.at(-1)).toMatchObject({ method: 'GET', url: '/end', body: '' });
    expect(requests.at(-1)?.headers).not.toHaveProperty('content-type');
    await (await post(307, 1)).text();
    expect(requests.at(-1)).toMatchObject({ method: 'POST', url: '/end', body: 'b' });
  });

  test('that never ends is given up', async () => {
    const { url, requests } = await site((_request, response) => response.writeHead(302, { location: '/' }).end());
    await expect(client().request({ url })).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    expect(requests).toHaveLength(6);
  });
});

describe('fetch', () => {
  test('answers like the global one', async () => {
    const { url, requests } = await site((_request, response) =>
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"a":1}'),
    );
    const response = await client().fetch(url, {
      method: 'POST',
      body: JSON.stringify({ b: 2 }),
      headers: { 'x-key': 'k' },
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ a: 1 });
    expect(requests).toMatchObject([{ method: 'POST', body: '{"b":2}', headers: { 'x-key': 'k' } }]);
  });

  test('gives no body where the status has none', async () => {
    const { url } = await site((_request, response) => response.writeHead(204).end());
    expect((await client().fetch(url)).body).toBeNull();
  });

  test('is guarded, follows as it is told and ends with its signal', async () => {
    const { url, requests } = await site((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/end' }).end();
      else if (request.url === '/end') response.end('end');
    });
    const outbound = client();
    await expect(outbound.fetch('http://169.254.169.254/')).rejects.toMatchObject({ code: 'OUTBOUND_REFUSED' });
    expect(await (await outbound.fetch(url)).text()).toBe('end');
    expect((await outbound.fetch(url, { redirect: 'manual' })).status).toBe(302);
    await expect(outbound.fetch(url, { redirect: 'error' })).rejects.toThrow(TypeError);
    const controller = new AbortController();
    const hanging = outbound.fetch(`${url}hang`, { signal: controller.signal });
    await expect.poll(() => requests.at(-1)?.url).toBe('/hang');
    controller.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });
});
