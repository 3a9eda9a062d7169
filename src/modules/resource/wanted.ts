import { OrreryError } from '../../platform/errors.ts';
import { defaultNamespace, homeOf, type ResourceKind } from './kinds/index.ts';
import { orderByDependency, type ParsedManifest, parseManifests, type TextOptions } from './manifest/index.ts';
import { keyText, type ResourceKey } from './resource.ts';
import { knownApiVersion } from './versions/index.ts';

/** A text of manifests, and what counts where they leave something out. */
export interface ManifestsInput {
  manifests: string;
  /** Of documents that name none; `default` when absent. */
  namespace?: string | null | undefined;
  /** Whether a document that names another namespace than `namespace` is a fault. */
  onlyNamespace?: boolean;
  /** Of documents that name none, or one that is not known. */
  apiVersion?: string | null | undefined;
  /** Of documents that name none. */
  kind?: ResourceKind | null | undefined;
  /** Whether a document of another kind than `kind` is a fault. */
  onlyKind?: boolean;
  /** Whether the text must be exactly one document. */
  single?: boolean;
}

/** One manifest and the resource that it is about. */
export interface Wanted {
  manifest: ParsedManifest;
  key: ResourceKey;
}

/**
 * The manifests of a text, what is named before what names it.
 * @throws OrreryError MANIFESTS_INVALID naming every fault, INPUT_INVALID when the default API version is not known
 */
export function readWanted(input: ManifestsInput): Wanted[] {
  const namespace = input.namespace ?? defaultNamespace;
  return keysOf(orderByDependency(readManifests(input), namespace), namespace);
}

/** The manifests of a text, in its order. @throws OrreryError MANIFESTS_INVALID, INPUT_INVALID */
export function readManifests(input: ManifestsInput, more: TextOptions = {}): ParsedManifest[] {
  const { namespace, apiVersion, kind } = input;
  const parsed = parseManifests(input.manifests, {
    ...(input.onlyNamespace && namespace != null && { namespace }),
    ...(apiVersion != null && { apiVersion: knownApiVersion(apiVersion) }),
    ...(kind != null && { [input.onlyKind ? 'kind' : 'defaultKind']: kind }),
    ...(input.single && { single: true }),
    ...more,
  });
  if (!parsed.ok) throw invalid(parsed.faults);
  return parsed.manifests;
}

/** The keys of `manifests`, each once. @throws OrreryError MANIFESTS_INVALID when two documents are the same resource */
function keysOf(manifests: readonly ParsedManifest[], namespace: string): Wanted[] {
  const seen = new Set<string>();
  return manifests.map((manifest) => {
    const { kind, name } = manifest;
    const key = { kind, namespace: homeOf(kind, manifest.namespace ?? namespace), name };
    const text = keyText(key);
    if (seen.has(text)) throw invalid([`${text} stands in more than one document.`]);
    seen.add(text);
    return { manifest, key };
  });
}

/** The failure of manifests with these faults. */
export function invalid(faults: string[]): OrreryError {
  const [first = 'The manifests are not valid.'] = faults;
  const message = faults.length === 1 ? first : `The manifests have ${faults.length} faults. The first: ${first}`;
  return new OrreryError('MANIFESTS_INVALID', message, { facts: { faults } });
}
