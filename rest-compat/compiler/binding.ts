import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputType,
  isListType,
  isNonNullType,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { Binding, JsonSchema, Reading } from '../runtime/route.ts';
import { inSnakeCase } from '../runtime/snake-case.ts';
import type { InArgs, RestArgs } from './directive.ts';
import type { Operation } from './documents.ts';
import type { Faults } from './fault.ts';
import { inputSchema } from './input-schema.ts';
import { placeholders } from './name.ts';
import type { WalkContext } from './scope.ts';
import { variableDescriptions } from './variable-description.ts';

export interface BindingContext extends Pick<WalkContext, 'schema' | 'read' | 'convention' | 'faults'> {
  rest: RestArgs;
}

/** Where each variable of an operation comes from. */
export function bindingsOf(operation: Operation, context: BindingContext): Binding[] {
  const described = variableDescriptions(operation, context.schema);
  return (operation.node.variableDefinitions ?? []).flatMap((node) => {
    const type = typeFromAST(context.schema, node.type);
    if (!type || !isInputType(type)) return [];
    const binding = bindingOf({ node, type }, context);
    const description = binding.description ?? described.get(binding.variable);
    return [{ ...binding, ...(description !== undefined && { description }) }];
  });
}

function bindingOf(
  { node, type }: { node: VariableDefinitionNode; type: GraphQLInputType },
  context: BindingContext,
): Binding {
  const { read, convention, faults } = context;
  const args = read.in(node);
  const variable = node.variable.name.value;
  const words = wordsOf(args, type, { convention, faults, node });
  const description = args.description ?? node.description?.value;
  return {
    variable,
    ...sourceOf(node, args, context),
    type: print(node.type),
    named: getNamedType(type).name,
    isList: isListType(getNullableType(type)),
    isRequired: isNonNullType(type) && !node.defaultValue,
    ...(node.defaultValue && { default: valueFromASTUntyped(node.defaultValue) }),
    ...(args.as && { as: args.as }),
    ...(typeof args.min === 'number' && { min: args.min }),
    ...(typeof args.max === 'number' && { max: args.max }),
    isLenient: args.lenient,
    ...(words && { words }),
    schema: schemaOf(type, args, { words, convention, node }),
    ...(description && { description }),
  };
}

function sourceOf(node: VariableDefinitionNode, args: InArgs, { rest, faults }: BindingContext) {
  const variable = node.variable.name.value;
  const said = [args.query, args.header, args.body].filter((place) => place !== undefined && place !== null);
  if (args.query && said.length > 1)
    faults.add(node, `$${variable} has more than one place. Keep one of query, header and body.`);
  if (placeholders(rest.path).includes(variable)) {
    if (said.length > 0)
      faults.add(node, `$${variable} is a placeholder of the path, which is its place. Remove its other place.`);
    return { in: 'path' as const, names: [variable] };
  }
  if (args.query) return { in: 'query' as const, names: args.query };
  const header = args.header?.toLowerCase();
  if (header && !args.body) return { in: 'header' as const, names: [header] };
  const hasBody = rest.method !== 'GET' && rest.method !== 'DELETE';
  if (args.body && !hasBody) faults.add(node, `A ${rest.method} has no body. Take $${variable} from the query.`);
  if (args.body) return { in: 'body' as const, names: args.body, ...(header && { orHeader: header }) };
  return { in: hasBody ? ('body' as const) : ('query' as const), names: [variable] };
}

interface Worded {
  convention: Convention;
  faults: Faults;
  node: VariableDefinitionNode;
}

/** The record of words that is read backwards. */
function wordsOf(args: InArgs, type: GraphQLInputType, { convention, faults, node }: Worded): string | undefined {
  const named = getNamedType(type);
  const name = args.words ?? (isEnumType(named) && named.name in convention.words ? named.name : undefined);
  if (!name) return undefined;
  const file = `rest-compat/apis/${convention.api}/convention.ts`;
  const record = convention.words[name];
  if (!record || !isEnumType(named)) {
    const mend = record ? 'Remove it.' : `${file} has no such words. Add them.`;
    faults.add(node, `@in(words: "${name}") is for an enum and a record of the convention. ${mend}`);
    return undefined;
  }
  const missed = named.getValues().filter((value) => !(value.name in record));
  if (missed.length > 0)
    faults.add(node, `The words ${name} in ${file} have none for ${missed.map((value) => value.name).join(', ')}.`);
  const written = Object.values(record).map((word) => word.toLowerCase());
  const repeated = written.find((word, index) => written.indexOf(word) !== index);
  // In a list a word stands for all of its values.
  if (repeated !== undefined && !isListType(getNullableType(type)))
    faults.add(
      node,
      `The words ${name} in ${file} have "${repeated}" twice, so it cannot be read back. Make each unique, or name another set.`,
    );
  return name;
}

const readings: Partial<Record<Reading, JsonSchema>> = {
  LABEL_SELECTOR: { type: 'string' },
  NAME_SELECTOR: { type: 'string' },
  ETAG: { type: 'string' },
  RESOURCE_VERSION: { type: 'string' },
  QUOTED: { type: 'string' },
  LIST: { type: 'array' },
  LABELS: { type: 'object', additionalProperties: { type: 'string' } },
  TEXT: { type: 'string' },
  SECONDS: { type: 'number' },
  MINUTES: { type: 'number' },
  MILLISECONDS: { type: 'number' },
  JSON_TEXT: {},
};

function schemaOf(
  type: GraphQLInputType,
  args: InArgs,
  { words, convention, node }: { words: string | undefined; convention: Convention; node: VariableDefinitionNode },
): JsonSchema {
  const record = words === undefined ? undefined : convention.words[words];
  // Only the variable itself has the API's words; inside of an input object stand the values of the graph.
  const own = inputSchema(type, () => (isEnumType(getNamedType(type)) ? record && Object.values(record) : undefined));
  const read =
    args.as === 'SNAKE_CASE' ? inSnakeCase(own) : args.as && args.as !== 'LIST' ? { ...readings[args.as] } : own;
  const fallback = node.defaultValue && read['type'] !== 'object' ? defaultOf(node, args, { words, convention }) : {};
  if (args.lenient) return { ...read, ...fallback };
  return {
    ...read,
    ...(typeof args.min === 'number' && { minimum: args.min }),
    ...(typeof args.max === 'number' && { maximum: args.max }),
    ...fallback,
  };
}

/** The default in the API's own terms; none where it is read from another form. */
function defaultOf(
  { defaultValue }: VariableDefinitionNode,
  args: InArgs,
  { words, convention }: { words: string | undefined; convention: Convention },
): JsonSchema {
  if (!defaultValue || args.as) return {};
  const value: unknown = valueFromASTUntyped(defaultValue);
  if (value === null) return {};
  const record = words === undefined ? undefined : convention.words[words];
  return { default: record && typeof value === 'string' ? (record[value] ?? value) : value };
}
