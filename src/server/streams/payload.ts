import type { Answer } from '../operations/index.ts';

/** One answer of a subscription, serialised once for everyone who gets it. */
export class Payload {
  readonly answer: Answer;
  /** Where to go on after this answer, when its root field says so with a `cursor`. */
  readonly cursor: string | undefined;
  readonly #write: () => string;
  readonly #frames = new Map<string, Buffer>();
  #json: Buffer | undefined;
  #bytes = 0;

  constructor(answer: Answer, write: () => string) {
    this.answer = answer;
    this.cursor = cursorOf(answer);
    this.#write = write;
  }

  /** The answer as GraphQL's JSON, written when it is first asked for. */
  get json(): Buffer {
    if (!this.#json) {
      this.#json = Buffer.from(this.#write());
      this.#bytes = Math.max(this.#bytes, this.#json.length);
    }
    return this.#json;
  }

  /** The size of the largest thing that was made of this answer. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The bytes of this answer under `key`, made when they are first asked for. */
  frame(key: string, make: (payload: Payload) => Buffer): Buffer {
    const known = this.#frames.get(key);
    if (known) return known;
    const made = make(this);
    this.#frames.set(key, made);
    this.#bytes = Math.max(this.#bytes, made.length);
    return made;
  }
}

function cursorOf({ data }: Answer): string | undefined {
  const [root] = Object.values(data ?? {});
  const cursor = typeof root === 'object' && root !== null ? Reflect.get(root, 'cursor') : undefined;
  return typeof cursor === 'string' && /^[\x21-\x7e]{1,1024}$/.test(cursor) ? cursor : undefined;
}
