import type { OnMessage, SocketClient } from './socket-client.ts';

const timeoutMs = 20_000;
// What every event of the bench says and no other message of a stream does.
const mark = 'ResourceApplied';

/** Counts what many subscribers receive. */
export class Deliveries {
  readonly #clients: readonly SocketClient[];

  constructor(clients: readonly SocketClient[]) {
    this.#clients = clients;
  }

  /**
   * Resolves when every client has `count` events from now on; `onEvent` is called for each of them.
   * @throws Error when some are missing after twenty seconds, or one client got more than its share
   */
  each(count: number, onEvent?: OnMessage): Promise<void> {
    const counts = new Uint32Array(this.#clients.length);
    let missing = count * this.#clients.length;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${missing} of ${count * counts.length} deliveries never came.`)),
        timeoutMs,
      );
      for (const [index, client] of this.#clients.entries()) {
        client.onMessage = (payload) => {
          if (!payload.includes(mark)) return;
          onEvent?.(payload);
          counts[index] = (counts[index] ?? 0) + 1;
          if (--missing > 0) return;
          clearTimeout(timer);
          if (counts.every((got) => got === count)) resolve();
          else reject(new Error(`Some clients got more than ${count} events, others fewer.`));
        };
      }
    });
  }

  /** Publishes until one event has reached every client: a subscription says nothing when it has begun. */
  async untilAllSubscribed(publish: () => void): Promise<void> {
    const silent = new Set(this.#clients);
    const timer = setInterval(publish, 200);
    try {
      await new Promise<void>((resolve, reject) => {
        setTimeout(() => reject(new Error(`${silent.size} subscriptions never began.`)), timeoutMs).unref();
        for (const client of this.#clients) {
          client.onMessage = () => {
            if (silent.delete(client) && silent.size === 0) resolve();
          };
        }
      });
    } finally {
      clearInterval(timer);
    }
    await this.#quiet();
  }

  /** Resolves when nothing came for a while: what was published before has arrived. */
  #quiet(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 500);
      for (const client of this.#clients) client.onMessage = () => timer.refresh();
    });
  }
}
