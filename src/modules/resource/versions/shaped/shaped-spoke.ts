import {
  type Fault,
  isObject,
  type JsonObject,
  type KindSpecs,
  kinds,
  type ObjectShape,
  type PathSegment,
  parseShape,
  type ResourceKind,
  type ShapeNode,
  shapeTree,
  toJsonObject,
} from '../../kinds/index.ts';
import type { ConversionContext, SpokeKind, StatusNames } from '../spoke.ts';
import type { Change } from '../structure.ts';
import { type FieldNames, type Naming, namedFields, type SpokeStyle } from './naming.ts';
import { readShape } from './read-shape.ts';
import { shapedSchema } from './shaped-schema.ts';
import { writeShape } from './write-shape.ts';

export interface ShapedSpokeParts<K extends ResourceKind> {
  kind: K;
  kindName: string;
  apiVersion: string;
  style: SpokeStyle;
  names?: FieldNames;
  /** What the API takes for granted where a manifest is silent. */
  complete?(hub: Record<string, unknown>, context: ConversionContext): Record<string, unknown>;
  /** The fields that it fills in, which therefore need not be given. */
  completes?: readonly string[];
  /** What this API demands besides what the hub does. */
  demands?(spec: KindSpecs[K]): Fault[];
  keeps(change: Change): boolean;
  /** Keeps the spec as it was written instead of its normal form. */
  verbatim?: boolean;
  /** As in `SpokeKind`. */
  statusNames?: StatusNames;
}

/** Builds a spoke from the kind's shape in the hub, what the API calls its fields, and the style in which it writes. */
export function shapedSpoke<K extends ResourceKind>(parts: ShapedSpokeParts<K>): SpokeKind<KindSpecs[K]> {
  const { kind, style, names = {}, complete = (hub) => hub } = parts;
  const shape = specShape(kind);
  const naming: Naming = { names, style };
  const write = (spec: KindSpecs[K]): JsonObject => writeShape(spec, shape, naming);
  return {
    kindName: parts.kindName,
    apiVersion: parts.apiVersion,
    keeps: parts.keeps,
    ...(parts.statusNames && { statusNames: parts.statusNames }),
    read: (given, context) => {
      if (!isObject(given)) return { ok: false, faults: [{ path: [], problem: 'must be an object' }] };
      const reading = readShape(given, shape, naming);
      if (reading.faults.length > 0) return { ok: false, faults: reading.faults };
      const hub = complete(reading.hub, context);
      const parsed = parseShape<KindSpecs[K]>(kinds[kind].shape, hub);
      if (!parsed.ok) return { ok: false, faults: parsed.faults.map((fault) => inNames(fault, shape, naming)) };
      const normal = parts.verbatim ? toJsonObject(given) : write(parsed.value);
      return { ok: true, value: { normal, hub: parsed.value } };
    },
    inputSchema: () => shapedSchema(kind, { ...naming, completes: parts.completes ?? [] }),
    write,
    rules: (spec) =>
      [...kinds[kind].rules(spec), ...(parts.demands?.(spec) ?? [])].map((fault) => inNames(fault, shape, naming)),
  };
}

function specShape(kind: ResourceKind): ObjectShape {
  const shape = shapeTree(kinds[kind].shape);
  if (shape.type !== 'object') throw new Error(`The spec of ${kind} must be a part.`);
  return shape;
}

/** A fault of the hub, where the API's manifest has it. */
function inNames(fault: Fault, shape: ObjectShape, naming: Naming): Fault {
  return { ...fault, path: pathIn(fault.path, shape, { naming, at: '' }) };
}

function pathIn(path: PathSegment[], node: ShapeNode, about: { naming: Naming; at: string }): PathSegment[] {
  const [segment, ...rest] = path;
  if (segment === undefined) return [];
  if (node.type === 'list') return [segment, ...pathIn(rest, node.item, about)];
  if (node.type === 'map') return [segment, ...pathIn(rest, node.value, about)];
  if (node.type !== 'object') return path;
  const found = namedFields(node, about.at, about.naming).find(({ hubName }) => hubName === segment);
  return found ? [...found.steps, ...pathIn(rest, found.field.node, { ...about, at: found.path })] : path;
}
