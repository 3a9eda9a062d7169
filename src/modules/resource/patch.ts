import { type Fault, faultText, type Parsed, pathText, type ResourceKind } from './kinds/index.ts';
import { mapSize, maxLabelsSize } from './manifest/index.ts';
import { mergePatch } from './merge-patch.ts';
import type { Resource } from './resource.ts';
import { type ApiVersion, mergeStored, specFromHub, specToHub } from './versions/index.ts';
import { invalid } from './wanted.ts';

/** What a patch changes: RFC 7396, null removes. */
export interface ResourcePatch {
  spec?: Record<string, unknown> | undefined;
  labels?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
}

type WrittenSpec = ReturnType<typeof mergeStored<ResourceKind>> & { secretValues?: Record<string, string> };

/**
 * The resource with a patch in it, whose spec is in the field names of an API version, and the values that the patch
 * gives a Secret. What that version cannot say stays as it is. @throws OrreryError MANIFESTS_INVALID naming every fault
 */
export function patched(
  before: Resource,
  patch: ResourcePatch,
  apiVersion: ApiVersion,
): { resource: Resource; secretValues: Record<string, string> } {
  const merged = mergePatch(
    { labels: before.labels, annotations: before.annotations },
    { labels: patch.labels, annotations: patch.annotations },
  );
  const spec = patch.spec === undefined ? undefined : patchedSpec(before, patch.spec, apiVersion);
  const faults = [
    ...(spec === undefined || spec.ok ? [] : spec.faults.map((fault) => faultText(inSpec(fault)))),
    ...textMapFaults('labels', merged['labels']),
    ...labelFaults(merged['labels']),
    ...textMapFaults('annotations', merged['annotations']),
  ];
  if (faults.length > 0) throw invalid(faults);
  const { secretValues = {}, ...written } = spec?.ok ? spec.value : {};
  const { labels, annotations } = merged;
  return { resource: { ...before, ...written, labels, annotations } as Resource, secretValues };
}

function patchedSpec(before: Resource, patch: object, apiVersion: ApiVersion): Parsed<WrittenSpec> {
  const { kind, name } = before;
  const about = { kind, apiVersion, name };
  const converted = specToHub<ResourceKind>(about, mergePatch(specFromHub<ResourceKind>(about, before), patch));
  if (!converted.ok) return converted;
  const { secretValues = {} } = converted.value;
  return { ok: true, value: { ...mergeStored<ResourceKind>(about, converted.value, before), secretValues } };
}

function inSpec(fault: Fault): Fault {
  return { ...fault, path: ['spec', ...fault.path] };
}

function labelFaults(labels: unknown): string[] {
  const size = mapSize((labels ?? {}) as Record<string, unknown>);
  return size > maxLabelsSize ? [`labels have more than ${maxLabelsSize} characters in all.`] : [];
}

function textMapFaults(name: string, value: unknown): string[] {
  const entries = Object.entries((value ?? {}) as Record<string, unknown>);
  return entries.flatMap(([key, item]) => {
    if (typeof item !== 'string') return [`${pathText([name, key])} must be text.`];
    return key === '' || key.length > 317 || item.length > 262_144
      ? [`${pathText([name, key])} is too long or has no name.`]
      : [];
  });
}
