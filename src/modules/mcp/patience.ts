/** How long a caller waits, and what makes it stop waiting. */
export interface Patience {
  /** When the time is over, on the clock of `performance.now()`. */
  deadlineMs: number;
  /** The whole time the caller gave, for messages. */
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

const longestTimerMs = 2 ** 31 - 1;

export function patienceOf(limits: { timeoutMs: number; signal?: AbortSignal }): Patience {
  return { deadlineMs: performance.now() + limits.timeoutMs, timeoutMs: limits.timeoutMs, signal: limits.signal };
}

/** The time that is left, at least one millisecond. */
export function remainingMs({ deadlineMs }: Patience): number {
  return Math.min(Math.max(deadlineMs - performance.now(), 1), longestTimerMs);
}

/**
 * Waits for a promise that others may wait for as well: giving up does not stop its work.
 * @throws what `onTimeout` makes when the time is over; the signal's reason when it aborts
 */
export function waitFor<T>(promise: Promise<T>, patience: Patience, onTimeout: () => Error): Promise<T> {
  const { signal } = patience;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => reject(signal?.reason);
    const timer = setTimeout(() => reject(onTimeout()), remainingMs(patience));
    signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    promise.then(resolve, reject).finally(settle);
  });
}
