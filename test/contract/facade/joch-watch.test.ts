import { expect, test } from 'vitest';
import { joch as convention } from '../../../rest-compat/apis/joch/convention.ts';
import { problemOf } from '../../../rest-compat/runtime/problem.ts';
import { clientOf } from '../../support/facade/client.ts';

// What a client of Kubernetes watches does, which knows nothing of cursors: it lists, watches, and goes on from the
// version that the last object had.

const joch = clientOf('joch', async (h) => {
  await h.apply(['one', 'two'].map((name) => JSON.stringify(tool(name))).join('\n---\n'));
});

function tool(name: string, labels: Record<string, string> = {}): object {
  const metadata = { name, namespace: 'farm', labels };
  return { apiVersion: 'tools.joch.dev/v1alpha1', kind: 'Tool', metadata, spec: { type: 'function' } };
}

const tools = '/v1/namespaces/farm/tools';
const farm = '/v1/resources?watch=true&namespace=farm&kind=tools';
const apply = (body: object) => joch.ask('/v1/resources/apply', { method: 'POST', body: JSON.stringify(body) });
const describe = (name: string, description: string, metadata: object = {}) =>
  joch.ask(`${tools}/${name}`, { method: 'PATCH', json: { metadata, spec: { description } } });
const from = (version: string) => `${farm}&resourceVersion=${encodeURIComponent(version)}`;

interface Frame {
  type: string;
  object: { kind: string; metadata: { name: string; resourceVersion: string }; spec: { description?: string } };
}

/** The first frames of a watch, bookmarks only where they are asked for. */
async function watch(path: string, count: number): Promise<Frame[]> {
  const framesOf = (text: string): Frame[] =>
    text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return framesOf(await joch.follow(path, (text) => framesOf(text).length >= count)).slice(0, count);
}

const listVersion = async (): Promise<string> => (await joch.ask(tools)).json.metadata.resourceVersion;

test('a watch begins with what is there', async () => {
  for (const path of [farm, from(''), from('0')])
    expect(await watch(path, 2)).toMatchObject(
      ['one', 'two'].map((name) => ({ type: 'ADDED', object: { kind: 'Tool', metadata: { name } } })),
    );
});

test('a watch goes on from the version of a list, and tells only of what its selector names', async () => {
  const since = await listVersion();
  await apply(tool('seen', { seen: 'yes' }));
  await apply(tool('unseen'));
  await joch.ask(`${tools}/unseen`, { method: 'DELETE' });
  await joch.ask(`${tools}/seen`, { method: 'DELETE' });
  expect(await watch(`${from(since)}&selector=seen%3Dyes`, 2)).toMatchObject([
    { type: 'ADDED', object: { kind: 'Tool', metadata: { name: 'seen' } } },
    { type: 'DELETED', object: { kind: 'Tool', metadata: { name: 'seen' } } },
  ]);
});

test('one object can be listed and watched alone, and no other field is selected by', async () => {
  const one = '&fieldSelector=metadata.name%3Dtwo';
  expect((await joch.ask(`${tools}?${one}`)).json.items).toMatchObject([{ metadata: { name: 'two' } }]);
  expect((await joch.ask(`/v1/resources?kind=tools${one}`)).json.items).toMatchObject([{ metadata: { name: 'two' } }]);
  const since = await listVersion();
  await describe('one', 'not this');
  await describe('two', 'this');
  expect(await watch(from(since) + one, 1)).toMatchObject([{ object: { spec: { description: 'this' } } }]);
  expect(await joch.ask(`${tools}?fieldSelector=spec.type%3Drest`)).toMatchObject({
    status: 400,
    json: { error: { message: 'fieldSelector must look like metadata.name=value.' } },
  });
});

test('a watch goes on from the version of any object that it showed', async () => {
  const since = await listVersion();
  for (const text of ['a', 'b', 'c']) await describe('one', text);
  const descriptions = (frames: Frame[]) => frames.map(({ object }) => object.spec.description);
  const whole = await watch(from(since), 3);
  expect(descriptions(whole)).toEqual(['a', 'b', 'c']);
  for (const [index, { object }] of whole.slice(0, 2).entries())
    expect(await watch(from(object.metadata.resourceVersion), 2 - index)).toEqual(whole.slice(index + 1));
});

test('who leaves in the middle of the list is told all of it again', async () => {
  const [first] = await watch(farm, 1);
  const again = await watch(from(first?.object.metadata.resourceVersion ?? ''), 2);
  expect(again.map(({ object }) => object.metadata.name)).toEqual(['one', 'two']);
});

test('the version that a frame shows holds for a write', async () => {
  const since = await listVersion();
  await describe('two', 'before');
  const [frame] = await watch(from(since), 1);
  const { resourceVersion } = frame?.object.metadata ?? {};
  expect(await describe('two', 'after', { resourceVersion })).toMatchObject({ status: 200 });
  expect(await describe('two', 'too late', { resourceVersion })).toMatchObject({ status: 409 });
});

test('a version that says nothing of what came after is 410, so that a client lists again, and nonsense is 400', async () => {
  const { resourceVersion } = (await joch.ask(`${tools}/one`)).json.metadata;
  expect(await joch.ask(from(resourceVersion))).toMatchObject({ status: 410, json: { error: { code: 'Expired' } } });
  expect(await joch.ask(from('nonsense'))).toMatchObject({ status: 400, json: { error: { code: 'Invalid' } } });
});

test('a bookmark ends the list for a client that wants bookmarks, and says so if that is asked', async () => {
  const [, , plain] = await watch(`${farm}&allowWatchBookmarks=true`, 3);
  expect(plain).toEqual({
    type: 'BOOKMARK',
    object: { apiVersion: 'joch.dev/v1alpha1', kind: 'List', metadata: { resourceVersion: expect.any(String) } },
  });
  const initial = '&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
  const frames = await watch(from(plain?.object.metadata.resourceVersion ?? '') + initial, 3);
  expect(frames.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
  expect(frames[2]?.object.metadata).toMatchObject({ annotations: { 'k8s.io/initial-events-end': 'true' } });
});

test('a watch can leave out what is there, and is a WATCH as well as a GET or POST that says so', async () => {
  const headers = { 'x-http-method-override': 'WATCH', authorization: `Bearer ${joch.h().adminToken}` };
  const url = `${joch.h().platform.listeners['joch']}${farm.replace('watch=true&', '')}&sendInitialEvents=false`;
  for (const method of ['GET', 'POST']) {
    const answer = await fetch(url, { method, headers });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    await describe('one', `over ${method}`);
    const { value } = (await reader?.read()) ?? {};
    expect(JSON.parse(value ?? '')).toMatchObject({
      type: 'MODIFIED',
      object: { spec: { description: `over ${method}` } },
    });
    await reader?.cancel();
  }
});

test('events that are lost in the middle of a watch are told as the status of Kubernetes', () => {
  const problem = problemOf('joch', 'CURSOR_EXPIRED', { message: 'Too old.' });
  const about = {
    requestId: 'r',
    traceId: '0',
    method: 'GET',
    url: farm,
    caller: null,
    status: 200,
    now: new Date(0),
  };
  expect(JSON.parse(convention.stream.watch?.gap(problem, about).data ?? '')).toEqual({
    type: 'ERROR',
    object: {
      apiVersion: 'v1',
      kind: 'Status',
      metadata: {},
      status: 'Failure',
      message: 'Too old.',
      reason: 'Expired',
      code: 410,
    },
  });
});
