import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';
import { type Bus, type BusMessage, LocalBus } from './bus.ts';
import { Outbox, unpack } from './outbox.ts';

const channelName = 'orrery:bus';
const maxPacketBytes = 256 * 1024;

/** Processes that share a Redis reach each other by publish and subscribe. */
export class RedisBus implements Bus {
  readonly #local = new LocalBus();
  readonly #outbox: Outbox;
  readonly #publisher: Redis;
  readonly #subscriber: Redis;

  private constructor(options: { publisher: Redis; subscriber: Redis; self: string; log: Logger }) {
    this.#publisher = options.publisher;
    this.#subscriber = options.subscriber;
    this.#subscriber.on('message', (_channel: string, packet: string) => {
      for (const [channel, message] of unpack(packet, options.self)) this.#local.publish(channel, message);
    });
    this.#outbox = new Outbox({
      from: options.self,
      maxBytes: maxPacketBytes,
      send: async (packet) => {
        await this.#publisher.publish(channelName, packet).catch((error: Error) => {
          options.log.warn({ reason: error.message }, 'a wake-up did not reach the other processes');
        });
      },
    });
  }

  /** Connects. @throws Error when Redis does not answer */
  static async start(options: { url: string; self: string; log: Logger }): Promise<RedisBus> {
    const connect = async (): Promise<Redis> => {
      const redis = new Redis(options.url, { lazyConnect: true, maxRetriesPerRequest: 2 });
      redis.on('error', (error) => options.log.warn({ reason: error.message }, 'Redis does not answer'));
      await redis.connect();
      return redis;
    };
    const publisher = await connect();
    const subscriber = await connect();
    await subscriber.subscribe(channelName);
    return new RedisBus({ publisher, subscriber, self: options.self, log: options.log });
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
    this.#subscriber.disconnect();
    this.#publisher.disconnect();
    await this.#local.close();
  }
}
