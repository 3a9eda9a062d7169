import type { RunEvent } from '../../support/fold.ts';
import type { Place } from '../streams/client.ts';
import { runEvents, type Transport } from '../streams/subscribe.ts';

/** A client that follows one run, whatever becomes of the server, and keeps each event that it was given. */
export class Follower {
  readonly events: RunEvent[] = [];
  readonly #id: string;
  #lost: Promise<unknown> | undefined;

  constructor(id: string) {
    this.#id = id;
  }

  /** Follows until the server is gone. */
  follow(place: Place, transport: Transport): void {
    this.#lost = this.#read(place, transport).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  /** Resolves when the connection is lost. @throws Error when the stream ended as if all were well */
  async lost(): Promise<void> {
    if ((await this.#lost) === undefined) throw new Error(`The stream of ${this.#id} ended although its run went on.`);
  }

  /** Goes on from the last event that came, to the event that finishes the run. */
  async goOn(place: Place, transport: Transport): Promise<void> {
    await this.lost();
    await this.#read(place, transport);
  }

  async #read(place: Place, transport: Transport): Promise<void> {
    const after = this.events.at(-1)?.cursor ?? '';
    for await (const event of runEvents(place, transport, { id: this.#id, after })) this.events.push(event);
  }
}
