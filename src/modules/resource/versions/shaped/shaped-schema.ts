import type { z } from 'zod';
import {
  durationForm,
  fieldFacts,
  fieldTypeOf,
  inputSchema,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
  kinds,
  type ObjectShape,
  opened,
  orOneOf,
  type ResourceKind,
  readings,
  shapeTree,
} from '../../kinds/index.ts';
import { type NamedField, type Naming, namedFields, type SpokeStyle } from './naming.ts';
import { unitOf } from './units.ts';

type SchemaPath = readonly (string | number)[];

/** The JSON Schema of a kind's specs as an API writes them. Members that the API does not read may be anything. */
export function shapedSchema(kind: ResourceKind, naming: Naming & { completes: readonly string[] }): JsonSchema {
  const { style, completes } = naming;
  const fieldsAt = (type: z.ZodType, at: string): NamedField[] => {
    const fields = namedFields(shapeTree(type) as ObjectShape, at, naming);
    return fields.map((named) => (completes.includes(named.path) ? withoutDemand(named) : named));
  };
  return inputSchema(kinds[kind].shape, (type, own, path) => {
    switch (fieldFacts.get(type)?.is) {
      case 'part':
        return partSchema({ type, own }, fieldsAt(type, hubPath(path)), style);
      case 'reference':
      case 'secret':
        return style.opensRefs ? opened(readings.get(type)?.reads(own) ?? own) : undefined;
      default:
        return undefined;
    }
  });
}

function withoutDemand(named: NamedField): NamedField {
  return { ...named, field: { ...named.field, required: false } };
}

/** A value of the API on the way to its JSON Schema: fields of one object of the hub may stand at several levels. */
class Level {
  readonly #own: JsonValue[] = [];
  readonly #fields = new Map<string, Level>();
  readonly #required = new Set<string>();

  set([step, ...rest]: string[], schema: JsonValue, isRequired: boolean): void {
    if (step === undefined) {
      this.#own.push(schema);
      return;
    }
    if (isRequired) this.#required.add(step);
    const inner = this.#fields.get(step) ?? new Level();
    this.#fields.set(step, inner);
    inner.set(rest, schema, isRequired);
  }

  schema(style: SpokeStyle): JsonValue {
    const ways = this.#fields.size > 0 ? [...this.#own, this.#object(style)] : this.#own;
    return ways.length === 1 ? (ways[0] as JsonValue) : { allOf: ways };
  }

  #object(style: SpokeStyle): JsonSchema {
    const properties = Object.fromEntries([...this.#fields].map(([name, field]) => [name, field.schema(style)]));
    const schema = { properties, ...(this.#required.size > 0 && { required: [...this.#required] }) };
    return style.spelled?.(schema) ?? schema;
  }
}

function partSchema(
  { type, own }: { type: z.ZodType; own: JsonSchema },
  fields: NamedField[],
  style: SpokeStyle,
): JsonSchema {
  const level = new Level();
  for (const { hubName, steps, field } of fields) {
    const schema =
      field.node.type === 'duration'
        ? durationSchema(inputSchema(fieldTypeOf(type, hubName)), String(steps.at(-1)), style)
        : ((own['properties'] as JsonObject)[hubName] as JsonValue);
    level.set(steps, field.required ? schema : orOneOf(schema, style.absent), field.required);
  }
  return { type: 'object', ...(level.schema(style) as JsonSchema) };
}

/** A length of time of which `own` says in milliseconds how long it may be. */
function durationSchema({ type: _, ...own }: JsonSchema, name: string, style: SpokeStyle): JsonSchema {
  const unit = unitOf(name);
  const { minimum, maximum, multipleOf = 1, default: __, ...said } = own;
  if (unit === undefined) return { ...said, type: 'string', pattern: style.durationForm ?? durationForm };
  const step = Number(multipleOf) / unit;
  const limits = { minimum: Number(minimum) / unit, maximum: Number(maximum) / unit };
  return { ...said, type: 'number', ...limits, ...(step >= 1 && { multipleOf: step }) };
}

/** The hub's field that a place in its JSON Schema is about, as `FieldNames` has it: keys of maps count for nothing. */
function hubPath([keyword, name, ...rest]: SchemaPath): string {
  if (keyword === undefined) return '';
  if (keyword === 'properties') return [name, hubPath(rest)].filter((part) => part !== '').join('.');
  return keyword === 'anyOf' ? hubPath(rest) : hubPath(name === undefined ? [] : [name, ...rest]);
}
