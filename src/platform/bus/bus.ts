/** A short message between the parts of this process and, when there are several, between processes. It may be lost. */
export type BusMessage = string;

/**
 * Carries wake-ups and token streams. Nothing that must not be lost travels here: who is woken reads the database,
 * and who misses a wake-up polls.
 */
export interface Bus {
  /** Reaches this process's listeners at once and the other processes' soon after. */
  publish(channel: string, message: BusMessage): void;
  /** @returns a function that ends the subscription */
  subscribe(channel: string, listener: (message: BusMessage) => void): () => void;
  close(): Promise<void>;
}

/** The listeners of one process. */
export class LocalBus implements Bus {
  readonly #listeners = new Map<string, Set<(message: BusMessage) => void>>();

  publish(channel: string, message: BusMessage): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(message);
  }

  subscribe(channel: string, listener: (message: BusMessage) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(channel);
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
