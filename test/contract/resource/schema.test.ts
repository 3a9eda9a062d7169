import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { buildSchema } from '../../../resolvers/index.ts';
import { capabilityNames, kinds, resourceKinds } from '../../../src/modules/resource/index.ts';

const schema = buildSchema();

type Described = [place: string, description: string | null | undefined];

function partsOf(type: GraphQLNamedType): Described[] {
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => [`${type.name}.${name}`, description]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(({ name, description }) => [`${type.name}.${name}`, description]);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field: GraphQLField<unknown, unknown>): Described[] => [
    [`${type.name}.${field.name}`, field.description],
    ...field.args.map((arg): Described => [`${type.name}.${field.name}(${arg.name})`, arg.description]),
  ]);
}

function objectType(name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is not an object type of the graph.`);
  return type;
}

function fieldsOf(name: string): string[] {
  return Object.keys(objectType(name).getFields()).sort();
}

function enumWords(name: string): unknown[] {
  const type = schema.getType(name) as GraphQLEnumType;
  return type.getValues().map(({ value }) => value);
}

function camelCase(dashed: string): string {
  return dashed.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

test('the graph is valid', () => {
  expect(validateSchema(schema).map(({ message }) => message)).toEqual([]);
});

test('nothing in the graph goes without a description', () => {
  const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));
  const places = types.flatMap((type): Described[] => [[type.name, type.description], ...partsOf(type)]);
  const silent = places.filter(([, description]) => !description?.trim());
  expect(silent.map(([place]) => place)).toEqual([]);
});

test.each(resourceKinds)('%s is a Resource and a Node with a typed spec, a field of its own and a list', (kind) => {
  const name = kinds[kind].typeName ?? kind;
  const type = objectType(name);
  expect(type.getInterfaces().map(({ name }) => name)).toEqual(expect.arrayContaining(['Resource', 'Node']));
  expect(String(type.getFields()['spec']?.type)).toBe(`${name}Spec!`);
  const query = objectType('Query').getFields();
  const one = query[name.charAt(0).toLowerCase() + name.slice(1)];
  const many = query[camelCase(kinds[kind].plural)];
  expect(String(one?.type)).toBe(name);
  expect(one?.args.map((arg) => arg.name)).toEqual(['asOf', 'name', 'namespace']);
  expect(String(many?.type)).toBe(`${name}Connection!`);
});

test('the words of the graph are those of the specs', () => {
  expect(enumWords('ResourceKind').sort()).toEqual([...resourceKinds].sort());
  expect(enumWords('ModelCapability').sort()).toEqual([...capabilityNames].sort());
});

test('no field of the graph has a place for the value of a Secret', () => {
  expect(fieldsOf('SecretSpec')).toEqual(['boundTo', 'keys', 'rotation', 'source']);
  expect(fieldsOf('SecretValue')).toEqual(['key', 'name', 'namespace', 'secret']);
});
