const newline = 0x0a;
const edgeBytes = 256;

export interface LineHandlers {
  /** One line without its end. */
  onLine(line: string): void;
  /** A line that was longer than allowed and was not kept: its first and last bytes as text. */
  onOversize(head: string, tail: string): void;
}

/** Cuts a byte stream into lines. A line above the limit is skipped in constant memory, and the stream goes on. */
export class LineReader {
  readonly #maxLineBytes: number;
  readonly #handlers: LineHandlers;
  #pieces: Buffer[] = [];
  #sizeBytes = 0;
  #skipped: { head: Buffer; tail: Buffer } | undefined;

  constructor(maxLineBytes: number, handlers: LineHandlers) {
    this.#maxLineBytes = maxLineBytes;
    this.#handlers = handlers;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#append(chunk.subarray(start, end));
      this.#finishLine();
      start = end + 1;
    }
    if (start < chunk.length) this.#append(chunk.subarray(start));
  }

  #append(piece: Buffer): void {
    if (this.#skipped) {
      this.#skipped.tail = lastBytes(this.#skipped.tail, piece);
      return;
    }
    this.#pieces.push(piece);
    this.#sizeBytes += piece.length;
    if (this.#sizeBytes <= this.#maxLineBytes) return;
    const kept = Buffer.concat(this.#pieces);
    this.#skipped = { head: Buffer.from(kept.subarray(0, edgeBytes)), tail: lastBytes(Buffer.alloc(0), kept) };
    this.#pieces = [];
  }

  #finishLine(): void {
    const { head, tail } = this.#skipped ?? {};
    const line = this.#skipped ? '' : Buffer.concat(this.#pieces).toString('utf8').replace(/\r$/, '');
    this.#pieces = [];
    this.#sizeBytes = 0;
    this.#skipped = undefined;
    if (head && tail) this.#handlers.onOversize(head.toString('utf8'), tail.toString('utf8'));
    else this.#handlers.onLine(line);
  }
}

function lastBytes(before: Buffer, piece: Buffer): Buffer {
  // A copy, so that the few bytes do not keep the whole chunk alive.
  return Buffer.from(Buffer.concat([before, piece.subarray(-edgeBytes)]).subarray(-edgeBytes));
}
