import type { FieldRef, ObjectFieldsShape, ObjectRef, OutputType } from '@pothos/core';
import {
  type ObjectShape,
  type Ref,
  type ResourceKind,
  type SecretRef,
  type ShapeField,
  type ShapeNode,
  typeNameOf,
} from '../src/modules/resource/index.ts';
import { builder, type GraphTypes } from './builder.ts';
import { enumWord } from './enum-word.ts';
import type { Loaders } from './loaders.ts';
import { loadNamed, loadRefs, nameOf } from './reference.ts';
import { SecretValueRef, secretValueOf } from './secret.ts';
import { entriesOf, TextEntry } from './text-entry.ts';

/** A part of a spec or a status, and the namespace in which what it names is looked up. */
export interface Located {
  value: object;
  namespace: string;
}

type ShapedRef = ObjectRef<GraphTypes, Located>;
type Output = OutputType<GraphTypes>;

/** How the value of a field becomes what the graph shows. */
interface Shown {
  type: Output | [Output];
  show(value: unknown, namespace: string, loaders: Loaders): unknown;
}

const types = new Map<string, ShapedRef>();
const enums = new Map<string, Output>();

/**
 * The type of the graph for a part of a spec or a status: its fields, their descriptions and its enums are those of the
 * shape that manifests are checked against. Parts of the same name share one type.
 */
export function shapedType(shape: ObjectShape): ShapedRef {
  const known = types.get(shape.name);
  if (known) return known;
  const ref = builder.objectRef<Located>(shape.name);
  types.set(shape.name, ref);
  return ref.implement({ description: shape.description, fields: shapedFields(shape) });
}

/** The fields of a part, to be put on a type that has others besides. */
export function shapedFields(shape: ObjectShape): ObjectFieldsShape<GraphTypes, Located> {
  return (t) => {
    const fields = [...shape.fields].map(([name, field]): [string, FieldRef<GraphTypes>] => {
      const { type, show } = shownAs(field.node);
      const options = { description: descriptionOf(shape, name, field), nullable: mayBeNull(field) };
      const resolve = ({ value, namespace }: Located, _args: object, { loaders }: { loaders: Loaders }) => {
        const item: unknown = value[name as keyof object];
        return item === undefined || item === null ? null : show(item, namespace, loaders);
      };
      // The types of the shapes are known at run time only; the checks of the schema hold them to what resolves.
      return [graphName(name, field.node), t.field({ ...options, type: type as never, resolve: resolve as never })];
    });
    return Object.fromEntries(fields);
  };
}

function shownAs(node: ShapeNode): Shown {
  switch (node.type) {
    case 'object':
      return { type: shapedType(node), show: (value, namespace) => ({ value, namespace }) };
    case 'reference':
      return {
        type: typeNameOf(node.to) as never,
        show: (value, namespace, loaders) => named(node.to, value, namespace, loaders),
      };
    case 'secret':
      return { type: SecretValueRef, show: (value, namespace) => secretValueOf(value as SecretRef, { namespace }) };
    case 'entries':
      return { type: [TextEntry], show: (value) => entriesOf(value as Record<string, string>) };
    case 'words':
      return { type: enumOf(node), show: (value) => value };
    case 'list':
      return listOf(node.item);
    case 'map':
      return mapOf(node.value);
    default:
      return { type: scalars[node.type] as never, show: (value) => value };
  }
}

const scalars = {
  text: 'String',
  integer: 'Int',
  number: 'Float',
  boolean: 'Boolean',
  duration: 'Duration',
  decimal: 'Decimal',
  moment: 'DateTime',
  json: 'JSON',
} as const;

function listOf(item: ShapeNode): Shown {
  if (item.type === 'reference') {
    return {
      type: [typeNameOf(item.to) as never],
      show: (refs, namespace, loaders) => loadRefs(loaders, item.to, { refs: refs as Ref[], from: { namespace } }),
    };
  }
  const { type, show } = shownAs(item);
  const shown: Shown['show'] = (values, namespace, loaders) =>
    (values as unknown[]).map((value) => show(value, namespace, loaders));
  // A list of maps would be a list of lists, which no kind has.
  return Array.isArray(type) ? { type: 'JSON' as never, show: (value) => value } : { type: [type], show: shown };
}

/** Values by name as a list of entries, in the order of the map. */
function mapOf(value: ShapeNode): Shown {
  if (value.type !== 'object') return { type: 'JSON' as never, show: (map) => map };
  const entry = entryType(value);
  return {
    type: [entry],
    show: (map, namespace) =>
      Object.entries(map as object).map(([key, item]) => ({ value: { ...item, name: key }, namespace })),
  };
}

/** The type of the entries of a map: a part with the name that it has there. */
export function entryType(shape: ObjectShape): ShapedRef {
  const name: ShapeField = {
    node: { type: 'text' },
    required: true,
    optional: false,
    fallback: undefined,
    description: 'Its name, unique among these.',
  };
  return shapedType({ ...shape, fields: new Map([['name', name], ...shape.fields]) });
}

function named(kind: ResourceKind, ref: unknown, namespace: string, loaders: Loaders): unknown {
  return loadNamed(loaders, kind, nameOf(ref as Ref, { namespace }));
}

function enumOf({ name, description, meanings }: Extract<ShapeNode, { type: 'words' }>): Output {
  const known = enums.get(name);
  if (known) return known;
  const values = Object.entries(meanings).map(([word, meaning]): [string, { value: string; description: string }] => [
    enumWord(word),
    { value: word, description: meaning },
  ]);
  const made = builder.enumType(name, { description, values: Object.fromEntries(values) }) as Output;
  enums.set(name, made);
  return made;
}

// A length of time is written with its unit, which the graph leaves out: `timeoutMs` is the Duration `timeout`.
function graphName(name: string, node: ShapeNode): string {
  return node.type === 'duration' ? name.replace(/Ms$/, '') : name;
}

// What is named need not exist.
function mayBeNull({ node, optional }: ShapeField): boolean {
  return optional || node.type === 'reference' || node.type === 'secret';
}

function descriptionOf(shape: ObjectShape, name: string, { description }: ShapeField): string {
  if (description === '') throw new Error(`The field ${name} of ${shape.name} has no description.`);
  return description;
}
