import {
  type FieldNode,
  type GraphQLField,
  type InlineFragmentNode,
  isCompositeType,
  isUnionType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { cursorKey, failureKeys, gapKeys, type ObjectShape, typeKey } from '../runtime/route.ts';
import { type FieldContext, fieldPiece } from './field.ts';
import { assemble, type Piece } from './member.ts';
import {
  fragmentOn,
  isFailure,
  omitOf,
  plainField,
  possibleTypes,
  type Scope,
  type WalkContext,
  type Walked,
} from './scope.ts';

const reserved = new Set<string>([typeKey, cursorKey, ...Object.values(gapKeys), ...Object.values(failureKeys)]);

/** Walks the selections of one operation. */
export class SelectionWalk implements FieldContext {
  readonly context: WalkContext;

  constructor(context: WalkContext) {
    this.context = context;
  }

  /** The shape of an object from its selection, and the selection for the executor. */
  object(set: SelectionSetNode, scope: Scope): { selections: SelectionNode[]; shape: ObjectShape } {
    const { selections, pieces } = this.walk(set, scope);
    const shape: ObjectShape = {
      kind: 'object',
      isNullable: false,
      ...assemble(pieces, scope.possible, this.context.faults),
    };
    // What is not in the body does not change the schema of what is.
    const [only, ...others] = set.selections.filter((selection) => !this.#isAside(selection));
    if (only?.kind === Kind.FRAGMENT_SPREAD && others.length === 0) shape.schemaName = only.name.value;
    return { selections, shape };
  }

  #isAside(selection: SelectionNode): boolean {
    if (selection.kind !== Kind.FIELD) return false;
    const { header, hide } = this.context.read.field(selection);
    return Boolean(header ?? hide);
  }

  /** Every selection of a set; never empty for the executor. */
  walk(set: SelectionSetNode, scope: Scope): Walked {
    const walked = set.selections.map((selection) => this.#selection(selection, scope));
    const selections = walked.flatMap((each) => each.selections);
    if (walked.some((each) => each.isNarrow)) selections.push(plainField('__typename', typeKey));
    if (selections.length === 0) selections.push(plainField('__typename', typeKey));
    return { selections, pieces: walked.flatMap((each) => each.pieces) };
  }

  #selection(selection: SelectionNode, scope: Scope): Walked & { isNarrow: boolean } {
    if (selection.kind === Kind.FIELD) return { ...this.#field(selection, scope), isNarrow: false };
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.#fragment(selection, selection, scope);
    const fragment = this.context.fragments.get(selection.name.value);
    if (!fragment) return { selections: [], pieces: [], isNarrow: false };
    return this.#fragment(fragment, selection, scope);
  }

  #field(node: FieldNode, scope: Scope): Walked {
    const key = node.alias?.value ?? node.name.value;
    if (reserved.has(key)) this.context.faults.add(node, `${key} is a name of the compiler's. Use another alias.`);
    const field = fieldOf(scope.type, node.name.value);
    return field ? fieldPiece({ node, field, scope }, this) : { selections: [], pieces: [] };
  }

  /** What stands in an inline fragment, or in a named one where it is spread. */
  #fragment(
    body: Pick<InlineFragmentNode, 'typeCondition' | 'selectionSet' | 'directives'>,
    node: Exclude<SelectionNode, FieldNode>,
    scope: Scope,
  ): Walked & { isNarrow: boolean } {
    const { schema, read, faults } = this.context;
    const condition = body.typeCondition && schema.getType(body.typeCondition.name.value);
    const type = isCompositeType(condition) ? condition : scope.type;
    if (isFailure(type)) faults.add(node, 'Failures are written as the convention says. Remove this fragment.');
    const own = new Set(possibleTypes(schema, type));
    const possible = scope.possible.filter((name) => own.has(name));
    const isNarrow = possible.length < scope.possible.length;
    const group = node.kind === Kind.INLINE_FRAGMENT ? read.group(node) : undefined;
    const kept = read.executable(node.directives);
    const prefix = `${scope.prefix}${isNarrow ? `${type.name}_` : ''}${group ? `${group.replace(/\W/g, '_')}_` : ''}`;
    const isConditional = scope.isConditional || kept.length > 0;
    const inside: Scope = { ...scope, type, possible, prefix, isConditional };
    const walked = this.walk(body.selectionSet, inside);
    const pieces = group === undefined ? walked.pieces : [this.#group(group, walked.pieces, { node, scope: inside })];
    const narrowed = isNarrow ? pieces.map((piece) => ({ ...piece, types: piece.types ?? possible })) : pieces;
    const isPlain = type === scope.type && kept.length === 0;
    const selections = isPlain ? walked.selections : [fragmentOn(type.name, walked.selections, kept)];
    return { selections, pieces: narrowed, isNarrow };
  }

  #group(name: string, pieces: readonly Piece[], { node, scope }: { node: SelectionNode; scope: Scope }): Piece {
    const { faults, convention } = this.context;
    const framed = pieces.find(({ member }) => member.isFrame || member.header);
    if (framed) faults.add(framed.node, '@frame and @header stand outside of groups. Move the field out of it.');
    const shape: ObjectShape = { kind: 'object', isNullable: false, ...assemble(pieces, scope.possible, faults) };
    const omit = omitOf(convention);
    return { member: { name, from: [], shape, omit, isHidden: false, isFrame: false }, types: null, node };
  }
}

function fieldOf(type: Scope['type'], name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  return isUnionType(type) ? undefined : type.getFields()[name];
}
