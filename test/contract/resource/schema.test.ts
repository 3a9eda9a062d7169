import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  parse,
  subscribe,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { buildSchema } from '../../../resolvers/index.ts';
import { capabilityNames, kinds, resourceKinds } from '../../../src/modules/resource/index.ts';

const schema = buildSchema();

function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is not an object type of the graph`);
  return type;
}

function fieldsOf(name: string): string[] {
  return Object.keys(objectType(name).getFields()).sort();
}

function enumValues(name: string): unknown[] {
  return (schema.getType(name) as GraphQLEnumType).getValues().map(({ value }) => value);
}

/** Every place of the graph that a reader sees, and what is said about it. */
function described(graph: GraphQLSchema): [place: string, description: string | null | undefined][] {
  const types = Object.values(graph.getTypeMap()).filter((type) => !isIntrospectionType(type));
  return types.flatMap((type) => [[type.name, type.description], ...partsOf(type)] as [string, string | null | undefined][]);
}

function partsOf(type: GraphQLNamedType): [string, string | null | undefined][] {
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => [`${type.name}.${name}`, description]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(({ name, description }) => [`${type.name}.${name}`, description]);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field: GraphQLField<unknown, unknown>) => [
    [`${type.name}.${field.name}`, field.description] as [string, string | null | undefined],
    ...field.args.map((arg): [string, string | null | undefined] => [`${type.name}.${field.name}(${arg.name})`, arg.description]),
  ]);
}

test('nothing in the graph goes without a description', () => {
  const silent = described(schema).filter(([, description]) => !description?.trim());
  expect(silent.map(([place]) => place)).toEqual([]);
});
