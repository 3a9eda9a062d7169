import { OrreryError } from '../../platform/errors.ts';
import { type Breakers, callCost } from '../model/index.ts';
import { isReady } from '../resource/index.ts';
import type { CatalogEndpoint } from './model-catalog.ts';
import { type ModelProvider, providersOf, typicalRequest } from './model-provider.ts';

export type ModelTier = ModelProvider['tier'];

/** What a model is asked to give. */
export type Modality = 'TEXT' | 'IMAGE' | 'AUDIO' | 'VIDEO' | 'EMBEDDING';

/** The tier that is wanted, and those that come next where it has no endpoint. */
const tierOrder: Record<ModelTier, readonly ModelTier[]> = {
  LOCAL: ['LOCAL', 'BASIC', 'PREMIUM'],
  BASIC: ['BASIC', 'LOCAL', 'PREMIUM'],
  PREMIUM: ['PREMIUM', 'BASIC', 'LOCAL'],
};

/** @throws OrreryError INPUT_INVALID for what no provider is called for yet */
export function assertModality(modality: Modality): void {
  if (modality === 'TEXT') return;
  throw new OrreryError(
    'INPUT_INVALID',
    `The field modality does not fit: ${modality} cannot be asked of a model yet.`,
    { facts: { field: 'modality' } },
  );
}

/**
 * The endpoints that are ready, the best first: by how near their provider's tier is to the one that is wanted, then by
 * price, by how they fare, and by how much they can do.
 */
export function byPreference(
  endpoints: readonly CatalogEndpoint[],
  tier: ModelTier | null,
  breakers: Breakers,
): CatalogEndpoint[] {
  const tiers = new Map(providersOf(endpoints, breakers).map((provider) => [provider.name, provider.tier]));
  const ranked = endpoints
    .filter(({ resource }) => isReady(resource))
    .map((endpoint) => {
      const { spec, id } = endpoint.resource;
      const own = tiers.get(spec.provider);
      const distance = tier === null || own === undefined ? 0 : tierOrder[tier].indexOf(own);
      const price = Number(callCost(typicalRequest, spec.pricing).amount);
      const { state, isBlocked } = breakers.view(id);
      const health = isBlocked ? 2 : state === 'closed' ? 0 : 1;
      const abilities = Object.values(spec.capabilities ?? {}).filter(Boolean).length;
      return { endpoint, rank: [distance, price, health, -abilities] };
    });
  return ranked
    .sort((one, other) => compare(one.rank, other.rank) || (one.endpoint.id < other.endpoint.id ? -1 : 1))
    .map(({ endpoint }) => endpoint);
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}
