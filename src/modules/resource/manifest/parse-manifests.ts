import { isObject, type JsonValue, type PathSegment, type ResourceKind } from '../kinds/index.ts';
import {
  type HubManifest,
  type ManifestOptions,
  overStored,
  readHubManifest,
  type StoredResource,
} from './hub-manifest.ts';
import { readJson } from './json-source.ts';
import { type ManifestFault, manifestFaultText } from './manifest-fault.ts';
import { limits, type SourceDocument, SourceFault } from './source-tree.ts';
import { readYaml } from './yaml-source.ts';

/** One manifest of a text, without faults. */
export interface ParsedManifest {
  /** Which document of the text, from 1; the items of a list share theirs. */
  document: number;
  /** The line on which it starts. */
  line: number | null;
  kind: ResourceKind;
  namespace?: string;
  name: string;
  hub: HubManifest;
}

/** Every manifest of a text, or every fault of all of them: as sentences, and apart. */
export type ParsedManifests =
  | { ok: true; manifests: ParsedManifest[] }
  | { ok: false; faults: string[]; details: ManifestFault[] };

/** How to read a text, besides what its manifests may leave out. */
export interface TextOptions extends ManifestOptions {
  /** Whether it must be exactly one document with exactly one manifest. */
  single?: boolean;
}

/**
 * Reads a text of YAML or JSON: many documents, lists, and objects of the kind `List`, unless only a single one is
 * wanted. At most 4 MiB and 1,000 manifests; faults never hide each other.
 */
export function parseManifests(text: string, options: TextOptions = {}): ParsedManifests {
  const { single = false, ...about } = options;
  const faults: ManifestFault[] = [];
  const sources = sourcesOf(text, faults, single);
  if (single && faults.length === 0) faults.push(...notOne(sources.length));
  const manifests = sources.flatMap((source) => convert(source, about, faults));
  if (faults.length === 0) return { ok: true, manifests };
  return { ok: false, faults: faults.map(manifestFaultText), details: faults };
}

/** The manifest in its hub shape, laid over the resource that is stored. @throws OrreryError MANIFESTS_INVALID */
export function readManifest(manifest: ParsedManifest, stored?: StoredResource): HubManifest {
  return overStored(manifest.hub, stored);
}

interface Source {
  document: number;
  /** Where in the document the manifest stands. */
  prefix: PathSegment[];
  value: JsonValue;
  lines: SourceDocument['lines'];
}

function notOne(count: number): ManifestFault[] {
  if (count === 1) return [];
  const problem = count === 0 ? 'is missing: exactly one is expected' : 'is one too many: exactly one is expected';
  return [{ document: Math.min(count, 1) + 1, line: null, path: [], problem }];
}

function sourcesOf(text: string, faults: ManifestFault[], single: boolean): Source[] {
  if (Buffer.byteLength(text) > limits.textBytes) {
    faults.push({ document: 1, line: null, path: [], problem: `is larger than ${limits.textBytes} bytes` });
    return [];
  }
  const sources = documentsOf(text).flatMap((result, place) => {
    const document = place + 1;
    if (!(result instanceof SourceFault)) {
      const source = { document, prefix: [], ...result };
      return single ? [source] : manifestsIn(source);
    }
    faults.push({ document, line: result.line, path: result.path, problem: result.message });
    return [];
  });
  if (sources.length <= limits.documents) return sources;
  faults.push({ document: 1, line: null, path: [], problem: `has more than ${limits.documents} manifests` });
  return [];
}

function documentsOf(text: string): (SourceDocument | SourceFault)[] {
  const json = readJson(text);
  return json === undefined ? readYaml(text) : [json];
}

function manifestsIn(source: Source): Source[] {
  const { value, prefix } = source;
  if (Array.isArray(value)) return value.flatMap((item, place) => nested(source, item, [...prefix, place]));
  if (!isObject(value) || !isListKind(value['kind']) || !Array.isArray(value['items'])) return [source];
  return value['items'].flatMap((item, place) => nested(source, item, [...prefix, 'items', place]));
}

function nested(source: Source, value: JsonValue, prefix: PathSegment[]): Source[] {
  return manifestsIn({ ...source, value, prefix });
}

// `List`, and the lists of one kind that some APIs answer with.
function isListKind(kind: unknown): boolean {
  return typeof kind === 'string' && /^[a-z]*list$/i.test(kind);
}

function convert(source: Source, options: ManifestOptions, faults: ManifestFault[]): ParsedManifest[] {
  const { document, prefix, lines } = source;
  const read = readHubManifest(source.value, options);
  if (read.ok) {
    const { kind, namespace, name } = read.value;
    const found = { document, line: lines.find(prefix), kind, name, hub: read.value };
    return [namespace === undefined ? found : { ...found, namespace }];
  }
  for (const fault of read.faults) {
    const path = [...prefix, ...fault.path];
    faults.push({ document, line: lines.find(path), path, problem: fault.problem });
  }
  return [];
}
