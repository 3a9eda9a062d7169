import { OrreryError } from '../../../platform/errors.ts';
import {
  type Fault,
  faultText,
  findKind,
  homeOf,
  isObject,
  type KindSpecs,
  type Parsed,
  type ResourceKind,
} from '../kinds/index.ts';
import {
  type ApiVersion,
  apiVersions,
  type Extras,
  findApiVersion,
  hasKind,
  mergeStored,
  specToHub,
} from '../versions/index.ts';
import { type Metadata, readMetadata } from './metadata.ts';

const hubVersion = 'orrery.dev/v1';

/** A manifest in its hub shape. */
export type HubManifest<K extends ResourceKind = ResourceKind> = {
  [Kind in K]: Metadata & {
    kind: Kind;
    apiVersion: ApiVersion;
    spec: KindSpecs[Kind];
    /** What its API version said and the hub cannot, by API version. */
    extras: Extras;
    /** Values of a Secret in plain text, by key; only those that the manifest carries. */
    secretValues?: Record<string, string>;
  };
}[K];

/** What a manifest may leave out, and what it must agree with. */
export interface ManifestOptions {
  /** Taken when a manifest names none; any unknown one is then taken for it as well. */
  apiVersion?: ApiVersion;
  /** Taken when a manifest names none; another one is a fault. */
  kind?: ResourceKind;
  /** Taken when a manifest names none. */
  defaultKind?: ResourceKind;
  /** Taken when a manifest names none; another one is a fault. */
  namespace?: string;
  /** Taken when a manifest names none. */
  name?: string;
}

/** What a write through one API version leaves as it is. */
export type StoredResource = { [K in ResourceKind]: { kind: K; spec: KindSpecs[K]; extras: Extras } }[ResourceKind];

/**
 * Converts one manifest, given as JSON, to the hub. With the stored resource, what the manifest's API version cannot
 * say stays as it is.
 * @throws OrreryError MANIFESTS_INVALID naming every fault
 */
export function toHub(given: unknown, options: ManifestOptions = {}, stored?: StoredResource): HubManifest {
  const read = readHubManifest(given, options);
  if (read.ok) return overStored(read.value, stored);
  const faults = read.faults.map(faultText);
  const [first = ''] = faults;
  const message = faults.length === 1 ? first : `The manifest has ${faults.length} faults. The first: ${first}`;
  throw new OrreryError('MANIFESTS_INVALID', message, { facts: { faults } });
}

/** Lays a manifest over the stored resource. @throws OrreryError MANIFESTS_INVALID when they do not fit together */
export function overStored(manifest: HubManifest, stored: StoredResource | undefined): HubManifest {
  if (stored === undefined || stored.kind !== manifest.kind) return manifest;
  const { kind, apiVersion, name } = manifest;
  return { ...manifest, ...mergeStored({ kind, apiVersion, name }, manifest, stored) } as HubManifest;
}

/** Reads one manifest, given as JSON, with every fault. */
export function readHubManifest(given: unknown, options: ManifestOptions): Parsed<HubManifest> {
  if (!isObject(given)) return { ok: false, faults: [{ path: [], problem: 'must be an object' }] };
  const faults: Fault[] = [];
  const apiVersion = readApiVersion(given['apiVersion'], options, faults);
  const kind = readKind(given['kind'], options, faults);
  const said = readMetadata(given['metadata'], faults, options.name);
  const metadata = kind === undefined ? said : inNamespace(said, { ...options, kind }, faults);
  if (apiVersion === undefined || kind === undefined) return { ok: false, faults };
  if (!hasKind(apiVersion, kind)) {
    const problem = `is not a kind of ${apiVersion}: write it in ${hubVersion}`;
    return { ok: false, faults: [...faults, { path: ['kind'], problem }] };
  }
  const converted = specToHub({ kind, apiVersion, name: metadata.name }, given['spec'] ?? {});
  if (!converted.ok) faults.push(...converted.faults.map((fault) => ({ ...fault, path: ['spec', ...fault.path] })));
  if (!converted.ok || faults.length > 0) return { ok: false, faults };
  return { ok: true, value: { ...metadata, kind, apiVersion, ...converted.value } as HubManifest };
}

function readApiVersion(given: unknown, options: ManifestOptions, faults: Fault[]): ApiVersion | undefined {
  const found = typeof given === 'string' ? findApiVersion(given) : undefined;
  if (found !== undefined) return found;
  if (options.apiVersion !== undefined && (given == null || typeof given === 'string')) return options.apiVersion;
  const problem = given == null || given === '' ? 'is required' : 'is not known here';
  faults.push({ path: ['apiVersion'], problem: `${problem}: use ${apiVersions.join(', ')}` });
  return undefined;
}

function readKind(given: unknown, options: ManifestOptions, faults: Fault[]): ResourceKind | undefined {
  const { kind: expected, defaultKind = expected } = options;
  if ((given == null || given === '') && defaultKind !== undefined) return defaultKind;
  const found = typeof given === 'string' ? findKind(given) : undefined;
  const fault = (problem: string) => faults.push({ path: ['kind'], problem });
  if (given == null || given === '') fault('is required');
  else if (found === undefined) fault('is not a kind that is known here');
  else if (expected !== undefined && found !== expected) fault(`must be ${expected} here`);
  else return found;
  return undefined;
}

function inNamespace(
  metadata: Metadata,
  { kind, namespace }: { kind: ResourceKind; namespace?: string },
  faults: Fault[],
): Metadata {
  if (namespace === undefined) return metadata;
  const [given, expected] = [metadata.namespace ?? namespace, namespace].map((name) =>
    homeOf(kind, name).toLowerCase(),
  );
  if (given !== expected) {
    faults.push({ path: ['metadata', 'namespace'], problem: `must be ${namespace} here` });
  }
  return { ...metadata, namespace };
}
