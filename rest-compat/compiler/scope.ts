import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { DirectiveReader } from './directive.ts';
import type { Faults } from './fault.ts';
import type { Piece } from './member.ts';

export interface WalkContext {
  schema: GraphQLSchema;
  read: DirectiveReader;
  convention: Convention;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  faults: Faults;
  isStream: boolean;
}

/** Where in an object a selection stands. */
export interface Scope {
  type: GraphQLCompositeType;
  /** The object types that can stand here; failures are not among them. */
  possible: readonly string[];
  /** Goes before the response keys, so that groups and types can use the same names. */
  prefix: string;
  /** Inside of `@include` or `@skip`. */
  isConditional: boolean;
  /** What directives on its fields may do: those of headers and frames stand at the top. */
  level: 'root' | 'top' | 'inner';
}

/** What the executor is asked for, and what becomes of it. */
export interface Walked {
  selections: SelectionNode[];
  pieces: Piece[];
}

/** The names of the object types that a value of this type can have, without failures. */
export function possibleTypes(schema: GraphQLSchema, type: GraphQLCompositeType): string[] {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return types
    .filter((candidate) => !isFailure(candidate) || type.name === candidate.name)
    .map(({ name }) => name)
    .sort();
}

/** Whether a type is the interface Failure or implements it. */
export function isFailure(type: GraphQLCompositeType): boolean {
  if (type.name === 'Failure') return isInterfaceType(type);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Failure');
}

/** When members are left out, unless they say it themselves. */
export function omitOf({ emptiness }: Convention): 'never' | 'null' | 'empty' {
  return emptiness === 'keep' ? 'never' : emptiness === 'omit-null' ? 'null' : 'empty';
}

/** The selections under a type condition. */
export function fragmentOn(
  type: string,
  selections: readonly SelectionNode[],
  directives: readonly DirectiveNode[] = [],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    directives,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

/** A field without arguments under a response key of the compiler's. */
export function plainField(name: string, key: string): FieldNode {
  const alias = { alias: { kind: Kind.NAME, value: key } } as const;
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name }, ...alias, arguments: [], directives: [] };
}
