import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A port besides the main one, on which the same is served. */
export interface ListenerSpec {
  /** Stands in `Exchange.listener` of what comes to it. */
  name: string;
  /** 0 for any that is free. */
  port: number;
}

/** The address of a server that listens, as a URL. */
export function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The listeners besides the main one. They share its router, its upgrades and its limits. */
export class Listeners {
  readonly #specs: readonly ListenerSpec[];
  readonly #open: Server[] = [];

  constructor(specs: readonly ListenerSpec[]) {
    this.#specs = specs;
  }

  /** Opens each on `host`; gives their URLs by name. @throws when a port is taken or not ours */
  async listen(
    host: string,
    serving: { handler: RequestListener; create(name: string, handler: RequestListener): Server },
  ): Promise<Record<string, string>> {
    const urls: Record<string, string> = {};
    for (const { name, port } of this.#specs) {
      const server = serving.create(name, serving.handler);
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, resolve);
      });
      this.#open.push(server);
      urls[name] = urlOf(server, host);
    }
    return urls;
  }

  /** Stops accepting and waits for what is in flight. */
  async close(): Promise<void> {
    await Promise.all(
      this.#open.map((server) => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        server.closeIdleConnections();
        return closed;
      }),
    );
  }

  closeAllConnections(): void {
    for (const server of this.#open) server.closeAllConnections();
  }
}
