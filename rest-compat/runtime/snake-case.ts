import type { JsonSchema } from './route.ts';

/** `timeoutMs` as `timeout_ms`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The schema of input objects whose fields an API writes in snake case. */
export function inSnakeCase(schema: JsonSchema): JsonSchema {
  const { properties, required, items, ...rest } = schema;
  return {
    ...rest,
    ...(isSchema(items) && { items: inSnakeCase(items) }),
    ...(isSchema(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, field]) => [snakeCase(name), inSnakeCase(field as JsonSchema)]),
      ),
    }),
    ...(Array.isArray(required) && { required: required.map((name) => snakeCase(String(name))) }),
  };
}

/** A value of such a schema as the graph takes it. Names that the schema does not have stay, and the graph refuses them. */
export function inCamelCase(value: unknown, schema: JsonSchema): unknown {
  const { properties, items } = schema;
  if (Array.isArray(value)) return isSchema(items) ? value.map((item) => inCamelCase(item, items)) : value;
  if (typeof value !== 'object' || value === null || !isSchema(properties)) return value;
  const fields = Object.entries(value).map(([name, field]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return isSchema(own) ? [camelCase(name), inCamelCase(field, own)] : [name, field];
  });
  return Object.fromEntries(fields);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
