import pg from 'pg';
import type { Logger } from '../log.ts';
import { type Bus, type BusMessage, LocalBus } from './bus.ts';
import { Outbox, unpack } from './outbox.ts';

const channelName = 'orrery_bus';
// A NOTIFY carries at most 8000 bytes; the envelope around the messages needs some of them.
const maxPacketBytes = 7_500;
const reconnectAfterMs = 500;

/** Processes that share a PostgreSQL reach each other by NOTIFY, gathered off the write path so that commits don't queue. */
export class PgBus implements Bus {
  readonly #local = new LocalBus();
  readonly #outbox: Outbox;
  readonly #self: string;
  readonly #config: pg.ClientConfig;
  readonly #log: Logger;
  #listener: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: { config: pg.ClientConfig; pool: pg.Pool; self: string; log: Logger }) {
    this.#config = options.config;
    this.#self = options.self;
    this.#log = options.log;
    this.#outbox = new Outbox({
      from: options.self,
      maxBytes: maxPacketBytes,
      send: async (packet) => {
        if (Buffer.byteLength(packet) > maxPacketBytes + 400) return; // too long for NOTIFY; readers poll
        await options.pool.query('select pg_notify($1, $2)', [channelName, packet]).catch((error: Error) => {
          this.#log.warn({ reason: error.message }, 'a wake-up did not reach the other processes');
        });
      },
    });
  }

  /** Starts listening. `self` tells this process's packets from the others'. */
  static async start(options: { config: pg.ClientConfig; pool: pg.Pool; self: string; log: Logger }): Promise<PgBus> {
    const bus = new PgBus(options);
    await bus.#listen();
    return bus;
  }

  publish(channel: string, message: BusMessage): void {
    this.#local.publish(channel, message);
    this.#outbox.add(channel, message);
  }

  subscribe(channel: string, listener: (message: BusMessage) => void): () => void {
    return this.#local.subscribe(channel, listener);
  }

  async close(): Promise<void> {
    await this.#outbox.flush();
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#listener?.end().catch(() => undefined);
    await this.#local.close();
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({ ...this.#config, keepAlive: true });
    client.on('notification', ({ payload }) => {
      for (const [channel, message] of unpack(payload ?? '', this.#self)) this.#local.publish(channel, message);
    });
    client.on('error', () => this.#reconnect());
    client.on('end', () => this.#reconnect());
    await client.connect();
    await client.query(`listen ${channelName}`);
    this.#listener = client;
  }

  #reconnect(): void {
    if (this.#closed || this.#retry) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#listen().catch(() => this.#reconnect());
    }, reconnectAfterMs);
  }
}
