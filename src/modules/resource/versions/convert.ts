import { OrreryError } from '../../../platform/errors.ts';
import {
  type JsonObject,
  type KindSpecs,
  kinds,
  type Parsed,
  parseShape,
  type ResourceKind,
  toJsonObject,
} from '../kinds/index.ts';
import { type ApiVersion, spokeOf } from './api-version.ts';
import { type Extras, extrasOf, withExtras } from './extras.ts';
import { mergeUnseen } from './merge.ts';

/** A spec in its hub shape, and beside it what the API versions said that the hub cannot. */
export interface StoredSpec<K extends ResourceKind> {
  spec: KindSpecs[K];
  extras: Extras;
}

export interface ConvertedSpec<K extends ResourceKind> extends StoredSpec<K> {
  /** Plain text by key; only those that the manifest carries, and never part of the spec. */
  secretValues?: Record<string, string>;
}

/** Which kind in which API version, and the resource's own name. */
export interface ConversionOf<K extends ResourceKind> {
  kind: K;
  apiVersion: ApiVersion;
  name: string;
}

/** Converts a spec of an API version to the hub. Fault paths are inside the spec, in the names of that API. */
export function specToHub<K extends ResourceKind>(about: ConversionOf<K>, given: unknown): Parsed<ConvertedSpec<K>> {
  const spoke = spokeOf(about.apiVersion, about.kind);
  const reading = spoke.read(given, { name: about.name });
  if (!reading.ok) return reading;
  const parsed = parseShape<KindSpecs[K]>(kinds[about.kind].shape, reading.value.hub);
  if (!parsed.ok) return parsed;
  const faults = spoke.rules(parsed.value);
  if (faults.length > 0) return { ok: false, faults };
  const { normal, secretValues } = reading.value;
  const kept = extrasOf(spoke.write(parsed.value, { name: about.name }), normal, (change) => spoke.keeps(change));
  const value = { spec: parsed.value, extras: kept.length === 0 ? {} : { [about.apiVersion]: kept } };
  return { ok: true, value: secretValues === undefined ? value : { ...value, secretValues } };
}

/** Renders a stored spec in an API version, with what that version said before. */
export function specFromHub<K extends ResourceKind>(about: ConversionOf<K>, stored: StoredSpec<K>): JsonObject {
  const rendered = spokeOf(about.apiVersion, about.kind).write(stored.spec, { name: about.name });
  return withExtras(rendered, stored.extras[about.apiVersion] ?? []);
}

/**
 * Lays a write over what is stored. What the API version cannot say stays as it is, and so do the extras of the others.
 * @throws OrreryError MANIFESTS_INVALID when the two do not fit together
 */
export function mergeStored<K extends ResourceKind>(
  about: ConversionOf<K>,
  written: StoredSpec<K>,
  stored: StoredSpec<K>,
): StoredSpec<K> {
  const merged = mergeUnseen(seenThrough(about, stored), toJsonObject(stored.spec), toJsonObject(written.spec));
  const spec = parseShape<KindSpecs[K]>(kinds[about.kind].shape, merged);
  if (!spec.ok) throw doesNotFit(about);
  const { [about.apiVersion]: _, ...others } = stored.extras;
  return { spec: spec.value, extras: { ...others, ...written.extras } };
}

// The stored spec as somebody knows it who only ever saw it through this API version.
function seenThrough<K extends ResourceKind>(about: ConversionOf<K>, stored: StoredSpec<K>): JsonObject {
  const spoke = spokeOf(about.apiVersion, about.kind);
  const reading = spoke.read(specFromHub(about, stored), { name: about.name });
  if (!reading.ok) return {};
  const parsed = parseShape<KindSpecs[K]>(kinds[about.kind].shape, reading.value.hub);
  return parsed.ok ? toJsonObject(parsed.value) : {};
}

function doesNotFit({ kind, name, apiVersion }: ConversionOf<ResourceKind>): OrreryError {
  return new OrreryError(
    'MANIFESTS_INVALID',
    `${kind} ${name} cannot be written in ${apiVersion}: it does not fit with fields that only other versions have.`,
    { fix: 'Write it in orrery.dev/v1, which has every field.' },
  );
}
