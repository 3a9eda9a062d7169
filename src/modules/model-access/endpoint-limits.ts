import { OrreryError } from '../../platform/errors.ts';
import type { CatalogEndpoint } from './model-catalog.ts';

const seconds = 60;

/** How much was counted in the last 60 seconds, in steps of one second. */
class MinuteCount {
  readonly #counts = new Float64Array(seconds);
  #second = 0;
  #sum = 0;

  add(amount: number, nowMs: number): void {
    this.#turnTo(nowMs);
    const place = this.#second % seconds;
    this.#counts[place] = (this.#counts[place] ?? 0) + amount;
    this.#sum += amount;
  }

  sum(nowMs: number): number {
    this.#turnTo(nowMs);
    return this.#sum;
  }

  /** Until the oldest of what is counted is forgotten. */
  easesInMs(nowMs: number): number {
    this.#turnTo(nowMs);
    for (let age = seconds - 1; age >= 0; age--) {
      const count = this.#counts[(this.#second - age + seconds) % seconds];
      if (count) return (this.#second - age + seconds) * 1_000 - nowMs;
    }
    return 0;
  }

  #turnTo(nowMs: number): void {
    const second = Math.floor(nowMs / 1_000);
    const passed = Math.min(seconds, Math.max(0, second - this.#second));
    for (let step = 1; step <= passed; step++) {
      const place = (second - passed + step) % seconds;
      this.#sum -= this.#counts[place] ?? 0;
      this.#counts[place] = 0;
    }
    if (passed > 0) this.#second = second;
  }
}

interface Counts {
  requests: MinuteCount;
  tokens: MinuteCount;
}

/** The declared limits per minute of endpoints, kept by this process for the calls that go through it. */
export class EndpointLimits {
  readonly #counts = new Map<string, Counts>();

  /** The refusal of one more call now; undefined when it may be made. */
  refusal({ id, resource }: CatalogEndpoint, nowMs: number): OrreryError | undefined {
    const { requestsPerMinute, tokensPerMinute } = resource.spec.limits ?? {};
    const counts = this.#counts.get(resource.id);
    if (!counts) return requestsPerMinute === 0 || tokensPerMinute === 0 ? full(id, 'calls', 0) : undefined;
    const { requests, tokens } = counts;
    if (requestsPerMinute !== undefined && requests.sum(nowMs) >= requestsPerMinute)
      return full(id, `${requestsPerMinute} calls`, requests.easesInMs(nowMs));
    if (tokensPerMinute !== undefined && tokens.sum(nowMs) >= tokensPerMinute)
      return full(id, `${tokensPerMinute} tokens`, tokens.easesInMs(nowMs));
    return undefined;
  }

  countCall(endpoint: CatalogEndpoint, nowMs: number): void {
    if (isLimited(endpoint)) this.#of(endpoint).requests.add(1, nowMs);
  }

  countTokens(endpoint: CatalogEndpoint, tokens: number, nowMs: number): void {
    if (isLimited(endpoint)) this.#of(endpoint).tokens.add(tokens, nowMs);
  }

  #of({ resource }: CatalogEndpoint): Counts {
    const known = this.#counts.get(resource.id);
    if (known) return known;
    const counts = { requests: new MinuteCount(), tokens: new MinuteCount() };
    this.#counts.set(resource.id, counts);
    return counts;
  }
}

function isLimited({ resource }: CatalogEndpoint): boolean {
  const { requestsPerMinute, tokensPerMinute } = resource.spec.limits ?? {};
  return requestsPerMinute !== undefined || tokensPerMinute !== undefined;
}

function full(endpoint: string, limit: string, retryAfterMs: number): OrreryError {
  return new OrreryError('MODEL_RATE_LIMITED', `The endpoint ${endpoint} has had its ${limit} of this minute.`, {
    fix: "Wait, or raise the limits of the endpoint's manifest.",
    facts: { endpoint, retryAfterMs: Math.ceil(retryAfterMs) },
  });
}
