import type { z } from 'zod';
import {
  type Fault,
  inputSchema,
  type JsonObject,
  type JsonSchema,
  type Parsed,
  type PathSegment,
  parseWith,
  type ResourceKind,
  toJsonObject,
} from '../kinds/index.ts';
import type { Change } from './structure.ts';

/** What a conversion may need besides the spec. */
export interface ConversionContext {
  /** The resource's own name. */
  name: string;
}

/** A spec of one API version, read. */
export interface SpokeReading {
  /** The spec in the API's own normal form. It never holds the value of a secret. */
  normal: JsonObject;
  /** What the hub's shape is parsed from. */
  hub: unknown;
  /** Values of a Secret in plain text, by key; only those that the manifest carries. */
  secretValues?: Record<string, string>;
}

/** The API's names of fields of a status by those of the hub; what lies deeper is named by its path, without places in lists. */
export type StatusNames = Readonly<Record<string, string | null>>;

/** One kind in one API version. */
export interface SpokeKind<Spec> {
  /** The kind's name in this API. */
  kindName: string;
  /** The group and version that this API gives the kind. */
  apiVersion: string;
  /** Types and words of the API's own fields. Fault paths are inside the spec, in the API's names. */
  read(spec: unknown, context: ConversionContext): Parsed<SpokeReading>;
  /** The JSON Schema of the specs that `read` takes. */
  inputSchema(): JsonSchema;
  /** The spec in the API's field names. */
  write(spec: Spec, context: ConversionContext): JsonObject;
  /** What this API demands of the hub spec. Fault paths are in the API's names. */
  rules(spec: Spec): Fault[];
  /** Whether a difference between the API's manifest and the rendered hub is kept beside the hub. */
  keeps(change: Change): boolean;
  /** What the API calls fields of a status where it is not what the hub does; null for those that it does not have. */
  statusNames?: StatusNames;
}

export interface SpokeKindParts<Spec, Normal> {
  kindName: string;
  apiVersion: string;
  schema: z.ZodType<Normal>;
  toHub(normal: Normal, context: ConversionContext): unknown;
  fromHub(spec: Spec, context: ConversionContext): object;
  rules?: (spec: Spec) => Fault[];
  /** Paths of the hub and what the API calls them, for faults; the longest match counts. */
  pathNames?: Record<string, string>;
  keeps(change: Change): boolean;
  /** Keeps the spec as it was written instead of the schema's normal form. */
  verbatim?: boolean;
  /** As in `SpokeKind`. */
  statusNames?: StatusNames;
}

/** Builds a spoke from a schema and two plain functions. */
export function defineSpokeKind<Spec, Normal extends object>(parts: SpokeKindParts<Spec, Normal>): SpokeKind<Spec> {
  return {
    kindName: parts.kindName,
    apiVersion: parts.apiVersion,
    keeps: parts.keeps,
    ...(parts.statusNames && { statusNames: parts.statusNames }),
    read: (spec, context) => {
      const parsed = parseWith(parts.schema, spec ?? {});
      if (!parsed.ok) return parsed;
      const normal = toJsonObject(parts.verbatim ? Object(spec ?? {}) : parsed.value);
      return { ok: true, value: { normal, hub: parts.toHub(parsed.value, context) } };
    },
    inputSchema: () => inputSchema(parts.schema),
    write: (spec, context) => toJsonObject(parts.fromHub(spec, context)),
    rules: (spec) => (parts.rules?.(spec) ?? []).map((fault) => renamed(fault, parts.pathNames ?? {})),
  };
}

/** The spokes of one API, one for each kind that it has. */
export type SpokeKinds<Specs extends Record<ResourceKind, unknown>> = {
  readonly [K in ResourceKind]?: SpokeKind<Specs[K]>;
};

/** The spokes of an API for every kind. */
export type AllKinds<Specs extends Record<ResourceKind, unknown>> = {
  readonly [K in ResourceKind]: SpokeKind<Specs[K]>;
};

function renamed(fault: Fault, pathNames: Record<string, string>): Fault {
  for (let length = fault.path.length; length > 0; length -= 1) {
    const name = pathNames[namesOf(fault.path.slice(0, length)).join('.')];
    if (name === undefined) continue;
    return { ...fault, path: [...withIndexes(name, fault.path), ...fault.path.slice(length)] };
  }
  return fault;
}

function namesOf(path: PathSegment[]): PathSegment[] {
  return path.map((segment) => (typeof segment === 'number' ? '*' : segment));
}

function withIndexes(name: string, original: PathSegment[]): PathSegment[] {
  const indexes = original.filter((segment) => typeof segment === 'number');
  return name.split('.').map((word) => (word === '*' ? (indexes.shift() ?? 0) : word));
}

/** A list for an API that omits empty ones. */
export function someOf<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}

/** An object for an API that omits empty ones. */
export function someIn<T extends object>(object: T): T | undefined {
  return Object.values(object).some((value) => value !== undefined) ? object : undefined;
}
