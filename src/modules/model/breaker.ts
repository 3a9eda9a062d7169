import type { Clock } from '../../platform/clock.ts';
import { isOrreryError } from '../../platform/errors.ts';

/** Failures in `windowMs` that open a breaker, and for how long it stays open: doubled with each probe that fails. */
export const breakerRule = { threshold: 3, windowMs: 60_000, cooldownMs: 60_000, maxCooldownMs: 900_000 } as const;

export type BreakerState = 'closed' | 'open' | 'half_open';

/** How a breaker stands. */
export interface BreakerView {
  state: BreakerState;
  /** Whether a call would be turned away now. */
  isBlocked: boolean;
  /** Failures of the last minute. */
  failures: number;
  /** Opened because the provider wants to be paid; only a reset closes it. */
  isPaymentTripped: boolean;
  /** When the next probe may go through; null while closed, and when only a reset helps. */
  opensAgainAt: Date | null;
}

/** The right to make one call. */
export interface BreakerPass {
  /** Says how the call ended: without an error well. Only the first word counts. */
  settle(error?: unknown): void;
}

interface Breaker {
  failedAtMs: number[];
  /** 0 while closed. */
  openUntilMs: number;
  cooldownMs: number;
  isPaymentTripped: boolean;
  isProbing: boolean;
}

type Verdict = 'alive' | 'outage' | 'payment' | 'unknown';

/**
 * One circuit breaker per endpoint, in the memory of this process. Three failures within a minute open it; after its
 * cooldown one call goes through, which closes it or doubles the cooldown. A provider that wants money stays shut out.
 */
export class Breakers {
  readonly #clock: Clock;
  readonly #breakers = new Map<string, Breaker>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  view(key: string): BreakerView {
    const breaker = this.#breakers.get(key);
    if (!breaker)
      return { state: 'closed', isBlocked: false, failures: 0, isPaymentTripped: false, opensAgainAt: null };
    const nowMs = this.#now();
    const state = stateOf(breaker, nowMs);
    const { openUntilMs, isPaymentTripped, isProbing } = breaker;
    return {
      state,
      isBlocked: state === 'open' || (state === 'half_open' && isProbing),
      failures: recent(breaker, nowMs).length,
      isPaymentTripped,
      opensAgainAt: openUntilMs === 0 || isPaymentTripped ? null : new Date(openUntilMs),
    };
  }

  /** Lets a call through, or gives undefined when it must not be made. A half-open breaker lets one through at a time. */
  enter(key: string): BreakerPass | undefined {
    const breaker = this.#breakers.get(key);
    const isProbe = breaker !== undefined && stateOf(breaker, this.#now()) !== 'closed';
    if (isProbe && this.view(key).isBlocked) return undefined;
    if (isProbe) breaker.isProbing = true;
    let isSettled = false;
    return {
      settle: (error) => {
        if (isSettled) return;
        isSettled = true;
        this.#settle(key, verdictOf(error), isProbe);
      },
    };
  }

  /** Closes a breaker and forgets its failures. */
  reset(key: string): void {
    this.#breakers.delete(key);
  }

  #settle(key: string, verdict: Verdict, isProbe: boolean): void {
    const breaker = this.#breakers.get(key);
    if (isProbe && breaker) breaker.isProbing = false;
    if (verdict === 'alive' && isProbe) this.#breakers.delete(key);
    if (verdict === 'alive' || verdict === 'unknown') return;
    this.#failed(breaker ?? this.#open(key), verdict, isProbe);
  }

  #failed(breaker: Breaker, verdict: Verdict, isProbe: boolean): void {
    const nowMs = this.#now();
    breaker.failedAtMs = [...recent(breaker, nowMs), nowMs];
    if (verdict === 'payment') {
      breaker.isPaymentTripped = true;
      breaker.openUntilMs = Number.POSITIVE_INFINITY;
    } else if (isProbe) {
      breaker.cooldownMs = Math.min(breaker.cooldownMs * 2, breakerRule.maxCooldownMs);
      breaker.openUntilMs = nowMs + breaker.cooldownMs;
    } else if (breaker.openUntilMs === 0 && breaker.failedAtMs.length >= breakerRule.threshold) {
      breaker.openUntilMs = nowMs + breaker.cooldownMs;
    }
  }

  #open(key: string): Breaker {
    const breaker: Breaker = {
      failedAtMs: [],
      openUntilMs: 0,
      cooldownMs: breakerRule.cooldownMs,
      isPaymentTripped: false,
      isProbing: false,
    };
    this.#breakers.set(key, breaker);
    return breaker;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

function stateOf({ openUntilMs }: Breaker, nowMs: number): BreakerState {
  if (openUntilMs === 0) return 'closed';
  return nowMs < openUntilMs ? 'open' : 'half_open';
}

function recent({ failedAtMs }: Breaker, nowMs: number): number[] {
  return failedAtMs.filter((at) => nowMs - at < breakerRule.windowMs);
}

/** A provider that refuses a call is there; what went wrong on our own side says nothing about it. */
function verdictOf(error: unknown): Verdict {
  if (error === undefined) return 'alive';
  if (!isOrreryError(error)) return 'unknown';
  if (isPaymentFailure(error)) return 'payment';
  if (error.code === 'MODEL_UNAVAILABLE' || error.code === 'MODEL_TIMED_OUT') return 'outage';
  return error.code === 'MODEL_REFUSED' || error.code === 'MODEL_RATE_LIMITED' ? 'alive' : 'unknown';
}

/** An account that is empty is not helped by waiting, though some providers say so with the status of a rate limit. */
function isPaymentFailure({ facts, message }: { facts: Record<string, unknown>; message: string }): boolean {
  const { status } = facts;
  return status === 402 || (status === 429 && /insufficient_quota|exceeded your current quota/i.test(message));
}
