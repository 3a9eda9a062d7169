import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { type Flusher, Outlet } from '../streams/index.ts';
import { pingFrame, textFrame } from './frame.ts';

export interface ChannelOptions {
  socket: WebSocket;
  /** The connection underneath, which frames are written to directly: many with one write. */
  wire: Socket;
  flusher: Flusher;
  limitBytes: number;
  /** How long a peer has to take what it was sent after it was told to go. */
  goodbyeMs: number;
  /** A message of the client; undefined when it was not text. */
  onMessage(text: string | undefined): void;
  /** The reader is too slow and nothing more is sent: whoever made the channel closes it and says why. */
  tooSlow(): void;
  /** Nothing can be sent any more. Called once. */
  gone(): void;
}

/** A WebSocket that events are sent on. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #outlet: Outlet;
  #isOpen = true;
  #heardAt = performance.now();
  #askedAt = 0;

  constructor(options: ChannelOptions) {
    const { socket, wire, flusher, limitBytes, tooSlow } = options;
    this.#options = options;
    this.#outlet = new Outlet({ sink: wire, flusher, limitBytes, onOverflow: tooSlow });
    socket.on('message', (data, isBinary) => {
      this.#heardAt = performance.now();
      if (this.#isOpen) options.onMessage(isBinary ? undefined : data.toString());
    });
    socket.on('pong', () => {
      this.#heardAt = performance.now();
    });
    // What is wrong with a client's frames is said in the close frame that the library sends.
    socket.on('error', () => this.#gone());
    socket.on('close', () => this.#gone());
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedBytes(): number {
    return this.#outlet.bufferedBytes;
  }

  /** Sends a whole frame with whatever else is sent in this turn of the event loop. */
  push(frame: Buffer): void {
    this.#outlet.push(frame);
  }

  /** Sends a text message. */
  say(text: string): void {
    this.push(textFrame(Buffer.from(text)));
  }

  /** Resolves when the reader has taken what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined {
    this.#outlet.flush();
    return this.#outlet.drained();
  }

  /** Asks the peer for a sign of life, or ends the connection when it gave none since it was last asked, nor for `idleMs`. */
  ping(idleMs: number): void {
    const now = performance.now();
    if (this.#heardAt < this.#askedAt && now - this.#heardAt >= idleMs) this.#options.socket.terminate();
    else {
      this.#askedAt = now;
      this.#outlet.push(pingFrame);
    }
  }

  /** Sends what is pending, then `last` if given, and says why it ends. A peer that does not read it in time is disconnected. */
  close(code: number, reason: string, last?: string): void {
    if (!this.#isOpen) return;
    const { socket, wire, goodbyeMs } = this.#options;
    this.#outlet.close();
    if (last !== undefined) wire.write(textFrame(Buffer.from(last)));
    this.#gone();
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), goodbyeMs).unref();
  }

  #gone(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#outlet.discard();
    this.#options.gone();
  }
}
