import { STATUS_CODES } from 'node:http';
import type { Upgrade } from '../../src/server/index.ts';
import type { ErrorAnswer } from './convention.ts';

/** Answers an upgrade request with a failure, as plain HTTP, and closes the connection. */
export function refuseUpgrade(
  { socket }: Upgrade,
  answer: ErrorAnswer & { headers: Record<string, string> },
  requestId: string,
): void {
  const headers: Record<string, string> = {
    ...answer.headers,
    'x-request-id': requestId,
    'content-length': String(Buffer.byteLength(answer.body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]/g, ' ')}\r\n`);
  socket.end(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${lines.join('')}\r\n${answer.body}`);
}
