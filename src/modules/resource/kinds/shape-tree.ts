import type { z } from 'zod';
import { fieldFacts } from './field-facts.ts';
import type { ResourceKind } from './kind.ts';

/** The type of a field, as far as a reader of specs has to know it. */
export type ShapeNode =
  | {
      type:
        | 'text'
        | 'integer'
        | 'number'
        | 'boolean'
        | 'duration'
        | 'decimal'
        | 'moment'
        | 'json'
        | 'entries'
        | 'secret';
    }
  | { type: 'words'; name: string; description: string; meanings: Record<string, string> }
  | { type: 'reference'; to: ResourceKind }
  | { type: 'list'; item: ShapeNode }
  /** Values by name. */
  | { type: 'map'; value: ShapeNode }
  | ObjectShape;

/** Fields that belong together. */
export interface ObjectShape {
  type: 'object';
  name: string;
  description: string;
  fields: ReadonlyMap<string, ShapeField>;
}

/** One field of an object. */
export interface ShapeField {
  node: ShapeNode;
  /** Whether what is read must have it. */
  required: boolean;
  /** Whether a parsed object may be without it. */
  optional: boolean;
  /** What it is when nothing is said; undefined without such a value. */
  fallback: unknown;
  description: string;
}

/** What a type declares. @throws Error for an object that is no `part`, and for a type that nothing here knows */
export function shapeTree(schema: z.ZodType): ShapeNode {
  const facts = fieldFacts.get(schema);
  const core = inner(schema);
  if (facts === undefined) return core === undefined ? plain(schema) : shapeTree(core);
  if (facts.is === 'part') return { ...facts, type: 'object', fields: fieldsOf(schema) };
  if (facts.is === 'words') return { ...facts, type: 'words' };
  if (facts.is === 'reference') return { type: 'reference', to: facts.to };
  return { type: facts.is };
}

/** Whether what is read must have a field of this type. */
export function isRequired(type: z.ZodType): boolean {
  return !type.safeParse(undefined).success;
}

/** The type of a field of a part. */
export function fieldTypeOf(part: z.ZodType, name: string): z.ZodType {
  const def = defOf(objectIn(part));
  if (def.type !== 'object') throw new Error('A part must be an object.');
  return def.shape[name] as z.ZodType;
}

function plain(schema: z.ZodType): ShapeNode {
  const def = defOf(schema);
  switch (def.type) {
    case 'string':
      return { type: 'text' };
    case 'number':
      // Larger whole numbers do not fit an Int of the graph.
      return { type: 'format' in def && def.format === 'int32' ? 'integer' : 'number' };
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return { type: 'list', item: shapeTree(def.element as z.ZodType) };
    case 'record':
      return recordShape(shapeTree(def.valueType as z.ZodType));
    case 'unknown':
    case 'any':
    case 'union':
      return { type: 'json' };
    default:
      throw new Error(`A spec cannot have a field of the type ${def.type} here: make it a part, or words.`);
  }
}

function recordShape(value: ShapeNode): ShapeNode {
  if (value.type === 'text') return { type: 'entries' };
  return value.type === 'json' ? value : { type: 'map', value };
}

function fieldsOf(schema: z.ZodType): Map<string, ShapeField> {
  const def = defOf(objectIn(schema));
  if (def.type !== 'object') throw new Error('A part must be an object.');
  const entries = Object.entries(def.shape).map(([name, field]): [string, ShapeField] => {
    const type = field as z.ZodType;
    const about = {
      required: isRequired(type),
      optional: isOptional(type),
      fallback: fallbackOf(type),
      description: descriptionOf(type) ?? '',
    };
    return [name, { node: shapeTree(type), ...about }];
  });
  return new Map(entries);
}

function objectIn(schema: z.ZodType): z.ZodType {
  const core = inner(schema);
  return core === undefined ? schema : objectIn(core);
}

// A default may be laid around an optional type, and then the parsed object has the field.
function isOptional(schema: z.ZodType): boolean {
  const def = defOf(schema);
  if (def.type === 'optional') return true;
  if (def.type === 'default' || def.type === 'prefault') return false;
  const core = inner(schema);
  return core !== undefined && isOptional(core);
}

function fallbackOf(schema: z.ZodType): unknown {
  const def = defOf(schema);
  if (def.type === 'default') return def.defaultValue;
  const core = inner(schema);
  return core === undefined ? undefined : fallbackOf(core);
}

function descriptionOf(schema: z.ZodType): string | undefined {
  if (schema.description !== undefined) return schema.description;
  const core = inner(schema);
  return core === undefined ? undefined : descriptionOf(core);
}

/** The type that another is laid around: what is read before, or made of it after, counts for nothing here. */
function inner(schema: z.ZodType): z.ZodType | undefined {
  const def = defOf(schema);
  if (def.type === 'optional' || def.type === 'default' || def.type === 'prefault' || def.type === 'nullable')
    return def.innerType as z.ZodType;
  if (def.type !== 'pipe') return undefined;
  const isReadBefore = defOf(def.in as z.ZodType).type === 'transform';
  return (isReadBefore ? def.out : def.in) as z.ZodType;
}

function defOf(schema: z.ZodType) {
  return schema._zod.def as z.core.$ZodTypes['_zod']['def'];
}
