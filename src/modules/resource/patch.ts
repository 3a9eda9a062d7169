import { kinds, pathText } from './kinds/index.ts';
import { mergePatch } from './merge-patch.ts';
import type { Resource } from './resource.ts';
import { invalid } from './wanted.ts';

/** What a patch changes: RFC 7396, null removes. */
export interface ResourcePatch {
  spec?: Record<string, unknown> | undefined;
  labels?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
}

/** The resource with the patch in it. @throws OrreryError MANIFESTS_INVALID naming every fault */
export function patched(before: Resource, patch: ResourcePatch): Resource {
  const merged = mergePatch(
    { spec: before.spec, labels: before.labels, annotations: before.annotations },
    { spec: patch.spec, labels: patch.labels, annotations: patch.annotations },
  );
  const parsed = kinds[before.kind].parseSpec(merged['spec']);
  const faults = [
    ...(parsed.ok ? [] : parsed.faults.map((fault) => `${pathText(['spec', ...fault.path])} ${fault.problem}.`)),
    ...textMapFaults('labels', merged['labels']),
    ...textMapFaults('annotations', merged['annotations']),
  ];
  if (faults.length > 0 || !parsed.ok) throw invalid(faults);
  return { ...before, spec: parsed.value, labels: merged['labels'], annotations: merged['annotations'] } as Resource;
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
