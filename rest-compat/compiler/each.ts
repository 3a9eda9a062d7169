import {
  type DirectiveNode,
  type GraphQLEnumType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputType,
  Kind,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { DirectiveReader, EachArgs, RestArgs } from './directive.ts';
import type { Operation } from './documents.ts';
import type { Faults } from './fault.ts';
import { pascalCase } from './name.ts';

export interface EachContext {
  schema: GraphQLSchema;
  read: DirectiveReader;
  convention: Convention;
  rest: RestArgs;
  faults: Faults;
  /** The names that operations have already; those that are made here are added. */
  names: Set<string>;
}

/** What `@each` says in one document. */
interface Each {
  variable: string;
  type: GraphQLEnumType;
  args: EachArgs;
  /** The words of the paths by the values of the enum. */
  words: Record<string, string>;
  node: VariableDefinitionNode;
}

/** Where the name of the value stands in the name of an operation for several. */
const placeInName = /Each(?![a-z])/g;

/**
 * The operations of a document: itself, or with `@each` one for each word, as if it had been written out. All that
 * comes after knows plain documents only; their nodes keep their places, so that a fault names the file and the line.
 */
export function expanded(operation: Operation, context: EachContext): Operation[] {
  const { read, faults } = context;
  const [node, second] = (operation.node.variableDefinitions ?? []).filter((variable) => read.each(variable));
  if (!node) return [operation];
  if (second) {
    faults.add(second, `${operation.name} has @each twice. A document has the words of one enum: keep one.`);
    return [];
  }
  const each = eachOf(node, context);
  if (!each) return [];
  const messages = [...complaints(operation, each, context)];
  for (const message of messages) faults.add(node, message);
  return messages.length > 0 ? [] : valuesOf(each).flatMap((value) => writtenOut(operation, { each, value }, context));
}

function eachOf(node: VariableDefinitionNode, { schema, read, convention, faults }: EachContext): Each | undefined {
  const args = read.each(node);
  const variable = node.variable.name.value;
  const found = typeFromAST(schema, node.type);
  const type = isInputType(found) ? getNullableType(found) : undefined;
  const words = args && convention.words[args.words];
  if (!isEnumType(type))
    faults.add(node, `@each is for the values of an enum, and $${variable} is ${print(node.type)}. Remove it.`);
  else if (!words) faults.add(node, `${fileOf(convention)} has no words ${args?.words}. Add them.`);
  else return { variable, type, args, words, node };
  return undefined;
}

function* complaints({ name }: Operation, { variable, type, args, words, node }: Each, context: EachContext) {
  const { convention, rest } = context;
  const record = `The words ${args.words} in ${fileOf(convention)}`;
  if (node.defaultValue || node.directives?.some((directive) => directive.name.value === 'in'))
    yield `The word in the path says what $${variable} is. Remove its default and @in.`;
  if ([...name.matchAll(placeInName)].length !== 1)
    yield `${name} serves several routes, and each needs a name. Write Each once where the value's name belongs.`;
  for (const path of [rest.path, ...rest.also])
    if (!path.includes(`{${variable}}`)) yield `${path} has no {${variable}}, where the word of each route stands.`;
  for (const [value, word] of Object.entries(words)) {
    if (!type.getValue(value)) yield `${record} have ${value}, which ${type.name} has not. Remove it.`;
    if (!/^[\w.~-]+$/.test(word)) yield `${record} have "${word}", which is no part of a path. Mend it.`;
  }
  for (const value of [...(args.only ?? []), ...(args.except ?? [])])
    if (!(value in words)) yield `${record} have none for ${value}. Add it, or name it no more.`;
  if (valuesOf({ args, words }).length === 0) yield `@each leaves no value of ${type.name}. Name fewer in except.`;
}

/** The values that the document is for, in the order of their words. */
function valuesOf({ args: { only, except }, words }: Pick<Each, 'args' | 'words'>): string[] {
  return Object.keys(words).filter((value) => (only?.includes(value) ?? true) && !except?.includes(value));
}

/** The document for one value; none when a word that it needs is missing, or its name is taken. */
function writtenOut(
  operation: Operation,
  { each, value }: { each: Each; value: string },
  { convention, faults, names }: EachContext,
): Operation[] {
  const ownWord = convention.words[each.type.name]?.[value] ?? pascalCase(value);
  const name = operation.name.replace(placeInName, ownWord);
  const missed: string[] = [];
  const fill = (text: string): string =>
    text.replace(new RegExp(`\\{${each.variable}(?:\\.(\\w+))?\\}`, 'g'), (placeholder, set: string | undefined) => {
      const word = convention.words[set ?? each.args.words]?.[value];
      if (word === undefined) missed.push(`${placeholder}: ${fileOf(convention)} has no word for ${value} in ${set}.`);
      return word ?? placeholder;
    });
  const node = withValue(operation.node, { variable: each.variable, value, fill });
  const description = fill(operation.description);
  if (names.has(name))
    faults.add(each.node, `${name} is an operation already. Name ${value} in except, or rename one of them.`);
  for (const message of missed) faults.add(operation.node, `${message} Add it.`);
  if (names.has(name) || missed.length > 0) return [];
  names.add(name);
  return [{ ...operation, name, description, node }];
}

/** The operation with the value in place of the variable, and the texts of its `@rest` filled in. */
function withValue(
  node: OperationDefinitionNode,
  { variable, value, fill }: { variable: string; value: string; fill(text: string): string },
): OperationDefinitionNode {
  return visit(node, {
    VariableDefinition: (definition) => (definition.variable.name.value === variable ? null : undefined),
    Variable: ({ name, loc }) =>
      name.value === variable ? { kind: Kind.ENUM, value, ...(loc && { loc }) } : undefined,
    Directive: (directive): DirectiveNode | undefined =>
      directive.name.value === 'rest'
        ? visit(directive, { StringValue: (text) => ({ ...text, value: fill(text.value) }) })
        : undefined,
  });
}

function fileOf({ api }: Convention): string {
  return `rest-compat/apis/${api}/convention.ts`;
}
