import http from 'node:http';
import net from 'node:net';

/** One request, as bytes go: nothing of it is put right on the way. */
export interface Shot {
  method: string;
  /** Path and query as they are sent. */
  target: string;
  headers: Record<string, string | string[]>;
  body?: Buffer;
  /** Sends the body in chunks of a few bytes, without its length. */
  isChunked?: boolean;
}

/** What came back. Of a stream that is the head alone: it is left as soon as it begins. */
export interface Shown {
  status: number;
  contentType: string;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** How long any answer may take, in milliseconds. */
export const patienceMs = 8_000;

/** Sends a request over a connection of its own. Rejects when there is no answer in time. */
export function send(origin: string, { method, target, headers, body, isChunked = false }: Shot): Promise<Shown> {
  const { hostname, port } = new URL(origin);
  const sent = { ...headers, ...(body && !isChunked && { 'content-length': String(body.length) }) };
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path: target, headers: sent, agent: false }, (response) => {
      const { statusCode: status = 0, headers: shown } = response;
      const contentType = shown['content-type'] ?? '';
      const head = { status, contentType, headers: shown };
      response.on('error', reject);
      // Only a stream does not know its length.
      const isStream = status === 200 && method !== 'HEAD' && shown['content-length'] === undefined;
      if (isStream) {
        clearTimeout(timer);
        resolve({ ...head, text: '' });
        request.destroy();
        return;
      }
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ ...head, text });
      });
    });
    const timer = setTimeout(() => request.destroy(new Error(`No answer within ${patienceMs} ms`)), patienceMs);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    for (const part of partsOf(body, isChunked)) request.write(part);
    request.end();
  });
}

function partsOf(body: Buffer | undefined, isChunked: boolean): Buffer[] {
  if (!body) return [];
  if (!isChunked || body.length > 10_000) return [body];
  return Array.from({ length: Math.ceil(body.length / 7) }, (_, index) => body.subarray(index * 7, index * 7 + 7));
}

/** Sends bytes and gives all that comes back until the server ends the connection or `isEnough`. Rejects when neither happens in time. */
export function sendBytes(
  origin: string,
  bytes: string | Buffer,
  { isEnough = () => false, end = false }: { isEnough?(text: string): boolean; end?: boolean } = {},
): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true }, () => {
      if (end) socket.end(bytes);
      else socket.write(bytes);
    });
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`Neither an answer nor an end within ${patienceMs} ms; there was ${JSON.stringify(text)}`));
    }, patienceMs);
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (isEnough(text)) finish();
    });
    socket.on('end', finish);
    // A connection that is reset is ended too.
    socket.on('error', finish);
    socket.on('close', finish);
  });
}
