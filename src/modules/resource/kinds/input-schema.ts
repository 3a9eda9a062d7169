import { z } from 'zod';
import type { JsonObject, JsonValue } from './json.ts';
import { isRequired } from './shape-tree.ts';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = JsonObject;

/** How what a type reads differs from what its own check takes, whose JSON Schema is `own`. */
export interface Reading {
  reads(own: JsonSchema): JsonSchema;
}

/**
 * The types that read more than they check: other spellings, blanks, what counts as not given. Also those whose check is
 * a function, as far as a JSON Schema can say the same.
 */
export const readings = z.registry<Reading>();

/** Changes the JSON Schema of a type that is part of another; undefined leaves it. `path` leads to it through the schema. */
export type SchemaOverride = (
  type: z.ZodType,
  own: JsonSchema,
  path: readonly (string | number)[],
) => JsonSchema | undefined;

/**
 * The JSON Schema of what a type reads. Of a text with a syntax, such as a line of cron, it has the form; whether it makes
 * sense is told when it is read.
 */
export function inputSchema(type: z.ZodType, override: SchemaOverride = () => undefined): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(type, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      const own = { ...jsonSchema } as JsonSchema;
      const at = zodSchema as z.core.$ZodType as z.ZodType;
      const read = override(at, own, path) ?? readings.get(at)?.reads(own);
      if (read !== undefined) replace(jsonSchema, read);
    },
  });
  return schema as JsonSchema;
}

/** The reading of an object whose fields may be null where they need not be given. */
export function fieldsReading(shape: z.ZodRawShape): Reading {
  const required = requiredOf(shape);
  return { reads: (own) => objectSchema(own, { required, absent: [null] }) };
}

/** The fields that must be given. */
export function requiredOf(shape: z.ZodRawShape): string[] {
  return Object.keys(shape).filter((name) => isRequired(shape[name] as z.ZodType));
}

/** The object, whose fields but the required ones may have a value that counts as not given. */
export function objectSchema(own: JsonSchema, about: { required: string[]; absent: readonly JsonValue[] }): JsonSchema {
  const { properties = {}, required: _, ...rest } = own;
  const fields = Object.entries(properties as JsonObject).map(([name, field]) => [
    name,
    about.required.includes(name) ? field : orOneOf(field as JsonValue, about.absent),
  ]);
  return {
    ...rest,
    properties: Object.fromEntries(fields),
    ...(about.required.length > 0 && { required: about.required }),
  };
}

/** The type, whose JSON Schema says more than that of what it was made from. */
export function narrowed<T extends z.ZodType>(type: T, more: (own: JsonSchema) => JsonSchema): T {
  const before = readings.get(type)?.reads ?? ((own) => own);
  readings.add(type, { reads: (own) => more(before(own)) });
  return type;
}

/** The schema, or one of these values. */
export function orOneOf(schema: JsonValue, values: readonly JsonValue[]): JsonSchema {
  return { anyOf: [schema, { enum: [...values] }] };
}

/** A choice of ways to write something, of which members that are not known are left unread. */
export function opened({ anyOf }: JsonSchema): JsonSchema {
  const ways = (anyOf as JsonSchema[]).map(({ additionalProperties, ...way }) => way);
  return { anyOf: ways };
}

/** What also reads null. */
export const orNull: Reading = { reads: (own) => orOneOf(own, [null]) };

/** The schema, or blank text. */
export function orBlank(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'string', pattern: '^\\s*$' }] };
}

/** Text that is one of `words` in any case, also with space around it. */
export function inAnyCase(words: readonly string[]): JsonSchema {
  const pattern = `^\\s*(?:${words.map(caseless).join('|')})\\s*$`;
  return { anyOf: [{ enum: [...words] }, { type: 'string', pattern }] };
}

function replace(target: object, by: JsonSchema): void {
  for (const key of Object.keys(target)) Reflect.deleteProperty(target, key);
  Object.assign(target, by);
}

function caseless(word: string): string {
  const letters = [...word].map((letter) => {
    const [lower, upper] = [letter.toLowerCase(), letter.toUpperCase()];
    return lower === upper ? letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&') : `[${lower}${upper}]`;
  });
  return letters.join('');
}
