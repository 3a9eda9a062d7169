import { type Breakers, type BreakerView, callCost } from '../model/index.ts';
import type { CatalogEndpoint } from './model-catalog.ts';

/** Tokens of the request that an estimated cost is given for. */
export const typicalRequest = { inputTokens: 1_000, outputTokens: 500 } as const;

/** A provider with endpoints here, as this process sees it. */
export interface ModelProvider {
  name: string;
  /** `local` on this machine, `premium` when an endpoint reasons, else `basic`. */
  tier: 'LOCAL' | 'BASIC' | 'PREMIUM';
  modalities: ('TEXT' | 'IMAGE' | 'AUDIO' | 'EMBEDDING')[];
  isStreaming: boolean;
  isLocal: boolean;
  health: 'HEALTHY' | 'DEGRADED' | 'UNAVAILABLE';
  /** The breaker of its endpoint that fares worst; failures are those of all. */
  breaker: BreakerView;
  /** Ids of its endpoints. */
  endpointIds: string[];
  /** What a call of 1,000 tokens with an answer of 500 costs at its cheapest endpoint. */
  estimatedCostPerRequest: { amount: string; currency: string };
}

const localProviders = new Set(['mock', 'ollama']);

/** The providers of some endpoints, by name. */
export function providersOf(endpoints: readonly CatalogEndpoint[], breakers: Breakers): ModelProvider[] {
  const names = [...new Set(endpoints.map(({ resource }) => resource.spec.provider))].sort();
  return names.map((name) => {
    const own = endpoints.filter(({ resource }) => resource.spec.provider === name);
    return providerOf(name, own, breakers);
  });
}

function providerOf(name: string, endpoints: readonly CatalogEndpoint[], breakers: Breakers): ModelProvider {
  const views = endpoints.map(({ resource }) => breakers.view(resource.id));
  const isLocal = localProviders.has(name);
  const declared = endpoints.flatMap(({ resource }) => resource.spec.capabilities ?? []);
  const can = (...names: (keyof (typeof declared)[number])[]): boolean =>
    declared.some((capabilities) => names.some((capability) => capabilities[capability]));
  const modalities: ModelProvider['modalities'] = ['TEXT'];
  if (can('vision')) modalities.push('IMAGE');
  if (can('audio')) modalities.push('AUDIO');
  if (can('embeddings')) modalities.push('EMBEDDING');
  return {
    name,
    tier: isLocal ? 'LOCAL' : can('reasoning') ? 'PREMIUM' : 'BASIC',
    modalities,
    // Every provider that the gateway speaks to is asked for a stream.
    isStreaming: true,
    isLocal,
    health: healthOf(views),
    breaker: worstOf(views),
    endpointIds: endpoints.map(({ resource }) => resource.id),
    estimatedCostPerRequest: cheapestOf(endpoints),
  };
}

function healthOf(views: readonly BreakerView[]): ModelProvider['health'] {
  const impaired = views.filter(({ state }) => state !== 'closed').length;
  if (impaired === 0) return 'HEALTHY';
  return views.every(({ isBlocked }) => isBlocked) ? 'UNAVAILABLE' : 'DEGRADED';
}

const badness = { closed: 0, half_open: 1, open: 2 } as const;

function worstOf(views: readonly BreakerView[]): BreakerView {
  const failures = views.reduce((sum, view) => sum + view.failures, 0);
  const worst = views.reduce((one, other) => (badness[other.state] > badness[one.state] ? other : one));
  return { ...worst, failures };
}

function cheapestOf(endpoints: readonly CatalogEndpoint[]): { amount: string; currency: string } {
  const costs = endpoints.map(({ resource }) => callCost(typicalRequest, resource.spec.pricing));
  return costs.reduce((one, other) => (Number(other.amount) < Number(one.amount) ? other : one));
}
