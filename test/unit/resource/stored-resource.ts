import {
  type HubManifest,
  type RenderableResource,
  renderManifest,
} from '../../../src/modules/resource/manifest/index.ts';

const at = new Date('2026-01-02T03:04:05.678Z');

/** The resource that a store would hold after `hub` was applied. */
export function stored(hub: HubManifest): RenderableResource {
  return {
    ...hub,
    id: 'res_1',
    namespace: hub.namespace ?? 'default',
    resourceVersion: 1,
    generation: 1,
    conditions: [],
    statuses: {},
    createdAt: at,
    updatedAt: at,
  } as RenderableResource;
}

/** The parts of a rendered manifest that its writer decides. */
export function rendered(hub: HubManifest, apiVersion: string): Record<string, unknown> {
  const { apiVersion: version, kind, metadata, spec } = renderManifest(stored(hub), apiVersion);
  const { name, labels, annotations } = metadata as Record<string, unknown>;
  return { apiVersion: version, kind, metadata: { name, labels, annotations }, spec };
}
