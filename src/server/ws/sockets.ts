import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Logger } from '../../platform/log.ts';
import type { Flusher } from '../streams/index.ts';
import { Channel } from './channel.ts';

/** How WebSockets of one kind behave. */
export interface SocketManners {
  /** A longer message of the client closes its socket with 1009. */
  maxMessageBytes: number;
  pingMs: number;
  /** A socket whose client sent nothing, not even a pong, for this long is ended when it would be pinged. */
  idleMs: number;
  /** Which of the subprotocols that the client offers is spoken; false for none. */
  protocol(offered: ReadonlySet<string>): string | false;
}

/** What the owner of a socket does. */
export interface Peer {
  /** A message of the client; undefined when it was not text. */
  onMessage(text: string | undefined): void;
  /** The reader is too slow and nothing more is sent: close the channel and say why. */
  tooSlow(): void;
  /** Nothing can be sent any more. */
  gone(): void;
}

export interface SocketsOptions {
  manners: SocketManners;
  flusher: Flusher;
  limitBytes: number;
  goodbyeMs: number;
  log: Logger;
}

const serviceRestart = 1012;

/** WebSockets of one kind, of which each follows one subscription. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server: WebSocketServer;
  readonly #channels = new Set<Channel>();
  readonly #pings: NodeJS.Timeout;

  constructor(options: SocketsOptions) {
    const { maxMessageBytes, pingMs, idleMs, protocol } = options.manners;
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
      handleProtocols: (offered) => protocol(offered),
    });
    this.#pings = setInterval(() => {
      for (const channel of this.#channels) channel.ping(idleMs);
    }, pingMs).unref();
  }

  get size(): number {
    return this.#channels.size;
  }

  /** As many as there are sockets: each is a subscription. */
  get subscribers(): number {
    return this.#channels.size;
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const channel of this.#channels) bytes += channel.bufferedBytes;
    return bytes;
  }

  /** Completes the handshake and gives the channel at once; undefined when the handshake was at fault, which is answered. */
  accept(
    upgrade: { request: IncomingMessage; socket: Duplex; head: Buffer },
    about: { peer: Peer; path: string; principalId: string | undefined },
  ): Channel | undefined {
    const { request, socket: wire, head } = upgrade;
    const { flusher, limitBytes, goodbyeMs, log } = this.#options;
    const startedAt = performance.now();
    let opened: Channel | undefined;
    this.#server.handleUpgrade(request, wire, head, (socket) => {
      const options = { socket, wire: wire as Socket, flusher, limitBytes, goodbyeMs, ...methodsOf(about.peer) };
      const channel = new Channel(options);
      this.#channels.add(channel);
      socket.once('close', (code) => {
        this.#channels.delete(channel);
        const ms = Math.round(performance.now() - startedAt);
        log.info({ path: about.path, code, ms, principal: about.principalId }, 'websocket closed');
      });
      opened = channel;
    });
    return opened;
  }

  /** Tells every client to come back. */
  close(): void {
    clearInterval(this.#pings);
    for (const channel of this.#channels) channel.close(serviceRestart, 'The server is going away. Connect again.');
    this.#server.close();
  }

  /** Ends connections whose peers do not answer. */
  terminate(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }
}

function methodsOf(peer: Peer): Peer {
  return {
    onMessage: (text) => peer.onMessage(text),
    tooSlow: () => peer.tooSlow(),
    gone: () => peer.gone(),
  };
}
