import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { JsonSchema } from '../runtime/route.ts';

const scalars: Record<string, JsonSchema> = {
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  JSON: {},
  DateTime: { type: 'string', format: 'date-time' },
};

/** Any JSON but null. */
const anyValue: JsonSchema = { type: ['object', 'array', 'string', 'number', 'boolean'] };

/** The words of an enum in an API, by its name; undefined shows the values of the graph. */
export type EnumWords = (name: string) => readonly string[] | undefined;

/** The JSON Schema of a scalar of the graph. */
export function scalarSchema(name: string): JsonSchema {
  return { ...(scalars[name] ?? { type: 'string' }) };
}

/** The JSON Schema of what a variable takes. An input object inside of itself is any object. */
export function inputSchema(type: GraphQLInputType, words: EnumWords, above: readonly string[] = []): JsonSchema {
  if (isNonNullType(type)) return inputSchema(type.ofType, words, above);
  if (isListType(type)) return { type: 'array', items: inputSchema(type.ofType, words, above) };
  if (isEnumType(type))
    return { type: 'string', enum: [...new Set(words(type.name) ?? type.getValues().map(({ name }) => name))] };
  if (!isInputObjectType(type)) return scalarSchema(type.name);
  if (above.includes(type.name)) return { type: 'object' };
  const fields = Object.values(type.getFields());
  const properties = Object.fromEntries(
    fields.map((field) => {
      const schema = inputSchema(field.type, words, [...above, type.name]);
      return [field.name, { ...schema, ...(field.description && { description: field.description }) }];
    }),
  );
  const required = fields.filter(isRequiredInputField).map(({ name }) => name);
  return { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false };
}

/**
 * The same schema, also met by null. As a choice of two, and not as a list of types: there are readers that take such a
 * list for its first type. What people read about the value, and its default, stay outside.
 */
export function orNull({ description, default: fallback, ...schema }: JsonSchema): JsonSchema {
  const said = {
    ...(description !== undefined && { description }),
    ...(fallback !== undefined && { default: fallback }),
  };
  const value = Object.keys(schema).length === 0 ? anyValue : schema;
  return { anyOf: [value, { type: 'null' }], ...said };
}
