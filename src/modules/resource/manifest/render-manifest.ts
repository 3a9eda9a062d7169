import type { JsonObject, KindSpecs, ResourceKind } from '../kinds/index.ts';
import { type ApiVersion, type Extras, knownApiVersion, specFromHub, spokeOf } from '../versions/index.ts';

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
  createdAt: Date;
  updatedAt: Date;
}

/** A stored resource, as far as a manifest tells of it. */
export type RenderableResource = { [K in ResourceKind]: Facts<K> }[ResourceKind];

/**
 * The resource as a manifest of an API version, in exactly that API's field names, with what was last said in it.
 * Values of secrets appear as `***`. @throws OrreryError INPUT_INVALID when the API version is not known
 */
export function renderManifest(resource: RenderableResource, apiVersion: string): JsonObject {
  const version = knownApiVersion(apiVersion);
  const { kind, name } = resource;
  const spoke = spokeOf(version)[kind];
  return {
    apiVersion: spoke.apiVersion,
    kind: spoke.kindName,
    metadata: withoutEmpty({ ...metadataOf(resource), ...versionMetadata[version](resource) }),
    spec: specFromHub<ResourceKind>({ kind, apiVersion: version, name }, resource),
    status: statuses[version](resource),
  };
}

function metadataOf({ name, namespace, labels, annotations, resourceVersion, generation }: RenderableResource) {
  return { name, namespace, labels, annotations, resourceVersion: String(resourceVersion), generation };
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

const statuses: Record<ApiVersion, (resource: RenderableResource) => JsonObject> = {
  'orloj.dev/v1': (resource) => {
    const problems = problemsOf(resource);
    const phase = { phase: problems.length === 0 ? 'Ready' : 'Error', observedGeneration: resource.generation };
    return problems.length === 0 ? phase : { ...phase, lastError: problems.join(' ') };
  },
  'joch.dev/v1alpha1': (resource) => ({
    phase: problemsOf(resource).length === 0 ? 'Ready' : 'Failed',
    conditions: resource.conditions.map((condition) => ({ ...condition })),
    observedGeneration: resource.generation,
  }),
  'orrery.dev/v1': (resource) => ({
    ready: problemsOf(resource).length === 0,
    conditions: resource.conditions.map((condition) => ({ ...condition })),
    observedGeneration: resource.generation,
  }),
};

function problemsOf({ conditions }: RenderableResource): string[] {
  return conditions.filter(({ status }) => status !== 'True').map(({ message }) => message);
}

function withoutEmpty(metadata: JsonObject): JsonObject {
  const entries = Object.entries(metadata);
  return Object.fromEntries(
    entries.filter(([, value]) => typeof value !== 'object' || Object.keys(value ?? {}).length),
  );
}

function wholeSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
