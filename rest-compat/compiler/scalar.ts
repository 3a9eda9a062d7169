import { type FieldNode, type GraphQLLeafType, isEnumType } from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { ScalarShape, Writing } from '../runtime/route.ts';
import type { FieldDirectives } from './directive.ts';
import type { Faults } from './fault.ts';

const types: Record<string, ScalarShape['type']> = {
  Int: 'integer',
  Float: 'number',
  Boolean: 'boolean',
  JSON: 'json',
};

/** Which scalars each way of writing can write; absent where any will do. */
const writable: Partial<Record<Writing, readonly string[]>> = {
  NUMBER: ['String', 'ID', 'Decimal', 'Int', 'Float', 'JSON'],
  UNIX_SECONDS: ['DateTime'],
  UNIX_MILLISECONDS: ['DateTime'],
  SECONDS: ['DateTime'],
  SQL_TIME: ['DateTime'],
  JSON_TEXT: ['JSON'],
  LENGTH: ['String'],
  DURATION_MS: ['Duration'],
  DURATION_SECONDS: ['Duration'],
  DURATION_MINUTES: ['Duration'],
};

export interface ScalarSource {
  type: GraphQLLeafType;
  isNullable: boolean;
  field: FieldNode;
  directives: FieldDirectives;
}

/** The shape of a value without fields. */
export function scalarShape(source: ScalarSource, convention: Convention, faults: Faults): ScalarShape {
  const { type, directives, field } = source;
  const shape: ScalarShape = {
    kind: 'scalar',
    type: isEnumType(type) ? 'enum' : (types[type.name] ?? 'string'),
    named: type.name,
    isNullable: source.isNullable,
  };
  const writing = directives.as?.type;
  if (writing) {
    if (writable[writing] && !writable[writing].includes(type.name))
      faults.add(
        field,
        `@as(type: ${writing}) cannot write ${type.name}; it writes ${writable[writing].join(', ')}. Remove it.`,
      );
    shape.as = writing;
  }
  const words = wordsOf(source, convention, faults);
  if (words) shape.words = words;
  return shape;
}

function wordsOf({ type, directives, field }: ScalarSource, convention: Convention, faults: Faults) {
  const named = directives.words?.set;
  if (!named) return isEnumType(type) && !directives.as && type.name in convention.words ? type.name : undefined;
  const record = convention.words[named];
  const file = `rest-compat/apis/${convention.api}/convention.ts`;
  if (!record) {
    faults.add(field, `@words names the set ${named}, which ${file} has not. Add it to its words.`);
    return undefined;
  }
  if (type.name === 'Int' || type.name === 'Float' || type.name === 'JSON')
    faults.add(field, `@words is for enums, booleans and texts, and this is ${type.name}. Remove it.`);
  const values = isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
  const needed = type.name === 'Boolean' ? ['true', 'false'] : values;
  const missed = needed.filter((value) => !(value in record));
  if (missed.length > 0)
    faults.add(field, `The words ${named} in ${file} have none for ${missed.join(', ')}. Add them.`);
  return named;
}
