import { belongsToAll, type JsonObject, type KindSpecs, type ResourceKind } from '../kinds/index.ts';
import { type ApiVersion, type Extras, knownApiVersion, specFromHub, spokeOf } from '../versions/index.ts';
import { shownStatus } from './shown-status.ts';

/** One fact about the state of a resource, as in Kubernetes. */
interface ConditionFacts {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason: string;
  message: string;
}

interface Facts<K extends ResourceKind> {
  id: string;
  kind: K;
  namespace: string;
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  resourceVersion: number;
  generation: number;
  spec: KindSpecs[K];
  extras: Extras;
  conditions: readonly ConditionFacts[];
  /** What controllers reported, by API version. */
  statuses: { readonly [apiVersion: string]: JsonObject };
  createdAt: Date;
  updatedAt: Date;
}

/** A stored resource, as far as a manifest tells of it. */
export type RenderableResource = { [K in ResourceKind]: Facts<K> }[ResourceKind];

/**
 * The resource as a manifest of an API version, in exactly that API's field names, with what was last said in it.
 * Values of secrets appear as `***`. With a `cursor` its resourceVersion is `N@cursor`, which says besides where a watch
 * goes on. @throws OrreryError INPUT_INVALID when the API version is not known
 */
export function renderManifest(resource: RenderableResource, apiVersion: string, cursor?: string): JsonObject {
  const version = knownApiVersion(apiVersion);
  const { kind, name } = resource;
  const spoke = spokeOf<ResourceKind>(version, kind);
  return {
    apiVersion: spoke.apiVersion,
    kind: spoke.kindName,
    metadata: withoutEmpty({ ...metadataOf(resource, version, cursor), ...versionMetadata[version](resource) }),
    spec: specFromHub<ResourceKind>({ kind, apiVersion: version, name }, resource),
    status: shownStatus(resource, version),
  };
}

/** What `renderManifest` shows as status. @throws OrreryError INPUT_INVALID when the API version is not known */
export function renderStatus(resource: RenderableResource, apiVersion: string): JsonObject {
  return shownStatus(resource, knownApiVersion(apiVersion));
}

function metadataOf(resource: RenderableResource, version: ApiVersion, cursor: string | undefined): JsonObject {
  const { kind, name, labels, annotations, generation } = resource;
  const resourceVersion =
    cursor === undefined ? `${resource.resourceVersion}` : `${resource.resourceVersion}@${cursor}`;
  // Joch names no namespace where something belongs to all of them.
  const isOfAll = version === 'joch.dev/v1alpha1' && belongsToAll(kind, resource.namespace);
  const place: JsonObject = isOfAll ? {} : { namespace: resource.namespace };
  return { name, ...place, labels, annotations, resourceVersion, generation };
}

const versionMetadata: Record<ApiVersion, (resource: RenderableResource) => JsonObject> = {
  'orloj.dev/v1': ({ createdAt }) => ({ createdAt: wholeSeconds(createdAt) }),
  'joch.dev/v1alpha1': ({ id, createdAt }) => ({ uid: id, creationTimestamp: wholeSeconds(createdAt) }),
  'orrery.dev/v1': ({ id, createdAt, updatedAt }) => ({
    uid: id,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }),
};

function withoutEmpty(metadata: JsonObject): JsonObject {
  const entries = Object.entries(metadata);
  return Object.fromEntries(
    entries.filter(([, value]) => typeof value !== 'object' || Object.keys(value ?? {}).length),
  );
}

function wholeSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
