import {
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { ListShape, Member, ScalarShape, Shape } from '../runtime/route.ts';
import type { FieldDirectives } from './directive.ts';
import { refuseDirectives } from './field-rules.ts';
import type { Piece } from './member.ts';
import { scalarShape } from './scalar.ts';
import { omitOf, possibleTypes, type Scope, type Walked } from './scope.ts';
import type { SelectionWalk } from './selection.ts';

/** One field where it is selected. */
export interface SelectedField {
  node: FieldNode;
  field: GraphQLField<unknown, unknown>;
  scope: Scope;
}

/** What a field needs of the walk that it is met on. */
export type FieldContext = Pick<SelectionWalk, 'context' | 'object' | 'walk'>;

/** The value of a field: its shape, where in the field's value its source stands, and what to ask for. */
interface Valued {
  shape: Shape;
  at: string[];
  /** The fields to ask for inside of it; undefined for a value without fields. */
  selections?: SelectionNode[];
}

/** The members that a field becomes, most often one, and the field as the executor is asked for it. */
export function fieldPiece(selected: SelectedField, walk: FieldContext): Walked {
  const { node, scope } = selected;
  const directives = walk.context.read.field(node);
  refuseDirectives(selected, directives, walk.context);
  if (directives.const) return { selections: [], pieces: [constPiece(selected, directives, walk)] };
  const name = node.alias?.value ?? node.name.value;
  const key = `${scope.prefix}${name}`;
  if (directives.spread && node.selectionSet) return spreadField(selected, key, walk);
  const value = valued(selected.field.type, { selected, directives, walk, isLifted: Boolean(directives.lift) });
  const shape = described(value.shape, selected.field, directives);
  const isConditional = scope.isConditional || walk.context.read.executable(node.directives).length > 0;
  const member: Member = {
    name,
    from: [key, ...value.at],
    shape: isConditional ? { ...shape, isNullable: true } : shape,
    ...display(directives, isConditional, walk),
  };
  return { selections: [asked(selected, key, value.selections, walk)], pieces: [{ member, types: null, node }] };
}

function display(directives: FieldDirectives, isConditional: boolean, { context }: FieldContext) {
  const usual = directives.omit ? (directives.omit.empty ? 'empty' : 'never') : omitOf(context.convention);
  return {
    omit: isConditional && usual === 'never' ? ('null' as const) : usual,
    isHidden: Boolean(directives.hide) || directives.frame?.show === false,
    ...(directives.header && { header: directives.header.name }),
    isFrame: Boolean(directives.frame),
    ...(directives.match && { match: directives.match.query }),
  };
}

function described(shape: Shape, field: GraphQLField<unknown, unknown>, directives: FieldDirectives): Shape {
  const own = field.name === TypeNameMetaFieldDef.name ? undefined : field.description;
  const description = shape.description ?? own ?? undefined;
  const fallback = directives.default && { default: directives.default.value };
  return { ...shape, ...fallback, ...(description !== undefined && { description }) };
}

/** The field as it goes to the executor: under its own key, without the facade's directives. */
function asked(
  { node }: SelectedField,
  key: string,
  selections: SelectionNode[] | undefined,
  { context }: FieldContext,
): FieldNode {
  const { alias: _alias, selectionSet: _set, ...rest } = node;
  const alias = key === node.name.value ? undefined : ({ kind: Kind.NAME, value: key } as const);
  const selectionSet = selections && ({ kind: Kind.SELECTION_SET, selections } as const);
  return {
    ...rest,
    directives: context.read.executable(node.directives),
    ...(alias && { alias }),
    ...(selectionSet && { selectionSet }),
  };
}

function constPiece({ node }: SelectedField, directives: FieldDirectives, walk: FieldContext): Piece {
  const value = directives.const?.value;
  const type: ScalarShape['type'] =
    typeof value === 'string' || typeof value === 'boolean'
      ? (typeof value as 'string' | 'boolean')
      : typeof value === 'number'
        ? Number.isInteger(value)
          ? 'integer'
          : 'number'
        : 'json';
  const shape: ScalarShape = { kind: 'scalar', type, named: 'JSON', isNullable: value === null, const: value };
  const name = node.alias?.value ?? node.name.value;
  const omit = directives.omit?.empty ? 'empty' : 'never';
  return { member: { name, from: [], shape, ...display(directives, false, walk), omit }, types: null, node };
}

/** The members of an object beside it. */
function spreadField({ node, field, scope }: SelectedField, key: string, walk: FieldContext): Walked {
  const isNullable = !isNonNullType(field.type);
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  if (!isCompositeType(type) || !node.selectionSet) return { selections: [], pieces: [] };
  const inner = walk.walk(node.selectionSet, {
    ...scope,
    type,
    possible: possibleTypes(walk.context.schema, type),
    prefix: '',
    level: scope.level === 'root' ? 'top' : scope.level,
  });
  if (inner.pieces.some(({ types }) => types))
    walk.context.faults.add(node, '@spread cannot stand over members that depend on a type. Remove it, or group them.');
  const pieces = inner.pieces.map(({ member, node: from }) => ({
    member: {
      ...member,
      from: member.shape.kind === 'scalar' && 'const' in member.shape ? [] : [key, ...member.from],
      shape: isNullable ? { ...member.shape, isNullable: true } : member.shape,
    },
    types: null,
    node: from,
  }));
  return { selections: [asked({ node, field, scope }, key, inner.selections, walk)], pieces };
}

interface Valuing {
  selected: SelectedField;
  directives: FieldDirectives;
  walk: FieldContext;
  isLifted: boolean;
}

function valued(type: GraphQLOutputType, valuing: Valuing): Valued {
  const isNullable = !isNonNullType(type);
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare)) return listOf(bare.ofType, isNullable, valuing);
  const { selected, directives, walk } = valuing;
  if (isLeafType(bare)) {
    const source = { type: bare, isNullable, field: selected.node, directives };
    return { shape: scalarShape(source, walk.context.convention, walk.context.faults), at: [] };
  }
  return objectOf(bare, isNullable, valuing);
}

function listOf(item: GraphQLOutputType, isNullable: boolean, valuing: Valuing): Valued {
  const inner = valued(item, valuing);
  const selections = inner.selections && { selections: inner.selections };
  if (valuing.directives.entries) return { shape: { kind: 'entries', isNullable }, at: [], ...selections };
  const shape: ListShape = { kind: 'list', isNullable, item: inner.shape, at: inner.at };
  return { shape, at: [], ...selections };
}

function objectOf(type: GraphQLOutputType, isNullable: boolean, valuing: Valuing): Valued {
  const { selected, directives, walk, isLifted } = valuing;
  const set = selected.node.selectionSet;
  if (!isCompositeType(type) || !set) throw new TypeError(`${selected.node.name.value} has no selection.`);
  const possible = possibleTypes(walk.context.schema, type);
  const isAnswer = selected.scope.level === 'root' && !isListType(getNullableType(selected.field.type));
  const level = isAnswer ? ('top' as const) : ('inner' as const);
  const scope: Scope = { type, possible, prefix: '', isConditional: false, level };
  if (!isLifted) {
    const { selections, shape } = walk.object(set, scope);
    if (directives.next) return { shape: { kind: 'next', isNullable }, at: [], selections };
    return { shape: { ...shape, isNullable }, at: [], selections };
  }
  const { selections, pieces } = walk.walk(set, scope);
  if (isAnswer && pieces.some(({ member }) => member.header)) return bareObject(pieces, selections, valuing);
  const [only] = pieces;
  if (!only || pieces.length > 1 || only.types) {
    walk.context.faults.add(selected.node, liftsOne);
    return { shape: { kind: 'scalar', type: 'json', named: 'JSON', isNullable }, at: [], selections };
  }
  const { shape, from } = only.member;
  // A null root is told as a failure, so nothing is lifted out of it.
  const mayLack = isNullable && selected.scope.level !== 'root';
  return { shape: { ...shape, isNullable: mayLack || shape.isNullable }, at: from, selections };
}

/** An answer that is one of the fields, with the others in its headers. */
function bareObject(pieces: readonly Piece[], selections: SelectionNode[], { selected, walk }: Valuing): Valued {
  const shown = pieces.filter(({ member }) => !member.header && !member.isHidden);
  if (shown.length !== 1 || pieces.some(({ types }) => types)) walk.context.faults.add(selected.node, liftsOne);
  const members = pieces.map(({ member }) => member);
  return { shape: { kind: 'object', isNullable: false, members, isBare: true }, at: [], selections };
}

const liftsOne = '@lift needs exactly one field inside, besides headers. Select one, or remove @lift.';
