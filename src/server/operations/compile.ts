import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Plan } from './plan.ts';

/** An operation as JavaScript of its own. The result may have undefined members where a directive skipped a field. */
export type CompiledQuery = (
  root: unknown,
  context: unknown,
  variables: Record<string, unknown>,
) => Promise<ExecutionResult> | ExecutionResult;

/** The operation compiled, or undefined when only the interpreter runs it as graphql-js would. */
export function compile(schema: GraphQLSchema, plan: Plan): CompiledQuery | undefined {
  // A mutation's time goes into its writes, and unlike a query it cannot be run again to settle a doubt.
  if (plan.kind === 'mutation' || plan.isIncremental || !isFaithful(schema, plan.document)) return undefined;
  // Without skip and include by path a fragment that is used twice keeps the first condition.
  const compiled = compileQuery(schema, plan.document, plan.name, { useExperimentalPathBasedSkipInclude: true });
  return isCompiledQuery(compiled) ? (compiled.query as CompiledQuery) : undefined;
}

/**
 * Whether the compiled operation is known to answer as the interpreter does. It does not where a type is found by
 * asking each possible type or asynchronously, where a literal of a custom scalar would have to survive being printed
 * as JavaScript, and where a null variable meets an argument that has a default.
 */
function isFaithful(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  const optional = optionalVariables(document);
  let faithful = true;
  const refuse = (reason: boolean): void => {
    if (reason) faithful = false;
  };
  const literal = (): void => refuse(isCustomScalar(getNamedType(types.getInputType())));
  visit(
    document,
    visitWithTypeInfo(types, {
      [Kind.FIELD]: () => refuse(!isFoundAtOnce(schema, getNamedType(types.getType()))),
      [Kind.VARIABLE]: (node) => refuse(isNonNullType(types.getInputType()) && optional.has(node.name.value)),
      [Kind.VARIABLE_DEFINITION]: () => false,
      [Kind.OBJECT]: literal,
      [Kind.LIST]: literal,
      [Kind.STRING]: literal,
      [Kind.INT]: literal,
      [Kind.FLOAT]: literal,
      [Kind.BOOLEAN]: literal,
      [Kind.ENUM]: literal,
    }),
  );
  return faithful;
}

function optionalVariables(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: (node) => {
      if (node.type.kind !== Kind.NON_NULL_TYPE) names.add(node.variable.name.value);
    },
  });
  return names;
}

function isCustomScalar(type: GraphQLNamedType | undefined): boolean {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}

function isFoundAtOnce(schema: GraphQLSchema, type: GraphQLNamedType | null | undefined): boolean {
  if (isAbstractType(type)) {
    return (
      !!type.resolveType &&
      !isAsync(type.resolveType) &&
      schema.getPossibleTypes(type).every((possible) => !isAsync(possible.isTypeOf))
    );
  }
  return !isObjectType(type) || !isAsync(type.isTypeOf);
}

function isAsync(candidate: unknown): boolean {
  return typeof candidate === 'function' && candidate.constructor.name === 'AsyncFunction';
}
