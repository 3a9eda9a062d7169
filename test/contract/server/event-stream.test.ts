import { createClient } from 'graphql-sse';
import { expect, test } from 'vitest';
import { ask, type Library, library } from './harness.ts';

const ticks = 'subscription ($after: String) { ticks(after: $after) { cursor n } }';

/** An open event stream, read event by event. */
async function open(
  server: Library,
  init: { query?: string; variables?: object; headers?: Record<string, string>; get?: boolean } = {},
) {
  const { query = ticks, variables = {}, headers = {}, get = false } = init;
  const leave = new AbortController();
  const accept = { accept: 'text/event-stream' };
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response = get
    ? await fetch(`${server.url}/graphql?${search}`, { headers: { ...accept, ...headers }, signal: leave.signal })
    : await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { ...accept, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
        signal: leave.signal,
      });
  const blocks = blocksOf(response);
  const next = async (): Promise<string | undefined> => (await blocks.next()).value ?? undefined;
  return { response, leave: () => leave.abort(), next };
}

async function* blocksOf(response: Response): AsyncGenerator<string, undefined> {
  let text = '';
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    text += decoder.decode(chunk.value, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield text.slice(0, end);
      text = text.slice(end + 2);
    }
  }
}

test('the official client queries and subscribes', async () => {
  const server = await library();
  const client = createClient({
    url: `${server.url}/graphql`,
    headers: { authorization: 'Bearer reader-1' },
    retryAttempts: 0,
  });
  const results = client.iterate({ query: '{ viewer }' });
  expect((await results.next()).value).toEqual({ data: { viewer: 'prn_1' } });
  expect((await results.next()).done).toBe(true);
  const stream = client.iterate({ query: ticks });
  const first = stream.next();
  await server.topic.until(() => server.topic.readers === 1);
  server.topic.publish({ cursor: 'c1', n: 1, text: '' });
  expect((await first).value).toEqual({ data: { ticks: { cursor: 'c1', n: 1 } } });
  client.dispose();
  await server.topic.until(() => server.topic.readers === 0);
});

test('the official client is told what is wrong with its document in a result', async () => {
  const server = await library();
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 });
  const results = client.iterate({ query: 'subscription { nothing }' });
  expect((await results.next()).value).toMatchObject({ errors: [{ extensions: { code: 'REQUEST_INVALID' } }] });
  expect((await results.next()).done).toBe(true);
  const forbidden = client.iterate({ query: 'subscription { forbidden { n } }' });
  expect((await forbidden.next()).value).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  client.dispose();
});

test('events carry their cursor as id, by POST and by GET', async () => {
  const server = await library();
  for (const get of [false, true]) {
    const stream = await open(server, { get });
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await stream.next()).toBe(':');
    await server.topic.until(() => server.topic.readers === 1);
    server.topic.publish({ cursor: 'c1', n: 1, text: '' });
    expect(await stream.next()).toBe('event: next\nid: c1\ndata: {"data":{"ticks":{"cursor":"c1","n":1}}}');
    stream.leave();
    await server.topic.until(() => server.topic.readers === 0);
  }
});

test('an event without a cursor has no id', async () => {
  const server = await library();
  const stream = await open(server, { query: 'subscription { ticks { n } }' });
  await server.topic.until(() => server.topic.readers === 1);
  server.topic.publish({ cursor: 'c1', n: 1, text: '' });
  await stream.next();
  expect(await stream.next()).toBe('event: next\ndata: {"data":{"ticks":{"n":1}}}');
  stream.leave();
});

test('a reader that comes back with its last event id goes on from there', async () => {
  const server = await library();
  for (const n of [1, 2, 3]) server.topic.publish({ cursor: `c${n}`, n, text: '' });
  const resumed = await open(server, { get: true, variables: { after: null }, headers: { 'last-event-id': 'c1' } });
  expect(await resumed.next()).toBe(':');
  expect(await resumed.next()).toContain('"n":2');
  expect(await resumed.next()).toContain('"n":3');
  const chosen = await open(server, { variables: { after: 'c2' }, headers: { 'last-event-id': 'c1' } });
  await chosen.next();
  expect(await chosen.next()).toContain('"n":3');
  resumed.leave();
  chosen.leave();
});

test('a silent stream is kept alive by comments', async () => {
  const server = await library({ timing: { heartbeatMs: 20 } });
  const stream = await open(server);
  for (let i = 0; i < 3; i++) expect(await stream.next()).toBe(':');
  stream.leave();
});

test('a source that ends completes the stream, and its failure is masked', async () => {
  const server = await library();
  const stream = await open(server, { query: 'subscription { breaks { n } }' });
  await stream.next();
  expect(await stream.next()).toBe('event: next\ndata: {"data":{"breaks":{"n":1}}}');
  const failure = await stream.next();
  expect(failure).toContain('Something went wrong on our side.');
  expect(failure).not.toContain('hunter2');
  expect(await stream.next()).toBe('event: complete\ndata:');
  expect(await stream.next()).toBeUndefined();
});

test('a stream that is not asked for well is answered without one', async () => {
  const server = await library();
  const headers = { accept: 'text/event-stream' };
  expect((await ask(server, { body: '{', headers: { ...headers, 'content-type': 'application/json' } })).status).toBe(
    400,
  );
  expect(
    (await ask(server, { body: { query: ticks }, headers: { ...headers, authorization: 'Bearer wrong' } })).status,
  ).toBe(401);
  expect((await ask(server, { body: 'x', headers: { ...headers, 'content-type': 'text/html' } })).status).toBe(415);
});

test('a mutation by GET is refused as an event', async () => {
  const server = await library();
  const stream = await open(server, { query: 'mutation { addShelf(shelf: { name: "x" }) }', get: true });
  await stream.next();
  expect(await stream.next()).toContain('A mutation cannot be sent with GET.');
});

test('closing the server ends streams without completing them, so that readers come back', async () => {
  const server = await library();
  const stream = await open(server);
  await stream.next();
  await server.topic.until(() => server.topic.readers === 1);
  await server.server.close();
  expect(await stream.next()).toBeUndefined();
  await server.topic.until(() => server.topic.readers === 0);
});
