import { type JsonObject, kinds } from '../kinds/index.ts';
import { type ApiVersion, knownApiVersion } from '../versions/index.ts';
import { type RenderableResource, renderManifest } from './render-manifest.ts';
import { derivedStatus } from './shown-status.ts';

/** The status of what no controller has looked at yet, in the APIs that show it so. */
const unseen: Partial<Record<ApiVersion, JsonObject>> = { 'orloj.dev/v1': { phase: 'Pending' } };

/**
 * A resource that was made just now, as a manifest of an API version. What no controller looks at has its state at once.
 * @throws OrreryError INPUT_INVALID when the API version is not known
 */
export function renderUnseen(resource: RenderableResource, apiVersion: string): JsonObject {
  const manifest = renderManifest(resource, apiVersion);
  const version = knownApiVersion(apiVersion);
  const status = unseen[version];
  return status === undefined || !kinds[resource.kind].hasController
    ? manifest
    : { ...manifest, status: { ...status, ...derivedStatus(resource, version) } };
}
