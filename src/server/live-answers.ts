import { type Exchange, LiveAnswer, type LiveForm } from './http/index.ts';
import type { Flusher } from './streams/index.ts';
import type { Timing } from './timing.ts';

/** The answers that go on, kept alive by one timer. */
export class LiveAnswers {
  readonly #options: { flusher: Flusher; limitBytes: number; timing: Timing };
  readonly #open = new Set<LiveAnswer>();
  readonly #heartbeats: NodeJS.Timeout;

  constructor(options: { flusher: Flusher; limitBytes: number; timing: Timing }) {
    this.#options = options;
    this.#heartbeats = setInterval(() => {
      for (const answer of this.#open) answer.beat();
    }, options.timing.heartbeatMs).unref();
  }

  /** How many clients still follow their streams; one that was cut may not have noticed yet. */
  get followers(): number {
    let count = 0;
    for (const answer of this.#open) if (answer.isOpen) count += 1;
    return count;
  }

  get bufferedBytes(): number {
    let bytes = 0;
    for (const answer of this.#open) bytes += answer.bufferedBytes;
    return bytes;
  }

  /** Starts an answer that goes on. */
  open(exchange: Exchange, form: LiveForm): LiveAnswer {
    const { flusher, limitBytes, timing } = this.#options;
    const answer = new LiveAnswer({ exchange, form, flusher, limitBytes, goodbyeMs: timing.goodbyeMs });
    this.#open.add(answer);
    exchange.response.once('close', () => this.#open.delete(answer));
    return answer;
  }

  /** Ends every answer so that its client connects again. */
  close(): void {
    clearInterval(this.#heartbeats);
    for (const answer of this.#open) answer.hangUp();
  }
}
