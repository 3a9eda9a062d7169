import { type HubManifest, renderManifest, toHub } from './manifest/index.ts';
import { mergePatch } from './merge-patch.ts';
import type { Resource } from './resource.ts';
import { type ApiVersion, findApiVersion, knownApiVersion } from './versions/index.ts';
import { invalid } from './wanted.ts';

/** What a patch changes: RFC 7396, null removes. Either the parts, or a patch of the whole manifest. */
export interface ResourcePatch {
  spec?: Record<string, unknown> | undefined;
  labels?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
  manifest?: Record<string, unknown> | undefined;
}

/**
 * What the resource is with the patch in it. The patch has the field names of `apiVersion`; what that version cannot
 * say stays as it is, and so do the values of a Secret that it does not name.
 * @throws OrreryError MANIFESTS_INVALID naming every fault, INPUT_INVALID when the API version is not known
 */
export function patched(before: Resource, patch: ResourcePatch, apiVersion: string): HubManifest {
  const { kind, namespace, name } = before;
  const { spec, labels, annotations, manifest } = patch;
  if (manifest !== undefined && Object.hasOwn(manifest, 'status'))
    throw invalid(['status is a subresource: a patch changes the spec, labels and annotations only.']);
  if (manifest?.['apiVersion'] !== undefined && versionOf(manifest) !== knownApiVersion(apiVersion))
    throw invalid([`apiVersion must be ${apiVersion} here.`]);
  // The version that the patch names is the one that its writer saw; that of the resource says nothing about them.
  const now = mergePatch(renderManifest(before, apiVersion), { status: null, metadata: { resourceVersion: null } });
  const merged = mergePatch(now, manifest ?? { spec, metadata: { labels, annotations } });
  const hub = toHub(merged, { kind, namespace, name }, before);
  if (hub.name !== name) throw invalid([`metadata.name must be ${name} here.`]);
  return hub;
}

function versionOf({ apiVersion }: Record<string, unknown>): ApiVersion | undefined {
  return typeof apiVersion === 'string' ? findApiVersion(apiVersion) : undefined;
}
