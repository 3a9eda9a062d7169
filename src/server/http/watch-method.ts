import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { RewiredConnection } from './rewired-connection.ts';

/** What the HTTP parser says of bytes that it cannot read. */
export interface ParserError extends Error {
  code?: string;
  /** The bytes that it was given last, and where in them it stopped. */
  rawPacket?: Buffer;
  bytesParsed?: number;
}

const watchWord = Buffer.from('WATCH ');
const getWord = Buffer.from('GET ');
const newline = 0x0a;

/**
 * Serves the method WATCH, which Node's parser does not know. It stops at the method's first letter; the connection is
 * then given to the server once more with GET in its place, and the first request that comes of it is a WATCH again.
 */
export class WatchMethod {
  /** How much a connection had brought when its last answer was complete. */
  readonly #quietAt = new WeakMap<Duplex, number>();
  readonly #taken = new WeakMap<Duplex, 'gathered' | 'given'>();
  readonly #watches = new WeakSet<Duplex>();
  /** How many answers are on their way on a connection, and what is to be done when they are complete. */
  readonly #answering = new WeakMap<Duplex, number>();
  readonly #waiting = new WeakMap<Duplex, () => void>();

  /** Notes that an answer is on its way, and says whether `request` is a WATCH: literally, or as a GET or POST whose header says so. */
  begin({ method, headers, socket }: IncomingMessage): boolean {
    this.#answering.set(socket, (this.#answering.get(socket) ?? 0) + 1);
    if (this.#watches.delete(socket)) return true;
    return (method === 'GET' || method === 'POST') && headers['x-http-method-override'] === 'WATCH';
  }

  /** Notes that the answer to a request is complete, so that a message that comes after it is known to begin there. */
  end(connection: Duplex): void {
    const answering = (this.#answering.get(connection) ?? 1) - 1;
    this.#answering.set(connection, answering);
    this.#quietAt.set(connection, bytesRead(connection));
    if (answering === 0) this.#waiting.get(connection)?.();
  }

  /** Takes over a connection whose parser stopped, if it stopped at WATCH, and says so. `refuse` is for what turns out to be none. */
  take(error: ParserError, connection: Duplex, { server, refuse }: { server: Server; refuse(): void }): boolean {
    const known = this.#taken.get(connection);
    // The parser that has stopped goes on to complain.
    if (known) return known === 'given';
    const rest = this.#messageStart(error, connection);
    if (!rest || !mayBeWatch(rest)) return false;
    this.#taken.set(connection, 'gathered');
    const give = (bytes: Buffer): void => {
      this.#taken.set(connection, 'given');
      const rewired = new RewiredConnection(
        connection as Socket,
        Buffer.concat([getWord, bytes.subarray(watchWord.length)]),
      );
      this.#watches.add(rewired);
      const serve = (): boolean => server.emit('connection', rewired);
      if ((this.#answering.get(connection) ?? 0) === 0) serve();
      else this.#waiting.set(connection, serve);
    };
    if (rest.length >= watchWord.length) give(rest);
    else gather(connection, rest, { give, refuse });
    return true;
  }

  /** What was not read, when it is known to be the beginning of a message and not the middle of some other method. */
  #messageStart({ code, rawPacket, bytesParsed = 0 }: ParserError, connection: Duplex): Buffer | undefined {
    if (code !== 'HPE_INVALID_METHOD' || !rawPacket) return undefined;
    const before = bytesRead(connection) - rawPacket.length;
    const isStart =
      bytesParsed > 0
        ? rawPacket[bytesParsed - 1] === newline
        : before === 0 || before === this.#quietAt.get(connection);
    return isStart ? rawPacket.subarray(bytesParsed) : undefined;
  }
}

/** Reads on until the method is known. */
function gather(
  connection: Duplex,
  start: Buffer,
  { give, refuse }: { give(bytes: Buffer): void; refuse(): void },
): void {
  let bytes = start;
  // The server's own listener would give the bytes to the parser that has stopped.
  connection.removeAllListeners('data');
  connection.on('data', function next(more: Buffer) {
    bytes = Buffer.concat([bytes, more]);
    if (mayBeWatch(bytes) && bytes.length < watchWord.length) return;
    connection.off('data', next);
    if (mayBeWatch(bytes)) give(bytes);
    else refuse();
  });
}

/** Whether `bytes` begin with the word, or are the beginning of it. */
function mayBeWatch(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, watchWord.length);
  return bytes.compare(watchWord, 0, length, 0, length) === 0;
}

function bytesRead(connection: Duplex): number {
  return (connection as Partial<Socket>).bytesRead ?? 0;
}
