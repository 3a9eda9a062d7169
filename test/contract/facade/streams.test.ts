import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { StreamOpening } from '../../../rest-compat/runtime/index.ts';
import { mountFacade } from '../../../rest-compat/runtime/mount.ts';
import { envelopeConvention } from '../../support/facade/conventions.ts';
import { binding, object, route } from '../../support/facade/routes.ts';
import { library } from '../server/harness.ts';

const ticks = route({
  api: 'fabric',
  id: 'Ticks',
  path: '/fabric/ticks/{topic}',
  kind: 'subscription',
  wire: 'SSE',
  orWire: ['WS', 'NDJSON'],
  document: 'subscription Ticks { __typename }',
  bindings: [
    binding({ variable: 'topic', in: 'path', type: 'ID!', named: 'ID', isRequired: true }),
    binding({ variable: 'first', in: 'query', named: 'Int', type: 'Int' }),
  ],
  shape: object([]),
});

const sockets = new WebSocketServer({ noServer: true });
let opened: StreamOpening[] = [];
afterEach(() => {
  opened = [];
});

/** A server whose streams say which wire they are on, and end. */
async function serve(): Promise<string> {
  const { url } = await library({
    routes: (server) =>
      mountFacade({
        table: { routes: [ticks] },
        conventions: { fabric: envelopeConvention('fabric') },
        server,
        handWritten: [],
        documents: '',
        authenticate: async ({ token }) => (token === 'boss' ? { principalId: 'prn_3' } : null),
        callerOf: ({ principalId }) => ({ principalId, organizationId: 'org_1' }),
        hasRole: () => true,
        openStream: (opening) => {
          opened.push(opening);
          const { to } = opening;
          if (to.wire !== 'WS') to.exchange.response.end(to.wire);
          else
            sockets.handleUpgrade(to.upgrade.request, to.upgrade.socket, to.upgrade.head, (socket) =>
              socket.send('WS'),
            );
        },
        log: { error: () => undefined },
      }),
  });
  return url;
}

const boss = { authorization: 'Bearer boss' };

test('a stream is opened on the wire that the client accepts, with who asks and what they ask for', async () => {
  const url = await serve();
  for (const [accept, wire] of [
    ['application/x-ndjson', 'NDJSON'],
    ['text/event-stream', 'SSE'],
    ['*/*', 'SSE'],
  ] as const) {
    const answer = await fetch(`${url}/fabric/ticks/a%2Fb?first=2`, { headers: { ...boss, accept } });
    expect(await answer.text()).toBe(wire);
  }
  expect(opened[0]).toMatchObject({
    variables: { topic: 'a/b', first: 2 },
    asked: { caller: { organizationId: 'org_1' } },
  });
});

test('what is wrong is answered before a stream is opened', async () => {
  const url = await serve();
  expect((await fetch(`${url}/fabric/ticks/a`)).status).toBe(401);
  expect((await fetch(`${url}/fabric/ticks/a?first=x`, { headers: boss })).status).toBe(400);
  expect((await fetch(`${url}/fabric/ticks/a`, { method: 'HEAD', headers: boss })).status).toBe(405);
  expect(opened).toEqual([]);
});

test('a WebSocket is opened for who may, and refused as HTTP in the form of the API for anybody else', async () => {
  const url = (await serve()).replace('http', 'ws');
  const socket = new WebSocket(`${url}/fabric/ticks/a`, { headers: boss });
  const [first] = await once(socket, 'message');
  expect(String(first)).toBe('WS');
  socket.terminate();
  for (const [path, headers, status] of [
    ['/fabric/ticks/a', {}, 401],
    ['/fabric/ticks/a?first=x', boss, 400],
    ['/fabric/nothing', boss, 404],
    ['/fabric/ticks/a', { ...boss, origin: 'https://elsewhere.example' }, 403],
  ] as const) {
    const refused = new WebSocket(url + path, { headers });
    refused.on('error', () => undefined);
    const [, response] = await once(refused, 'unexpected-response');
    expect([path, response.statusCode]).toEqual([path, status]);
    if (status < 403) {
      const chunks = await response.toArray();
      expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({ meta: { status }, data: null });
    }
  }
});
