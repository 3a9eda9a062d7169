import { expect, test } from 'vitest';
import type { Convention } from '../../../rest-compat/runtime/convention.ts';
import { EventReader } from '../../../rest-compat/runtime/streams/event-reader.ts';
import { Follower } from '../../../rest-compat/runtime/streams/follower.ts';
import type { Opening, StreamRoute } from '../../../rest-compat/runtime/streams/opening.ts';
import { protocolToken } from '../../../rest-compat/runtime/streams/socket-transport.ts';
import { watchOptions } from '../../../rest-compat/runtime/streams/watch-options.ts';
import { lines, sse, watch } from '../../../rest-compat/runtime/streams/wires.ts';
import { Payload } from '../../../src/server/streams/payload.ts';
import { ends, plain } from '../../contract/streams/routes.ts';
import { problemOf } from '../../contract/streams/serve.ts';

const served = (stream: Partial<Convention['stream']> = {}): StreamRoute => ({
  route: ends,
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
    query = '',
  }: { wire?: string; stream?: object; wantsBookmarks?: boolean; query?: string } = {},
): Promise<string[]> {
  const sent: string[] = [];
  const one = served(stream);
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
    problemOfError: problemOf,
    connect: () => ({
      push: (frame) => void sent.push(String(frame)),
      drained: () => undefined,
      end: (why) => void sent.push(`<${why}>`),
    }),
  });
  await follower.follow((member) => {
    member.start?.();
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

test('a watch says how long and with what, and nonsense is refused', () => {
  const read = (query: string) => watchOptions(new URLSearchParams(query));
  expect(read('')).toEqual({ timeoutSeconds: undefined, wantsBookmarks: false });
  expect(read('timeoutSeconds=30&allowWatchBookmarks=true')).toEqual({ timeoutSeconds: 30, wantsBookmarks: true });
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
