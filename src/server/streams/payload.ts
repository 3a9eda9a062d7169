import type { Answer } from '../operations/index.ts';

/** One answer of a subscription, serialised once for everyone who gets it. */
export class Payload {
  readonly json: Buffer;
  /** Where to go on after this answer, when its root field says so with a `cursor`. */
  readonly cursor: string | undefined;
  #framedFor: string | undefined;
  #frame: Buffer | undefined;

  constructor(answer: Answer, json: string) {
    this.json = Buffer.from(json);
    this.cursor = cursorOf(answer);
  }

  /** The bytes of this answer under `key`, made again only when the key differs from the last one asked for. */
  frame(key: string, make: (payload: Payload) => Buffer): Buffer {
    if (this.#frame === undefined || this.#framedFor !== key) {
      this.#frame = make(this);
      this.#framedFor = key;
    }
    return this.#frame;
  }
}

function cursorOf({ data }: Answer): string | undefined {
  const [root] = Object.values(data ?? {});
  const cursor = typeof root === 'object' && root !== null ? Reflect.get(root, 'cursor') : undefined;
  return typeof cursor === 'string' && /^[\x21-\x7e]{1,1024}$/.test(cursor) ? cursor : undefined;
}
