import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Connections over which nothing was asked yet, such as those that browsers open ahead of need. Node counts them as busy,
 * so a server that closes would wait for them.
 */
export class SilentConnections {
  readonly #connections = new Set<Socket>();

  /** Takes note of the connections of a server. */
  watch(server: Server): void {
    server.on('connection', (connection: Socket) => {
      this.#connections.add(connection);
      connection.once('close', () => this.#connections.delete(connection));
    });
  }

  /** Cuts those that have said nothing. */
  cut(): void {
    for (const connection of this.#connections) if (connection.bytesRead === 0) connection.destroy();
  }
}
