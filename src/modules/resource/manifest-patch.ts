import { findKind, homeOf, isObject } from './kinds/index.ts';
import type { ResourcePatch } from './patch.ts';
import type { ResourceKey } from './resource.ts';
import { findApiVersion, knownApiVersion } from './versions/index.ts';
import { invalid } from './wanted.ts';

/** What a patch of a whole manifest changes, and the version that its writer looked at. */
export interface ManifestPatch {
  patch: ResourcePatch;
  documentVersion: string | undefined;
}

/**
 * A patch of a whole manifest as one of its parts. What says which resource it is may stand in it and must be so already.
 * @throws OrreryError MANIFESTS_INVALID naming every fault: a status is a subresource, which no patch writes
 */
export function manifestPatch(given: Record<string, unknown>, key: ResourceKey, apiVersion: string): ManifestPatch {
  const { metadata = {}, spec } = given;
  const about = isObject(metadata) ? metadata : {};
  const { labels, annotations, resourceVersion: version } = about;
  const faults = [
    ...strangers(given).map((name) => `${name} is no part of a manifest: its fields stand in spec.`),
    ...identityFaults(given, about, key),
    ...(Object.hasOwn(given, 'status')
      ? ['status is a subresource: a patch changes spec, labels and annotations.']
      : []),
    ...(isVersion(given['apiVersion'], apiVersion) ? [] : [`apiVersion must be ${apiVersion} here.`]),
    ...Object.entries({ metadata, spec, 'metadata.labels': labels, 'metadata.annotations': annotations })
      .filter(([, part]) => part !== undefined && !isObject(part))
      .map(([part]) => `${part} must be an object.`),
    ...(version == null || typeof version === 'string' ? [] : ['metadata.resourceVersion must be text.']),
  ];
  if (faults.length > 0) throw invalid(faults);
  return {
    patch: { spec, labels, annotations } as ResourcePatch,
    documentVersion: typeof version === 'string' ? version : undefined,
  };
}

const parts: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

function strangers(given: object): string[] {
  return Object.keys(given).filter((name) => !parts.has(name));
}

function identityFaults(given: Record<string, unknown>, metadata: Record<string, unknown>, key: ResourceKey): string[] {
  const { kind } = given;
  const { name, namespace } = metadata;
  const isElsewhere =
    namespace != null &&
    (typeof namespace !== 'string' || homeOf(key.kind, namespace) !== homeOf(key.kind, key.namespace));
  return [
    ...(kind == null || (typeof kind === 'string' && findKind(kind) === key.kind) ? [] : ['kind cannot be changed.']),
    ...(name == null || name === key.name ? [] : ['metadata.name cannot be changed.']),
    ...(isElsewhere ? ['metadata.namespace cannot be changed.'] : []),
  ];
}

function isVersion(given: unknown, expected: string): boolean {
  return given == null || (typeof given === 'string' && findApiVersion(given) === knownApiVersion(expected));
}
