import { describe, expect, test } from 'vitest';
import { kindWords } from '../../../rest-compat/apis/orloj/kinds.ts';
import { orlojKinds } from '../../support/facade/orloj-kinds.ts';
import { openOrloj, orlojClient } from './orloj-client.ts';

// What the contract of Orloj says of all resources, asked of each kind. What is of one kind alone is tested elsewhere.

const client = orlojClient();
const { send, platform } = client;

test('every kind that has routes is asked here', () => {
  expect(orlojKinds.map(({ path }) => path).sort()).toEqual(Object.values(kindWords.Path).sort());
});

describe.each(orlojKinds)('$path', ({ path, kind, noun, spec, other }) => {
  const at = `/v1/${path}`;
  const post = (metadata: object, more: object = {}, query = '') =>
    send('POST', at + query, { metadata, spec, ...more });

  /** Writes over what is there, with these versions in the body and in If-Match. */
  const put = (name: string, metadata: object, ifMatch?: string) =>
    send(
      'PUT',
      `${at}/${name}`,
      { metadata: { name, ...metadata }, spec },
      { headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } },
    );

  async function names(query: string): Promise<string[]> {
    const { json } = await send('GET', `${at}?${query}`);
    return json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  }

  test('what is blank in a manifest is filled in, and what is empty is left out of it', async () => {
    const created = await send('POST', at, { apiVersion: '', kind: '', metadata: { name: 'blank' }, spec });
    expect([created.status, created.headers.get('content-type')]).toEqual([201, 'application/json']);
    expect(Object.keys(created.json)).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
    expect(created.json).toMatchObject({ apiVersion: 'orloj.dev/v1', kind, status: { phase: expect.any(String) } });
    expect(created.json.metadata).toEqual({
      name: 'blank',
      namespace: 'default',
      resourceVersion: '1',
      generation: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    const { json: read } = await send('GET', `${at}/blank`);
    // A controller may have written a status by now.
    expect({ ...read, metadata: null, status: null }).toEqual({ ...created.json, metadata: null, status: null });
  });

  test('a manifest is JSON or YAML, whatever its content type says, and its kind is compared without case', async () => {
    const yaml = (name: string) =>
      `kind: ${kind.toUpperCase()}\nmetadata:\n  name: ${name}\n  labels: { team: a }\nspec: ${JSON.stringify(spec)}\n`;
    for (const [index, type] of ['application/json', 'application/yaml', 'text/plain'].entries()) {
      const posted = await send('POST', at, yaml(`yaml-${index}`), { headers: { 'content-type': type } });
      expect([type, posted.status, posted.json?.kind, posted.json?.metadata.labels]).toEqual([
        type,
        201,
        kind,
        { team: 'a' },
      ]);
      const replaced = await send('PUT', `${at}/yaml-${index}`, yaml(`yaml-${index}`), {
        headers: { 'content-type': type, 'if-match': '*' },
      });
      expect([type, replaced.status]).toEqual([type, 200]);
    }
  });

  test.each([
    ['neither JSON nor YAML', '{"metadata": '],
    ['several documents', 'metadata: {name: a}\n---\nmetadata: {name: b}\n'],
    ['no object', '[]'],
    ['of another kind', { kind: 'Nothing', metadata: { name: 'x' }, spec }],
    ['of another namespace', { metadata: { name: 'x', namespace: 'b' }, spec }],
  ])('a manifest that is %s is 400 in one line of plain text', async (_what, body) => {
    for (const [method, url] of [
      ['POST', `${at}?namespace=a`],
      ['PUT', `${at}/x?namespace=a`],
    ] as const) {
      const { status, text, headers } = await send(method, url, body, { headers: { 'if-match': '*' } });
      expect([method, status, text.split('\n').length, text.at(-1)]).toEqual([method, 400, 2, '\n']);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('a manifest without a name is 400, unless the path names it', async () => {
    expect((await send('POST', at, { spec })).status).toBe(400);
    await post({ name: 'of-the-path' });
    const replaced = await send('PUT', `${at}/of-the-path`, { metadata: { resourceVersion: '1' }, spec: other });
    expect([replaced.status, replaced.json?.metadata.name]).toEqual([200, 'of-the-path']);
  });

  test('a replacement names the current version, in the body or in If-Match, and the same in both', async () => {
    await post({ name: 'versioned' });
    expect((await put('versioned', {})).status).toBe(409);
    expect((await put('versioned', { resourceVersion: '9' })).status).toBe(409);
    expect((await put('versioned', {}, '"9"')).status).toBe(409);
    expect((await put('versioned', { resourceVersion: '1' }, '"9"')).status).toBe(409);
    expect((await put('versioned', { resourceVersion: '9' }, '*')).status).toBe(409);
    for (const tag of ['1', '"2"', 'W/"3"', '*'])
      expect([tag, (await put('versioned', {}, tag)).status]).toEqual([tag, 200]);
    expect((await put('versioned', { resourceVersion: '5' })).json.metadata.resourceVersion).toBe('6');
    expect((await put('versioned', { resourceVersion: '6' }, '"6"')).status).toBe(200);
  });

  test('creating replaces what is there, but not over a stale version, nor at a version of what is new', async () => {
    const versioned = (resourceVersion: string) => post({ name: 'upserted', resourceVersion });
    expect((await versioned('7')).status).toBe(409);
    expect((await versioned('0')).status).toBe(201);
    expect((await post({ name: 'upserted' })).status).toBe(201);
    expect((await versioned('2')).status).toBe(201);
    const stale = await versioned('2');
    expect([stale.status, stale.text.split('\n').length]).toEqual([409, 2]);
    const replaced = await post({ name: 'upserted' }, { spec: other, status: { phase: 'Gone' } });
    expect([replaced.status, replaced.json.metadata.generation]).toEqual([201, 2]);
    expect(replaced.json.status.phase).not.toBe('Gone');
  });

  test('another name in the body renames, but not onto something that exists', async () => {
    await post({ name: 'left' });
    await post({ name: 'right' });
    expect((await put('left', { name: 'right', resourceVersion: '1' })).status).toBe(409);
    const renamed = await put('left', { name: 'centre', resourceVersion: '1' });
    expect([renamed.status, renamed.json.metadata.name]).toEqual([200, 'centre']);
    expect((await send('GET', `${at}/left`)).status).toBe(404);
    expect((await send('GET', `${at}/centre`)).json.metadata.createdAt).toBe(renamed.json.metadata.createdAt);
  });

  test('the namespace is that of the query, else that of the body, else default', async () => {
    const created = await Promise.all([
      post({ name: 'placed' }, {}, '?namespace=asked'),
      post({ name: 'placed', namespace: 'named' }),
      post({ name: 'placed' }),
      post({ name: 'placed', namespace: 'SAME' }, {}, '?namespace=same'),
    ]);
    expect(created.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(created.slice(0, 3).map(({ json }) => json.metadata.namespace)).toEqual(['asked', 'named', 'default']);
    expect((await send('GET', `${at}/placed`)).json.metadata.namespace).toBe('default');
    expect((await send('DELETE', `${at}/placed?namespace=asked`)).json).toEqual({ deleted: 'placed' });
    expect((await send('GET', `${at}/placed?namespace=asked`)).text).toBe(`${noun} "placed" not found\n`);
    expect((await send('GET', `${at}/placed?namespace=named`)).status).toBe(200);
  });

  test('a list is sorted by name, of all namespaces or one, and of those that have all labels', async () => {
    for (const [name, labels] of Object.entries({ b: { a: '1', b: '2' }, a: { a: '1' }, c: { b: '2' } }))
      await post({ name, namespace: 'listed', labels });
    await post({ name: 'd', namespace: 'listed-too', labels: { a: '1', b: '2' } });
    expect(await names('namespace=listed')).toEqual(['a', 'b', 'c']);
    expect(await names('namespace=listed&labelSelector=a%3D1')).toEqual(['a', 'b']);
    expect(await names('namespace=listed&labels=a%3D1,b%3D2')).toEqual(['b']);
    expect(await names('labelSelector=a%3D1,b%3D2')).toEqual(['b', 'd']);
    expect(await names('namespace=listed&after=a')).toEqual(['b', 'c']);
    expect(await names('namespace=nowhere')).toEqual([]);
    for (const limit of ['0', '-1', 'all', '5000'])
      expect([limit, await names(`namespace=listed&limit=${limit}`)]).toEqual([limit, ['a', 'b', 'c']]);
    const malformed = await send('GET', `${at}?labelSelector=a`);
    expect([malformed.status, malformed.text.split('\n').length]).toEqual([400, 2]);
  });

  test('pages meet each that has the labels once, in all namespaces, and say where to go on while more exist', async () => {
    const manifests = Array.from({ length: 24 }, (_, index) => ({
      apiVersion: 'orloj.dev/v1',
      kind,
      metadata: {
        name: `page-${String(index >> 1).padStart(2, '0')}`,
        namespace: index % 2 === 0 ? 'paged' : 'paged-too',
        labels: { paged: 'yes', third: String(index % 3) },
      },
      spec,
    }));
    await platform().apply(manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    const wanted = manifests.filter(({ metadata }) => metadata.labels.third === '0');
    for (const [limit, labels, expected] of [
      [5, 'paged=yes', manifests],
      [1, 'paged=yes,third=0', wanted],
      [3, 'paged=yes,third=0', wanted],
      [wanted.length, 'paged=yes,third=0', wanted],
    ] as const) {
      const found: string[] = [];
      let pages = 0;
      for (let after: string | undefined = ''; after !== undefined; pages += 1) {
        const { json } = await send('GET', `${at}?limit=${limit}&labels=${labels}&after=${encodeURIComponent(after)}`);
        for (const { metadata } of json.items) found.push(`${metadata.namespace}/${metadata.name}`);
        after = json.continue;
      }
      expect(found.sort()).toEqual(expected.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort());
      expect(pages).toBe(Math.ceil(expected.length / limit));
    }
  });

  test('methods that a route has not are 405, and its errors plain text', async () => {
    for (const [method, url] of [
      ['PUT', at],
      ['PATCH', at],
      ['DELETE', at],
      ['POST', `${at}/x`],
      ['PATCH', `${at}/x`],
      ['POST', `${at}/x/status`],
      ['DELETE', `${at}/x/status`],
    ] as const) {
      const { status, text, headers } = await send(method, url, {});
      expect([method, url, status, text.split('\n').length]).toEqual([method, url, 405, 2]);
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('readers read, writers write what is not for admins, and only controllers and admins write a status', async () => {
    await post({ name: 'guarded' });
    const [reader, writer, controller] = await Promise.all(
      (['VIEWER', 'OPERATOR', 'CONTROLLER'] as const).map((role) => platform().tokenFor(role)),
    );
    const statusOf = async (method: string, url: string, token: string | undefined, body?: object) =>
      (await send(method, url, body, { ...(token !== undefined && { token }), headers: { 'if-match': '*' } })).status;
    const body = { metadata: { name: 'guarded' }, spec };
    const own = kind === 'McpServer' ? 403 : 200;
    for (const token of [reader, writer, controller])
      for (const url of [at, `${at}/guarded`, `${at}/guarded/status`])
        expect(await statusOf('GET', url, token)).toBe(200);
    for (const [token, wrote] of [
      [reader, 403],
      [controller, 403],
      [writer, own],
    ] as const) {
      expect(await statusOf('PUT', `${at}/guarded`, token, body)).toBe(wrote);
      expect(await statusOf('POST', at, token, body)).toBe(wrote === 200 ? 201 : wrote);
    }
    const report = { status: { phase: 'Ready' } };
    for (const [token, wrote] of [
      [reader, 403],
      [writer, 403],
      [controller, 200],
      [undefined, 200],
    ] as const)
      expect([wrote, await statusOf('PUT', `${at}/guarded/status`, token, report)]).toEqual([wrote, wrote]);
    expect(await statusOf('DELETE', `${at}/guarded`, reader)).toBe(403);
    expect(await statusOf('DELETE', `${at}/guarded`, controller)).toBe(403);
    expect(await statusOf('DELETE', `${at}/guarded`, kind === 'McpServer' ? undefined : writer)).toBe(200);
  });
});

describe.each(orlojKinds.filter(({ path }) => Object.values(kindWords.WatchedPath).includes(path)))(
  '$path/watch',
  ({ path, kind, spec }) => {
    test('tells of those that are there, then of every change, as both ways of telling it', async () => {
      const at = `/v1/${path}`;
      await send('POST', at, { metadata: { name: 'there', namespace: 'watched' }, spec });
      const stream = await openOrloj(client, `${at}/watch?namespace=watched`);
      await stream.until(({ data }) => data.name === 'there');
      await send('POST', at, { metadata: { name: 'new', namespace: 'watched' }, spec });
      await send('POST', at, { metadata: { name: 'new', namespace: 'watched', labels: { a: 'b' } }, spec });
      await send('DELETE', `${at}/new?namespace=watched`);
      const frames = await stream.until(({ data }) => data.type === 'deleted');
      expect(frames.map(({ event, data }) => [event, data.type, data.action, data.kind, data.name])).toEqual([
        ['resource', 'added', 'created', kind, 'new'],
        ['resource', 'updated', 'updated', kind, 'new'],
        ['resource', 'deleted', 'deleted', kind, 'new'],
      ]);
      expect(frames[1]?.data.resource).toMatchObject({ kind, metadata: { resourceVersion: '2', labels: { a: 'b' } } });
      stream.leave();
    });
  },
);
