import { type GraphQLSchema, isEnumType } from 'graphql';
import type { Convention } from '../../runtime/convention.ts';
import type { JsonSchema, Member, ObjectShape, ScalarShape, Shape, Writing } from '../../runtime/route.ts';
import { orNull, scalarSchema } from '../input-schema.ts';
import type { Components } from './components.ts';

export interface AnswerContext {
  schema: GraphQLSchema;
  convention: Convention;
  /** Takes the schemas that have a name; undefined writes each in its place. */
  components?: Components;
}

const written: Record<Writing, JsonSchema> = {
  NUMBER: { type: 'number' },
  STRING: { type: 'string' },
  LOWER: { type: 'string' },
  UNIX_SECONDS: { type: 'integer' },
  UNIX_MILLISECONDS: { type: 'integer' },
  SECONDS: { type: 'string', format: 'date-time' },
  SQL_TIME: { type: 'string' },
  JSON_TEXT: { type: 'string' },
  LENGTH: { type: 'integer' },
  DURATION_MS: { type: 'number' },
  DURATION_SECONDS: { type: 'number' },
  DURATION_MINUTES: { type: 'number' },
};

/** The JSON Schema of what a shape writes. */
export function answerSchema(shape: Shape, context: AnswerContext): JsonSchema {
  const schema = plainSchema(shape, context);
  const described = shape.description === undefined ? schema : { ...schema, description: shape.description };
  const isNull = shape.isNullable && !('default' in shape) && !('const' in shape);
  return isNull ? orNull(described) : described;
}

function plainSchema(shape: Shape, context: AnswerContext): JsonSchema {
  switch (shape.kind) {
    case 'scalar':
      return valueSchema(shape, context);
    case 'list':
      return { type: 'array', items: answerSchema(shape.item, context) };
    case 'entries':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'next':
      // Null on the last page, unless something else stands for it.
      return shape.isNullable || 'default' in shape ? { type: 'string' } : orNull({ type: 'string' });
    case 'object':
      return namedObject(shape, context);
  }
}

function valueSchema(shape: ScalarShape, { schema, convention }: AnswerContext): JsonSchema {
  if ('const' in shape) return constSchema(shape);
  const record = shape.words === undefined ? undefined : convention.words[shape.words];
  if (record) return { type: 'string', enum: [...new Set(Object.values(record))] };
  if (shape.type !== 'enum') return shape.as ? { ...written[shape.as] } : scalarSchema(shape.named);
  const type = schema.getType(shape.named);
  const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  return { type: 'string', enum: shape.as === 'LOWER' ? values.map((value) => value.toLowerCase()) : values };
}

function constSchema({ type, const: value }: ScalarShape): JsonSchema {
  if (Array.isArray(value)) return { type: 'array', items: { enum: value }, const: value };
  return type === 'json' ? { const: value } : { type, const: value };
}

function namedObject(shape: ObjectShape, context: AnswerContext): JsonSchema {
  const schema = objectSchema(shape, context);
  if (shape.schemaName === undefined || !context.components) return schema;
  return context.components.named(shape.schemaName, schema);
}

function objectSchema({ members, byType, isBare }: ObjectShape, context: AnswerContext): JsonSchema {
  const only = members.find(({ isHidden, header }) => !isHidden && header === undefined);
  if (isBare && only) return answerSchema(only.shape, context);
  if (!byType) return membersSchema(members, context);
  const variants = Object.values(byType).map((own) => membersSchema([...members, ...own], context));
  const unique = new Map(variants.map((variant) => [JSON.stringify(variant), variant]));
  const [single] = unique.values();
  return unique.size === 1 && single ? single : { anyOf: [...unique.values()] };
}

function membersSchema(members: readonly Member[], context: AnswerContext): JsonSchema {
  const shown = members.filter(({ isHidden, header }) => !isHidden && header === undefined);
  const properties = Object.fromEntries(shown.map((member) => [member.name, memberSchema(member, context)]));
  const required = shown.filter(isAlways).map(({ name }) => name);
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** A member that is left out when it is null is never null. */
function memberSchema({ shape, omit }: Member, context: AnswerContext): JsonSchema {
  return answerSchema(omit === 'never' ? shape : { ...shape, isNullable: false }, context);
}

function isAlways({ shape, omit }: Member): boolean {
  if (omit === 'never' || 'const' in shape) return true;
  return omit === 'null' && (!shape.isNullable || 'default' in shape) && (shape.kind !== 'next' || 'default' in shape);
}
