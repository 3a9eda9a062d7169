import { type Flusher, Outlet } from '../streams/index.ts';
import type { Exchange } from './exchange.ts';

/** What an answer that goes on says besides its events, and who is told when it is over. */
export interface LiveForm {
  headers: Record<string, string>;
  /** Sent with the headers: browsers see those only when some body has come. */
  opening?: Buffer;
  /** What a silent answer is kept alive with; undefined sends nothing. */
  heartbeat(): Buffer | undefined;
  /** The last words to a reader that was too slow. */
  tooSlow(): Buffer;
  /** The last words before the server goes away; undefined for none. */
  parting?(): Buffer | undefined;
  /** Nothing can be sent any more. Called once. */
  gone(): void;
}

export interface LiveAnswerOptions {
  exchange: Exchange;
  form: LiveForm;
  flusher: Flusher;
  limitBytes: number;
  /** How long a reader that was cut has to take what it was sent. */
  goodbyeMs: number;
}

/** A peer that vanished is noticed by the operating system, also where the form has no heartbeat. */
const probeAfterMs = 15_000;

/** An answer over HTTP that goes on until its source ends, its reader leaves or is too slow, or the server closes. */
export class LiveAnswer {
  readonly #options: LiveAnswerOptions;
  readonly #outlet: Outlet;
  #isOpen = true;
  /** Bytes that the operating system had taken at the last beat, and for how many beats it was no more. */
  #taken = 0;
  #idleBeats = 0;

  constructor(options: LiveAnswerOptions) {
    const { exchange, form, flusher, limitBytes } = options;
    const { response } = exchange;
    this.#options = options;
    this.#outlet = new Outlet({ sink: response, flusher, limitBytes, onOverflow: () => this.#cut() });
    response.writeHead(200, exchange.headers(form.headers));
    if (form.opening) response.write(form.opening);
    else response.flushHeaders();
    response.socket?.setKeepAlive(true, probeAfterMs);
    response.once('close', () => {
      this.#outlet.discard();
      this.#gone();
    });
  }

  /** Whether anything may still be sent. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedBytes(): number {
    return this.#outlet.bufferedBytes;
  }

  /** Sends `bytes` with whatever else is sent in this turn of the event loop. */
  push(bytes: Buffer): void {
    this.#outlet.push(bytes);
  }

  /** Resolves when the reader has taken what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined {
    this.#outlet.flush();
    return this.#outlet.drained();
  }

  /** Keeps a silent connection alive, and ends one that took nothing since the beat before the last. */
  beat(): void {
    const { exchange, form } = this.#options;
    const { socket } = exchange.response;
    const taken = socket ? socket.bytesWritten - socket.writableLength : 0;
    this.#idleBeats = this.#outlet.bufferedBytes > 0 && taken === this.#taken ? this.#idleBeats + 1 : 0;
    this.#taken = taken;
    if (this.#idleBeats > 1) exchange.response.destroy();
    else if (this.#isOpen && this.#outlet.bufferedBytes === 0) this.#say(form.heartbeat());
  }

  /** Sends what is pending and ends the answer. */
  end(): void {
    if (!this.#isOpen) return;
    this.#gone();
    this.#outlet.close();
    this.#options.exchange.response.end();
  }

  /** Ends the answer because the server goes away, so that the client connects again. */
  hangUp(): void {
    if (this.#isOpen) this.#say(this.#options.form.parting?.());
    this.end();
  }

  #say(bytes: Buffer | undefined): void {
    if (bytes) this.#outlet.push(bytes);
  }

  #cut(): void {
    const { exchange, form, goodbyeMs } = this.#options;
    const { response } = exchange;
    response.write(form.tooSlow());
    this.end();
    setTimeout(() => response.destroy(), goodbyeMs).unref();
  }

  #gone(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#options.form.gone();
  }
}
