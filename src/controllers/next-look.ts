const maxMs = 5 * 60_000;
const firstMs = 1_000;
/** A look comes up to so much earlier than asked for, so that things that failed together do not all come back at once. */
const jitter = 0.2;

/** When to look again at something for the next time: up to a fifth before `afterMs`, doubled with each attempt after the first. */
export function nextLookMs(afterMs: number, attempts: number): number {
  const waits = afterMs * 2 ** Math.min(attempts - 1, 20);
  return Math.round(Math.min(waits, Math.max(afterMs, maxMs)) * (1 - jitter * Math.random()));
}

/** When to try again to look at something, after so many attempts that failed. */
export function afterFailureMs(attempts: number): number {
  return nextLookMs(firstMs, attempts);
}
