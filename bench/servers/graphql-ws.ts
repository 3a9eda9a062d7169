import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub } from 'graphql-yoga';
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';

// The peer of the burst: graphql-ws as its documentation sets it up, an execution and a serialisation per subscriber.

const schema = buildSchema(`
  union Event = ResourceApplied
  type ResourceApplied { cursor: String! at: String! subjectId: ID! kind: String! name: String! generation: Int! }
  type Query { ready: Boolean }
  enum EventType { RESOURCE_APPLIED }
  input EventFilter { types: [EventType!] }
  type Subscription { events(filter: EventFilter): Event! }
`);
const eventTarget = new EventTarget();
setMaxListeners(0, eventTarget);
const published = createPubSub<{ event: [object] }>({ eventTarget: eventTarget as never });

const roots = {
  subscription: {
    events: () => published.subscribe('event'),
  },
};

const http = createServer();
const sockets = new WebSocketServer({ server: http, path: '/graphql', perMessageDeflate: false });
useServer({ schema, roots }, sockets);
process.on('message', ({ events }: { events: object[] }) => {
  for (const event of events) published.publish('event', { events: event });
});
http.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
