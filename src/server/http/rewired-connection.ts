import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A connection whose beginning was read and is read again in other words. To the HTTP server it is a new connection; the
 * parser that the server had on the socket has stopped at what it could not read.
 */
export class RewiredConnection extends Duplex {
  readonly #socket: Socket;
  #taken = 0;

  constructor(socket: Socket, start: Buffer) {
    super();
    this.#socket = socket;
    this.#take(start);
    // The server's own listener would give the bytes to the parser that has stopped.
    socket.removeAllListeners('data');
    socket.on('data', (bytes) => {
      if (!this.#take(bytes)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.once('close', () => this.destroy());
    // The idle time of the request before has not been counted for this one.
    socket.setTimeout(0);
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  /** How much of it was read, the beginning in its other words. */
  get bytesRead(): number {
    return this.#taken - this.readableLength;
  }

  get bytesWritten(): number {
    return this.#socket.bytesWritten;
  }

  /** An idle socket is ended by the server's listener on it. */
  setTimeout(ms: number): this {
    this.#socket.setTimeout(ms);
    return this;
  }

  setKeepAlive(isEnabled: boolean, delayMs: number): this {
    this.#socket.setKeepAlive(isEnabled, delayMs);
    return this;
  }

  setNoDelay(isEnabled = true): this {
    this.#socket.setNoDelay(isEnabled);
    return this;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.destroyed) done();
    else this.#socket.write(bytes, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #take(bytes: Buffer): boolean {
    this.#taken += bytes.length;
    return this.push(bytes);
  }
}
