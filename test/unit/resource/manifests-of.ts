import type fc from 'fast-check';
import type { ResourceKind } from '../../../src/modules/resource/kinds/index.ts';
import type { ApiVersion } from '../../../src/modules/resource/versions/index.ts';
import type { Manifest } from './arbitraries.ts';
import { jochManifests } from './joch-arbitraries.ts';
import { orlojManifests } from './orloj-arbitraries.ts';
import { orreryManifests } from './orrery-arbitraries.ts';
import { shapedManifests } from './shaped-arbitraries.ts';

const writtenOut: Record<ApiVersion, { [kind in ResourceKind]?: fc.Arbitrary<Manifest> }> = {
  'orloj.dev/v1': orlojManifests,
  'joch.dev/v1alpha1': jochManifests,
  'orrery.dev/v1': orreryManifests,
};

/** Manifests of a kind in an API version that the API takes. */
export function manifestsOf(version: ApiVersion, kind: ResourceKind): fc.Arbitrary<Manifest> {
  return writtenOut[version][kind] ?? shapedManifests(kind, version);
}
