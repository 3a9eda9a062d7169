/** A quantity as runs had it: a tenth of them had at most `low`, half at most `expected`, nine tenths at most `high`. */
export interface Interval<T> {
  low: T;
  expected: T;
  high: T;
}

/** What the last runs of an agent took. Replays and forks, which share a past, are not among them. */
export interface RunHistory {
  agentId: string;
  /** How many runs that is: those that finished without being cancelled, the newest 100 at most. */
  sample: number;
  inputTokens: Interval<number>;
  outputTokens: Interval<number>;
  /** Model calls and tool calls together. */
  calls: Interval<number>;
  /** Exact decimals, in `currency`. */
  cost: Interval<string>;
  currency: string;
  /** From the first claim to the end, waits included. */
  durationMs: Interval<number>;
}

/** With fewer runs than this, their numbers say more about chance than about the agent. */
export const leastSample = 3;
