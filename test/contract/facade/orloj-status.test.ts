import { expect, test } from 'vitest';
import { orlojKinds } from '../../support/facade/orloj-kinds.ts';
import { orlojClient } from './orloj-client.ts';

const { send, platform, base } = orlojClient({ ORRERY_CORS_ORIGINS: 'https://ui.example' });

test.each(orlojKinds)(
  'the status of a $kind is read, and written whole by controllers and admins only',
  async (about) => {
    const { path, noun, spec } = about;
    const at = `/v1/${path}/watched/status`;
    await send('POST', `/v1/${path}`, { metadata: { name: 'watched', labels: { a: 'b' } }, spec });
    const { json: whole } = await send('GET', `/v1/${path}/watched`);
    const read = await send('GET', at);
    expect([read.status, read.json]).toEqual([200, { metadata: whole.metadata, status: whole.status }]);
    const [reader, writer, controller] = await Promise.all(
      (['VIEWER', 'OPERATOR', 'CONTROLLER'] as const).map((role) => platform().tokenFor(role)),
    );
    const put = (resourceVersion: string | undefined, token?: string, ifMatch?: string) =>
      send(
        'PUT',
        at,
        { metadata: { resourceVersion }, status: { phase: 'Running', observedGeneration: 0 } },
        { ...(token !== undefined && { token }), headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } },
      );
    const current = whole.metadata.resourceVersion;
    expect((await put(current, reader)).status).toBe(403);
    expect((await put(current, writer)).status).toBe(403);
    expect((await put(undefined, controller)).status).toBe(409);
    expect((await put('99', controller)).status).toBe(409);
    expect((await put(current, controller, '"99"')).status).toBe(409);
    const written = await put(undefined, controller, `"${current}"`);
    expect([written.status, Object.keys(written.json)]).toEqual([200, ['metadata', 'status']]);
    expect(written.json.status).toMatchObject({ phase: 'Running', observedGeneration: 1 });
    expect(written.json.metadata).toMatchObject({ generation: 1, resourceVersion: String(Number(current) + 1) });
    const stored = await send('GET', `/v1/${path}/watched`);
    const kept = await send('PUT', `/v1/${path}/watched`, { ...stored.json, status: { phase: 'Gone' } });
    expect([kept.status, kept.json.status.phase]).toEqual([200, 'Running']);
    expect((await send('GET', `/v1/${path}/nobody/status`)).text).toBe(`${noun} "nobody" not found\n`);
    const absent = await send('PUT', `/v1/${path}/nobody/status`, { metadata: { resourceVersion: '1' }, status: {} });
    expect([absent.status, absent.text]).toEqual([404, `${noun} "nobody" not found\n`]);
  },
);

test('paging by name meets each of 250 once, in one namespace and over two', async () => {
  const names = Array.from({ length: 125 }, (_, index) => `p-${String(index).padStart(3, '0')}`);
  for (const namespace of ['left', 'right']) {
    const manifests = names.map((name) => ({
      apiVersion: 'orloj.dev/v1',
      kind: 'Agent',
      metadata: { name, namespace, labels: { paged: 'yes' } },
      spec: { model_ref: 'a' },
    }));
    await platform().apply(manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
  }
  const read = async (query: string): Promise<string[]> => {
    const found: string[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const { json } = await send('GET', `/v1/agents?limit=7${query}&after=${encodeURIComponent(after)}`);
      for (const { metadata } of json.items) found.push(`${metadata.namespace}/${metadata.name}`);
      after = json.continue;
    }
    return found;
  };
  expect(await read('&namespace=left')).toEqual(names.map((name) => `left/${name}`));
  const all = await read('&labels=paged=yes');
  expect([all.length, new Set(all).size]).toEqual([250, 250]);
  const page = await send('GET', '/v1/agents?limit=3&namespace=left&after=p-010');
  expect(page.json.continue).toBe('p-013');
  expect((await send('GET', '/v1/agents?namespace=left')).json.continue).toBeUndefined();
});

test('pages of an allowed origin may read and write, with the headers that Orloj takes', async () => {
  const origin = 'https://ui.example';
  const read = await fetch(`${base()}/v1/agents`, {
    headers: { origin, authorization: `Bearer ${platform().adminToken}` },
  });
  expect([read.status, read.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  const asked = await fetch(`${base()}/v1/agents/x`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'if-match' },
  });
  expect(asked.ok).toBe(true);
  expect(asked.headers.get('access-control-allow-methods')).toMatch(/PUT/);
  expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).toMatch(/if-match/);
});
