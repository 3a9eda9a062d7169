import { expect, test } from 'vitest';
import type { Convention } from '../../../rest-compat/runtime/convention.ts';
import type { Route } from '../../../rest-compat/runtime/route.ts';
import { EventReader } from '../../../rest-compat/runtime/streams/event-reader.ts';
import { Follower } from '../../../rest-compat/runtime/streams/follower.ts';
import { type Opening, type StreamRoute, streamOf } from '../../../rest-compat/runtime/streams/opening.ts';
import { protocolToken } from '../../../rest-compat/runtime/streams/socket-transport.ts';
import { watchOptions } from '../../../rest-compat/runtime/streams/watch-options.ts';
import { lines, sse, watch } from '../../../rest-compat/runtime/streams/wires.ts';
import { Payload } from '../../../src/server/streams/payload.ts';
import { ends, plain } from '../../contract/streams/routes.ts';
import { problemOf } from '../../contract/streams/serve.ts';

const served = (stream: Partial<Convention['stream']> = {}, route = ends): StreamRoute => ({
  route,
  convention: { ...plain, stream: { ...plain.stream, ...stream } },
  plan: {} as never,
  rootOf: (data) => data?.['events'],
  writeRoot: (root, aside) => {
    aside.frame = 'ended';
    aside.matches = { kind: 'Task' };
    return JSON.stringify({ at: (root as { _cursor: string })._cursor });
  },
});

const payload = (events: object): Payload => new Payload({ data: { events } }, () => '');
const shown = (cursor: string): Payload => payload({ _type: 'ExecutionFinished', _cursor: cursor });
const other = (cursor: string): Payload => payload({ _type: 'ExecutionStarted', _cursor: cursor });
const bookmark = (cursor: string): Payload => payload({ _type: 'Bookmark', _cursor: cursor });
const gap = payload({ _type: 'StreamGap', _from: 'c1', _to: 'c9', _reason: 'Too old.' });

/** What a reader is sent, frame by frame, and how its stream ended. */
async function follow(
  payloads: Payload[],
  {
    wire = 'SSE',
    stream,
    wantsBookmarks = true,
    marksList = false,
    query = '',
    route = ends,
    begin,
  }: {
    wire?: string;
    stream?: object;
    wantsBookmarks?: boolean;
    marksList?: boolean;
    query?: string;
    route?: Route;
    begin?: string;
  } = {},
): Promise<string[]> {
  const sent: string[] = [];
  const one = served(stream, route);
  const asked = {
    requestId: 'req_1',
    traceId: '0',
    method: 'GET',
    url: '/',
    caller: null,
    status: 200,
    now: new Date(),
  };
  const follower = new Follower({
    opening: {
      served: one,
      asked: { ...asked, headers: {}, query: new URLSearchParams(query), actor: null },
    } as unknown as Opening,
    events: new EventReader(one, problemOf),
    wire: { ...{ SSE: sse, NDJSON: lines, WATCH: watch }[wire], name: wire } as never,
    wantsBookmarks,
    marksList,
    begin,
    problemOfError: problemOf,
    connect: () => ({
      push: (frame) => void sent.push(String(frame)),
      drained: () => undefined,
      end: (why) => void sent.push(`<${why}>`),
    }),
  });
  await follower.follow((member) => {
    member.start?.(false);
    for (const each of payloads) member.deliver(each);
    return () => sent.push('<left>');
  });
  return sent;
}

test('an event is one block of lines that end with LF, with its name and its cursor', async () => {
  expect(await follow([shown('c1')])).toEqual(['event: ended\nid: c1\ndata: {"at":"c1"}\n\n']);
  expect(await follow([shown('c1')], { stream: { namesEvents: false, hasIds: false } })).toEqual([
    'data: {"at":"c1"}\n\n',
  ]);
  expect(await follow([shown('c1')], { wire: 'NDJSON' })).toEqual(['{"at":"c1"}\n']);
});

test('a frame that has another value than the query asks for is left out', async () => {
  const frame = 'event: ended\nid: c1\ndata: {"at":"c1"}\n\n';
  for (const query of ['kind=task', 'kind=', 'other=x'])
    expect(await follow([shown('c1')], { query })).toEqual([frame]);
  expect(await follow([shown('c1')], { query: 'kind=Agent' })).toEqual([]);
});

test('no name, cursor or text can break out of its block', () => {
  const bytes = sse.write({ event: 'a\r\ndata: b', id: 'c\nd', data: 'one\ntwo' });
  expect(String(bytes)).toBe('event: a data: b\ndata: one\ndata: two\n\n');
});

test('what is not shown is no frame, and a bookmark moves the cursor with an id alone', async () => {
  expect(await follow([other('c1'), bookmark('c2')])).toEqual(['id: c2\n\n']);
  expect(await follow([other('c1'), shown('c2')])).toEqual(['event: ended\nid: c2\ndata: {"at":"c2"}\n\n']);
});

test('lines move the cursor with the bookmark of the API, a watch only when its client asked for it', async () => {
  const frame = '{"type":"BOOKMARK","object":{"cursor":"c2"}}\n';
  expect(await follow([bookmark('c2')], { wire: 'NDJSON' })).toEqual([frame]);
  expect(await follow([bookmark('c2')], { wire: 'WATCH' })).toEqual([frame]);
  expect(await follow([bookmark('c2')], { wire: 'WATCH', wantsBookmarks: false })).toEqual([]);
  expect(await follow([bookmark('c2')], { wire: 'NDJSON', stream: { bookmark: undefined } })).toEqual([]);
});

test('the first bookmark says that the list is complete to who asked for it, and no later one does', async () => {
  const stream = {
    bookmark: (cursor: string, _about: unknown, endsList: boolean) => ({ data: `${cursor} ${endsList}` }),
  };
  const payloads = [bookmark('c1'), bookmark('c2')];
  expect(await follow(payloads, { wire: 'WATCH', stream, marksList: true })).toEqual(['c1 true\n', 'c2 false\n']);
  expect(await follow(payloads, { wire: 'WATCH', stream })).toEqual(['c1 false\n', 'c2 false\n']);
});

test('a watch has its own words where its API has some', async () => {
  const watch = { ...plain.stream, gap: () => ({ event: 'ERROR', data: 'gone' }) };
  const asWatch = { ...ends, wire: 'WATCH' as const };
  expect(streamOf({ ...served({ watch }), route: asWatch }).gap).toBe(watch.gap);
  expect(streamOf(served({ watch })).gap).toBe(plain.stream.gap);
  expect(streamOf({ ...served(), route: asWatch }).gap).toBe(plain.stream.gap);
});

test('lost events are a frame of their own, and the last one', async () => {
  expect(await follow([other('c0'), gap, shown('c9')])).toEqual([
    'id: c0\n\n',
    'event: Expired\ndata: {"gap":"CURSOR_EXPIRED","from":"c1","to":"c9"}\n\n',
    '<gap>',
    '<left>',
  ]);
});

test('an answer with errors is the failure of the API, and the last frame', async () => {
  const failed = new Payload(
    { data: null, errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN', retryable: false, requestId: 'r' } }] },
    () => '',
  );
  expect(await follow([failed, shown('c1')])).toEqual([
    'event: Error\ndata: {"error":"FORBIDDEN"}\n\n',
    '<failure>',
    '<left>',
  ]);
});

test('the route of a watch has frames of its own for what is no event, on every wire', async () => {
  const route: Route = { ...ends, wire: 'WATCH' };
  const own = (type: string) => () => ({ event: type, data: JSON.stringify({ type }) });
  const stream = { watch: { gap: own('ERROR'), error: own('ERROR'), bookmark: own('MARK') } };
  expect(await follow([bookmark('c1'), gap], { route, stream, wire: 'WATCH' })).toEqual([
    '{"type":"MARK"}\n',
    '{"type":"ERROR"}\n',
    '<gap>',
    '<left>',
  ]);
  expect(await follow([gap], { route, stream })).toEqual([
    'event: ERROR\ndata: {"type":"ERROR"}\n\n',
    '<gap>',
    '<left>',
  ]);
  expect((await follow([gap], { stream }))[0]).toContain('event: Expired');
});

test('a reader who is told where its stream begins has that before anything else', async () => {
  expect(await follow([shown('c1')], { begin: 'c0' })).toEqual([
    'id: c0\n\n',
    'event: ended\nid: c1\ndata: {"at":"c1"}\n\n',
  ]);
});

test('a watch says how long and with what, and nonsense is refused', () => {
  const read = (query: string) => watchOptions(new URLSearchParams(query));
  expect(read('')).toEqual({ timeoutSeconds: undefined, wantsBookmarks: false, wantsInitialEvents: false });
  expect(read('timeoutSeconds=30&allowWatchBookmarks=true&sendInitialEvents=1')).toEqual({
    timeoutSeconds: 30,
    wantsBookmarks: true,
    wantsInitialEvents: true,
  });
  expect(read('timeoutSeconds=9999999999').timeoutSeconds).toBe(2_147_483);
  expect(() => read('timeoutSeconds=-1')).toThrow('number of seconds');
  expect(() => read('allowWatchBookmarks=maybe')).toThrow('true or false');
});

test('a token comes as the subprotocol after bearer, and in no other way', () => {
  expect(protocolToken('bearer, orr_1')).toBe('orr_1');
  expect(protocolToken('graphql, orr_1')).toBeUndefined();
  expect(protocolToken('bearer')).toBeUndefined();
  expect(protocolToken(undefined)).toBeUndefined();
});
