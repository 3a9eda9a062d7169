import type { Dispatcher } from 'undici';
import { isOrreryError, OrreryError } from '../errors.ts';

/** What came back: any status, with the body still on its way. */
export interface OutboundResponse {
  status: number;
  /** Names in lower case; a header that came several times is joined with a comma. */
  headers: Record<string, string>;
  /** The bytes as they come, once. Leaving the loop early discards the rest. */
  body: AsyncIterable<Buffer>;
  /** The whole body as UTF-8. */
  text(): Promise<string>;
  /** Gives up the rest of the body; the connection is kept when the rest comes soon. Resolves at once. */
  discard(): Promise<void>;
}

export interface ExchangeLimits {
  timeoutMs: number;
  /** When the time began, on the clock of `performance.now()`. */
  startedMs: number;
  maxResponseBytes: number;
  signal: AbortSignal | undefined;
}

/** Node fires a timer that is set for longer at once. */
export const longestTimerMs = 2 ** 31 - 1;
/** More than this in memory and the sender has to wait for the reader. */
const highWaterBytes = 64 * 1024;
const discardGraceMs = 500;

interface Outcome {
  resolve(response: OutboundResponse): void;
  reject(error: unknown): void;
}

/** Sends one request. Resolves when status and headers of its response are there. */
export function exchange(
  dispatcher: Dispatcher,
  sent: Dispatcher.DispatchOptions & { host: string },
  limits: ExchangeLimits,
): Promise<OutboundResponse> {
  const { host, ...options } = sent;
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Exchange(host, limits, { resolve, reject }));
  });
}

/** Hears what becomes of a request: hands out the body with back-pressure and keeps the limits. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #host: string;
  readonly #limits: ExchangeLimits;
  readonly #outcome: Outcome;
  readonly #onAbort = (): void => this.#fail(this.#limits.signal?.reason);
  #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #failure: { error: unknown } | undefined;
  #hasStarted = false;
  #isComplete = false;
  #isDiscarded = false;
  #receivedBytes = 0;
  #queuedBytes = 0;
  #queue: Buffer[] = [];
  #wakeReader: (() => void) | undefined;

  constructor(host: string, limits: ExchangeLimits, outcome: Outcome) {
    this.#host = host;
    this.#limits = limits;
    this.#outcome = outcome;
    const leftMs = Math.max(0, limits.timeoutMs - (performance.now() - limits.startedMs));
    this.#timer = setTimeout(() => this.#fail(timedOut(host, limits.timeoutMs)), Math.min(leftMs, longestTimerMs));
    limits.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(asError(this.#failure.error));
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // A 1xx only announces the response.
    if (status < 200) return;
    this.#hasStarted = true;
    this.#outcome.resolve({
      status,
      headers: flat(headers),
      body: { [Symbol.asyncIterator]: () => this.#read() },
      text: () => this.#text(),
      discard: async () => this.#discard(),
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#failure) return;
    this.#receivedBytes += chunk.length;
    const { maxResponseBytes } = this.#limits;
    if (this.#receivedBytes > maxResponseBytes) this.#fail(tooLarge(this.#host, maxResponseBytes));
    else if (!this.#isDiscarded) this.#keep(controller, chunk);
  }

  #keep(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    if (this.#queuedBytes > highWaterBytes) controller.pause();
    this.#wakeReader?.();
  }

  onResponseEnd(): void {
    this.#isComplete = true;
    this.#settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(isOrreryError(error) ? error : unreachable(this.#host, { error, hasStarted: this.#hasStarted }));
  }

  async *#read(): AsyncGenerator<Buffer> {
    try {
      while (true) {
        for (const chunk of this.#take()) yield chunk;
        if (this.#isDiscarded) return;
        if (this.#failure) throw this.#failure.error;
        if (this.#queue.length > 0) continue;
        if (this.#isComplete) return;
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
    } finally {
      this.#discard();
    }
  }

  #take(): Buffer[] {
    const chunks = this.#queue;
    this.#queue = [];
    this.#queuedBytes = 0;
    if (!this.#isComplete && this.#controller?.paused) this.#controller.resume();
    return chunks;
  }

  async #text(): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#read()) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  #discard(): void {
    if (this.#isDiscarded || this.#isComplete || this.#failure) return;
    this.#isDiscarded = true;
    this.#take();
    this.#wakeReader?.();
    // A little that is left may still arrive, which saves the connection for the next call.
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(new Error('discarded')), discardGraceMs).unref();
  }

  #fail(error: unknown): void {
    if (this.#failure || this.#isComplete) return;
    this.#failure = { error };
    this.#outcome.reject(error);
    this.#queue = [];
    this.#settle();
    this.#controller?.abort(asError(error));
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#limits.signal?.removeEventListener('abort', this.#onAbort);
    this.#wakeReader?.();
  }
}

/** Headers with one value each. */
export function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted', { cause: reason });
}

/** The time for the whole call is over. */
export function timedOut(host: string, timeoutMs: number): OrreryError {
  return new OrreryError('UNAVAILABLE', `${host} did not finish its answer within ${timeoutMs} ms.`, {
    fix: 'Try again, or allow the call more time.',
    facts: { timedOut: true, timeoutMs, host },
  });
}

/** The answer is larger than the call allows. */
export function tooLarge(host: string, maxResponseBytes: number): OrreryError {
  return new OrreryError('OUTBOUND_TOO_LARGE', `${host} answered with more than ${maxResponseBytes} bytes.`, {
    fix: 'Ask for less, or page through the result.',
    facts: { host, maxResponseBytes },
  });
}

/** The connection failed, before the answer or within it. */
export function unreachable(host: string, broken: { error: Error; hasStarted: boolean }): OrreryError {
  const { error, hasStarted } = broken;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'UND_ERR_INVALID_ARG') {
    return new OrreryError('INPUT_INVALID', `The request to ${host} is not a valid HTTP request.`, {
      fix: 'Check its method and its headers: names and values must be printable and without line breaks.',
      cause: error,
    });
  }
  const isHttp = error.name !== 'HTTPParserError';
  const what = hasStarted ? 'broke off its answer' : isHttp ? 'could not be reached' : 'did not answer with HTTP';
  return new OrreryError('UNAVAILABLE', `${host} ${what}${code ? ` (${code})` : ''}.`, {
    fix: hasStarted ? 'Try again.' : 'Check that it runs and that its address is right.',
    facts: { host, ...(code ? { reason: code } : {}) },
    cause: error,
  });
}
