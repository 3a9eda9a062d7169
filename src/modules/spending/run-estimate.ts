import { type Interval, leastSample, type RunHistory } from '../execution/index.ts';
import { callCost } from '../model/index.ts';
import type { Resource } from '../resource/index.ts';
import type { GraphEstimate } from './price-estimate.ts';

/** What a run would take, and what that is known from. */
export interface RunEstimate extends GraphEstimate {
  /** HISTORY: the last runs of the agent. PRICES: those of the endpoints, as there are not enough runs. */
  basis: 'HISTORY' | 'PRICES';
  /** How many runs it is made from; 0 with PRICES. */
  sample: number;
  /** From the first claim to the end; null when nothing is known of it. */
  durationMs: Interval<number> | null;
}

/**
 * The estimate by the agent's last runs where there are enough of them.
 * @param another the endpoint that is called in place of the agent's own: earlier runs tell how much it will be asked, and its
 * prices what that costs
 */
export function estimateOf(
  byPrices: GraphEstimate,
  history: RunHistory | undefined,
  another?: Resource<'ModelEndpoint'>,
): RunEstimate {
  if (!history || history.sample < leastSample) return { ...byPrices, basis: 'PRICES', sample: 0, durationMs: null };
  const { sample, inputTokens, outputTokens, durationMs } = history;
  const common = { basis: 'HISTORY' as const, sample, inputTokens, outputTokens };
  if (!another) return { ...common, cost: history.cost, currency: history.currency, durationMs };
  const costAt = (guess: keyof Interval<unknown>) =>
    callCost({ inputTokens: inputTokens[guess], outputTokens: outputTokens[guess] }, another.spec.pricing);
  const low = costAt('low');
  const cost = { low: low.amount, expected: costAt('expected').amount, high: costAt('high').amount };
  // Another model takes its own time.
  return { ...common, cost, currency: low.currency, durationMs: null };
}
