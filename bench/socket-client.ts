import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';

const headerEnd = Buffer.from('\r\n\r\n');
const none = Buffer.alloc(0);

/** Takes the payload of a message; it is valid only during the call. */
export type OnMessage = (payload: Buffer) => void;

/**
 * A WebSocket client that costs next to nothing per message, so that a thousand of them in one process measure the
 * server and not themselves. It reads whole, unmasked text messages and answers pings; it knows no extensions.
 */
export class SocketClient {
  /** Called for each message. */
  onMessage: OnMessage = () => undefined;
  readonly #socket: net.Socket;
  #rest: Buffer = none;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
  }

  /** Opens a WebSocket at an `http:` URL. @throws Error when the server does not upgrade */
  static async open(at: string, protocol?: string): Promise<SocketClient> {
    const { hostname, port, pathname } = new URL(at);
    const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    const client = new SocketClient(socket);
    const key = randomBytes(16).toString('base64');
    const offer = protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`;
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n${offer}\r\n`,
    );
    await client.#upgraded();
    socket.on('data', (chunk: Buffer) => client.#read(chunk));
    socket.on('error', () => undefined);
    return client;
  }

  /** Sends a text message. */
  send(text: string): void {
    this.#write(0x1, Buffer.from(text));
  }

  /** Resolves with the next message, as text. */
  next(): Promise<string> {
    return new Promise((resolve) => {
      this.onMessage = (payload) => {
        this.onMessage = () => undefined;
        resolve(payload.toString('utf8'));
      };
    });
  }

  /** Ends the connection at once. */
  async stop(): Promise<void> {
    this.#socket.destroy();
  }

  async #upgraded(): Promise<void> {
    let head: Buffer = none;
    while (!head.includes(headerEnd)) {
      const [chunk] = (await once(this.#socket, 'data')) as [Buffer];
      head = Buffer.concat([head, chunk]);
    }
    const end = head.indexOf(headerEnd) + headerEnd.length;
    const status = head.subarray(0, head.indexOf('\r\n')).toString('latin1');
    if (!status.includes(' 101 ')) throw new Error(`The server did not open a WebSocket: ${status}`);
    this.#rest = head.subarray(end);
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at < bytes.length) {
      const header = headerAt(bytes, at);
      if (!header || header.end > bytes.length) break;
      const payload = bytes.subarray(header.start, header.end);
      if (header.opcode === 0x1) this.onMessage(payload);
      else if (header.opcode === 0x9) this.#write(0xa, payload);
      at = header.end;
    }
    this.#rest = at === bytes.length ? none : bytes.subarray(at);
  }

  #write(opcode: number, payload: Buffer): void {
    const size = payload.length;
    const header = size <= 125 ? Buffer.from([0x80 | opcode, 0x80 | size]) : Buffer.alloc(4);
    if (size > 125) {
      header[0] = 0x80 | opcode;
      header[1] = 0x80 | 126;
      header.writeUInt16BE(size, 2);
    }
    // A mask of zeros is a mask: the payload stays as it is.
    this.#socket.write(Buffer.concat([header, Buffer.alloc(4), payload]));
  }
}

/** Where the payload of the frame at `at` starts and ends; undefined while its header is not complete. */
function headerAt(bytes: Buffer, at: number): { opcode: number; start: number; end: number } | undefined {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  const opcode = first & 0x0f;
  const short = second & 0x7f;
  if (short < 126) return { opcode, start: at + 2, end: at + 2 + short };
  const start = at + (short === 126 ? 4 : 10);
  if (bytes.length < start) return undefined;
  const size = short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  return { opcode, start, end: start + size };
}
