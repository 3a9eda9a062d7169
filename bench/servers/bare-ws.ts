import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { announce } from './announce.ts';

// The floor of the fan-out: every message that the parent sends goes to every WebSocket, serialised once.

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
process.on('message', ({ events }: { events: object[] }) => {
  for (const event of events) {
    const text = JSON.stringify({ id: '1', type: 'next', payload: { data: { events: event } } });
    for (const socket of sockets.clients) socket.send(text);
  }
});
http.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
