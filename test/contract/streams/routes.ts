import { STATUS_CODES } from 'node:http';
import type { Convention } from '../../../rest-compat/runtime/convention.ts';
import type { Member, Route, ScalarShape } from '../../../rest-compat/runtime/route.ts';

/** A convention like Joch's: bare frames with names and ids. */
export const plain: Convention = {
  api: 'joch',
  title: 'Plain',
  summary: 'For tests.',
  version: 'v1',
  defaultPort: 8080,
  prefixes: ['/v1/'],
  maxBodyBytes: 64 * 1024,
  emptiness: 'keep',
  words: {},
  success: (json) => json,
  successSchema: (data) => data,
  error: ({ status, code, message }) => ({
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ error: { code, message, reason: STATUS_CODES[status] } }),
  }),
  errorStatus: (status) => status,
  errorSchema: { contentType: 'application/json', schema: { type: 'object' } },
  token: ({ authorization }) => /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1],
  headers: { 'x-plain': 'yes' },
  stream: {
    heartbeat: 'keep-alive',
    gap: ({ code, facts }) => ({ event: 'Expired', data: JSON.stringify({ gap: code, ...facts }) }),
    error: ({ code }) => ({ event: 'Error', data: JSON.stringify({ error: code }) }),
    bookmark: (cursor) => ({ event: 'BOOKMARK', data: JSON.stringify({ type: 'BOOKMARK', object: { cursor } }) }),
    done: { event: 'done', data: '[DONE]' },
    namesEvents: true,
    hasIds: true,
  },
  socket: {
    hello: ({ requestId }) => JSON.stringify({ hello: requestId }),
    reply: (text) => (text === 'quiet' ? undefined : JSON.stringify({ ack: text.length })),
    maxMessageBytes: 64,
    pingMs: 30_000,
    idleMs: 90_000,
  },
};

/** A convention like Fabric's: every frame says who reads it. */
export const enveloped: Convention = {
  ...plain,
  api: 'fabric',
  stream: {
    ...plain.stream,
    frame: (json, { requestId, caller }) =>
      `{"meta":${JSON.stringify({ requestId })},"context":${JSON.stringify(caller)},"data":${json}}`,
  },
};

const eventKeys = '_type: __typename ... on JournalEvent { _cursor: cursor } ... on Bookmark { _cursor: cursor }';
const gapKeys = '... on StreamGap { _from: from _to: to _reason: reason }';

const text = (own: Partial<ScalarShape> = {}): ScalarShape => ({
  kind: 'scalar',
  type: 'string',
  named: 'String',
  isNullable: true,
  ...own,
});
const member = (name: string, own: Partial<Member> = {}): Member => ({
  name,
  from: [name],
  shape: text(),
  omit: 'never',
  isHidden: false,
  isFrame: false,
  ...own,
});

function route(own: Pick<Route, 'id' | 'path' | 'document' | 'shape' | 'rootKey'> & Partial<Route>): Route {
  return {
    api: 'joch',
    method: 'GET',
    also: [],
    kind: 'subscription',
    wire: 'SSE',
    orWire: ['NDJSON', 'WS'],
    status: 200,
    isPublic: false,
    body: null,
    bindings: [],
    rootAt: [],
    missing: { code: 'RESOURCE_NOT_FOUND' },
    failures: [],
    actions: [],
    statuses: [],
    description: 'For a test.',
    isBeyond: false,
    source: { file: 'test.graphql', line: 1 },
    ...own,
  } as Route;
}

/** The events of a run, all of them. */
export const runEvents = route({
  id: 'RunEvents',
  path: '/v1/runs/{id}/events',
  rootKey: 'executionEvents',
  document: `subscription RunEvents($id: ID!, $after: Cursor = "") { executionEvents(id: $id, after: $after) {
    ... on JournalEvent { type } ${eventKeys} ${gapKeys} } }`,
  shape: {
    kind: 'object',
    isNullable: false,
    members: [member('type', { isFrame: true }), member('cursor', { from: ['_cursor'] })],
  },
});

/** Everything that happens, of which only the ends of runs are shown. */
export const ends = route({
  id: 'Ends',
  path: '/v1/ends',
  rootKey: 'events',
  document: `subscription Ends($after: Cursor) { events(after: $after) {
    ... on ExecutionFinished { type } ${eventKeys} ${gapKeys} } }`,
  shape: {
    kind: 'object',
    isNullable: false,
    members: [],
    byType: { ExecutionFinished: [member('type', { isFrame: true })] },
  },
});

/** Changes of resources, as a watch. */
export const changes = route({
  id: 'Changes',
  path: '/v1/changes',
  wire: 'WATCH',
  orWire: ['SSE'],
  when: [{ query: 'watch' }],
  rootKey: 'resourceChanged',
  document: `subscription Changes($after: Cursor) { resourceChanged(after: $after) {
    ... on JournalEvent { subjectId } ${eventKeys} ${gapKeys} } }`,
  shape: {
    kind: 'object',
    isNullable: false,
    members: [],
    byType: {
      ResourceApplied: [
        member('type', { shape: text({ const: 'ADDED' }), isFrame: true }),
        member('object', { from: ['subjectId'] }),
      ],
      ResourceDeleted: [member('type', { shape: text({ const: 'DELETED' }), isFrame: true })],
    },
  },
});

/** The same run's events in an envelope for each reader. */
export const envelopedRunEvents: Route = {
  ...runEvents,

  api: 'fabric',
  path: '/f/runs/{id}',
};
