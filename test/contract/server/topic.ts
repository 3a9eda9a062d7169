/** Events that a test publishes, and what the server did with them. */
export class Topic<Event extends { cursor: string }> {
  readonly #readers = new Set<(event: Event) => void>();
  readonly #log: Event[] = [];
  readonly #notices: string[] = [];
  #changed: (() => void)[] = [];
  /** How many sources were opened so far. */
  opened = 0;

  get readers(): number {
    return this.#readers.size;
  }

  publish(event: Event): void {
    this.#log.push(event);
    for (const read of this.#readers) read(event);
  }

  notice(what: string): void {
    this.#notices.push(what);
    this.#change();
  }

  noticed(what: string): number {
    return this.#notices.filter((notice) => notice === what).length;
  }

  /** Resolves when `condition` holds; it is asked after each change of this topic. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }

  async *subscribe(after: string | undefined, signal: AbortSignal): AsyncGenerator<Event> {
    const start = after === undefined ? this.#log.length : this.#log.findIndex(({ cursor }) => cursor === after) + 1;
    const waiting = this.#log.slice(start);
    let wake: () => void = () => undefined;
    const read = (event: Event): void => {
      waiting.push(event);
      wake();
    };
    signal.addEventListener('abort', () => wake());
    this.#readers.add(read);
    this.opened += 1;
    this.#change();
    try {
      while (!signal.aborted) {
        const event = waiting.shift();
        if (event) yield event;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      this.#readers.delete(read);
      this.#change();
    }
  }

  #change(): void {
    const waiting = this.#changed;
    this.#changed = [];
    for (const wake of waiting) wake();
  }
}
