import { on, once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';
import { breakingSocket } from '../../support/breaking-socket.ts';
import { blocksOf, fieldsOf, linesOf } from './frames.ts';

/** How a stream is reached. A line that breaks ends the stream for its reader in the middle of whatever was being said. */
export interface Line {
  /** The origin. */
  url: string;
  token: string;
  /** After how many bytes of the answer, with its head, the line breaks; absent for never. */
  breaksAfter?: number;
}

export interface Asked {
  path: string;
  method?: string;
  headers?: Record<string, string>;
  /** JSON. */
  body?: string;
}

/** Events of a stream of server-sent events, by their fields. Blocks of comments alone are left out. */
export async function* sentEvents(line: Line, { path, headers, ...asked }: Asked) {
  const wanted = { ...asked, path, headers: { ...headers, accept: 'text/event-stream' } };
  for await (const block of blocksOf(bytesOf(line, wanted))) {
    const fields = fieldsOf(block);
    if (Object.keys(fields).length > 0) yield fields;
  }
}

/** The values of a stream of JSON lines. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export async function* jsonLines(line: Line, asked: Asked): AsyncGenerator<any> {
  for await (const text of linesOf(bytesOf(line, asked))) yield JSON.parse(text);
}

/** The messages of a WebSocket, read by a client that knows nothing of this server. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export async function* messages(line: Line, path: string): AsyncGenerator<any> {
  const url = new URL(path, line.url.replace(/^http/, 'ws'));
  const { breaksAfter } = line;
  const socket = new WebSocket(url, {
    headers: { authorization: `Bearer ${line.token}` },
    ...(breaksAfter !== undefined && { createConnection: () => breakingSocket(new URL(line.url), breaksAfter) }),
  });
  try {
    for await (const [data] of on(socket, 'message', { close: ['close'] })) yield JSON.parse(String(data));
  } catch (error) {
    if (breaksAfter === undefined) throw error;
  } finally {
    socket.terminate();
  }
}

/** The body of an answer as it comes, to its end or to where the line breaks. @throws Error when the answer is a failure */
async function* bytesOf(line: Line, { path, method = 'GET', headers, body }: Asked): AsyncGenerator<Uint8Array> {
  const { breaksAfter } = line;
  const asking = request(new URL(path, line.url), {
    method,
    headers: { authorization: `Bearer ${line.token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(breaksAfter === undefined
      ? { agent: false }
      : { createConnection: () => breakingSocket(new URL(line.url), breaksAfter) }),
  });
  asking.end(body);
  try {
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    const { statusCode = 0 } = answer;
    for await (const [chunk] of on(answer, 'data', { close: ['end', 'close'] })) {
      if (statusCode >= 300) throw new Error(`${path} was answered with ${statusCode}: ${chunk}`);
      yield chunk;
    }
  } catch (error) {
    if (breaksAfter === undefined || !isBroken(error)) throw error;
  } finally {
    asking.destroy();
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}
