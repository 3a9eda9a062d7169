import type { Endpoint } from './graphql-client.ts';
import { SocketClient } from './socket-client.ts';

const openAtOnce = 50;

/** Opens a WebSocket that speaks graphql-transport-ws. @throws Error when the server does not let it in */
export async function connect(to: Endpoint): Promise<SocketClient> {
  const client = await SocketClient.open(`${to.url}/graphql`, 'graphql-transport-ws');
  client.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${to.adminToken}` } }));
  const welcome = await client.next();
  if (!welcome.includes('connection_ack')) throw new Error(`The server said ${welcome}.`);
  return client;
}

/** Starts a subscription on an open connection. The protocol does not say when it has begun. */
export function subscribe(client: SocketClient, options: { id: string; query: string; variables?: object }): void {
  const { id, ...payload } = options;
  client.send(JSON.stringify({ id, type: 'subscribe', payload }));
}

/** Opens `count` WebSockets and subscribes each to `query`. */
export function subscribeMany(to: Endpoint, query: string, count: number): Promise<SocketClient[]> {
  return openMany(count, async () => {
    const client = await connect(to);
    subscribe(client, { id: '1', query });
    return client;
  });
}

/** Opens many things, some at once. */
export async function openMany<T>(count: number, open: () => Promise<T>): Promise<T[]> {
  const opened: T[] = [];
  while (opened.length < count) {
    const some = Math.min(openAtOnce, count - opened.length);
    opened.push(...(await Promise.all(Array.from({ length: some }, open))));
  }
  return opened;
}
