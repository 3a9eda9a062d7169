import type { Dispatcher } from 'undici';
import { isOrreryError, type OrreryError } from '../errors.ts';
import { type ExchangeLimits, flat, longestTimerMs, timedOut, tooLarge, unreachable } from './exchange.ts';

/** Where an answer goes as it comes. First `start` or `fail`; then chunks; at last exactly one of `end` and `fail`. */
export interface RelaySink {
  /** Names of headers are in lower case. */
  start(status: number, headers: Record<string, string>): void;
  /** @returns whether more may come at once; after false nothing comes until `resume` is called */
  data(chunk: Buffer): boolean;
  end(): void;
  /** An OrreryError, or the reason given to `abort`. */
  fail(error: unknown): void;
}

/** A call whose answer is passed on while it comes. */
export interface Relay {
  /** Lets a sink that was full have more. */
  resume(): void;
  /** Ends the call; the sink hears `fail` with the reason unless the answer is complete. */
  abort(reason: Error): void;
}

/** Sends one request whose answer goes to `sink` chunk by chunk: nothing is kept, gathered or waited for. */
export function relay(
  dispatcher: Dispatcher,
  sent: Dispatcher.DispatchOptions & { host: string },
  to: { limits: ExchangeLimits; sink: RelaySink },
): Relay {
  const { host, ...options } = sent;
  const handler = new RelayHandler(host, to.limits, to.sink);
  dispatcher.dispatch(options, handler);
  return handler;
}

class RelayHandler implements Dispatcher.DispatchHandler, Relay {
  readonly #host: string;
  readonly #limits: ExchangeLimits;
  readonly #sink: RelaySink;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #receivedBytes = 0;
  #hasStarted = false;
  #isOver = false;
  #reason: Error | undefined;

  constructor(host: string, limits: ExchangeLimits, sink: RelaySink) {
    this.#host = host;
    this.#limits = limits;
    this.#sink = sink;
    const { timeoutMs } = limits;
    this.#timer = setTimeout(() => this.abort(timedOut(host, timeoutMs)), Math.min(timeoutMs, longestTimerMs));
  }

  resume(): void {
    if (this.#controller?.paused) this.#controller.resume();
  }

  abort(reason: Error): void {
    if (this.#isOver) return;
    this.#reason = reason;
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#reason) controller.abort(this.#reason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // A 1xx only announces the response.
    if (status < 200 || this.#isOver) return;
    this.#hasStarted = true;
    this.#sink.start(status, flat(headers));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#receivedBytes += chunk.length;
    const { maxResponseBytes } = this.#limits;
    if (this.#receivedBytes > maxResponseBytes) this.abort(tooLarge(this.#host, maxResponseBytes));
    else if (!this.#sink.data(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#sink.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure: OrreryError = isOrreryError(error)
      ? error
      : unreachable(this.#host, { error, hasStarted: this.#hasStarted });
    this.#fail(failure);
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#finish();
    this.#sink.fail(error);
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}
