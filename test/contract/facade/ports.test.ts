import { expect, test } from 'vitest';
import { serving } from './serving.ts';

const { ask, platform } = serving();

function port(api: string): string {
  const origin = platform().platform.listeners[api];
  if (origin === undefined) throw new Error(`${api} has no port`);
  return origin;
}

test('every port serves every route', async () => {
  for (const origin of [port('joch'), port('fabric')]) {
    expect((await ask('/v1/agents/payer', { origin })).status).toBe(200);
    expect((await ask('/fabric/me', { origin })).status).toBe(200);
    const graph = await ask('/graphql?query={__typename}', { origin });
    expect(graph.json).toEqual({ data: { __typename: 'Query' } });
  }
});

test('where APIs share a path their own port goes to their own route', async () => {
  for (const api of ['joch', 'fabric']) {
    for (const path of ['/shared', '/healthz']) {
      const { json } = await ask(path, { origin: port(api) });
      expect([api, path, (json.data ?? json).api]).toEqual([api, path, api]);
    }
    expect((await ask('/openapi.json', { origin: port(api) })).json.info.title).toBe(api);
  }
  expect((await ask('/healthz')).json).toMatchObject({ status: 'ok' });
  expect((await ask('/openapi.json')).json.info.title).toBe('orrery');
});

test('an unknown path on the port of an API has its form', async () => {
  expect((await ask('/nothing', { origin: port('fabric') })).json).toMatchObject({ meta: { status: 404 } });
});

test('the ports close with the server', async () => {
  const origin = port('joch');
  await platform().platform.server?.close();
  await expect(fetch(`${origin}/v1/hello`)).rejects.toThrow();
});
