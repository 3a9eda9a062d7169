import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { apiKey, failureOf } from './calls.ts';

describe('the gateway', () => {
  test.each(['azure-openai', 'bedrock', 'nobody'])('refuses the provider %s in plain words', async (provider) => {
    expect(await failureOf({ target: { provider } })).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(provider),
      fix: expect.stringContaining('anthropic'),
    });
  });

  test('keeps a proxy page out of its message', async () => {
    const server = createServer((_request, response) => response.writeHead(502).end('<html>Bad gateway</html>')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const failure = await failureOf({ target: { provider: 'openai', baseUrl, apiKey } });
    server.close();
    expect(failure).toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: 'The model m of openai answered with HTTP 502.',
    });
  });
});
