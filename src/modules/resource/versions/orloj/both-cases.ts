import type { JsonObject, JsonSchema } from '../../kinds/index.ts';

/** The object, whose fields may be written in snake_case and in camelCase. */
export function inBothCases(own: JsonSchema): JsonSchema {
  const { properties = {}, required = [], ...rest } = own;
  const fields = Object.entries(properties as JsonObject).flatMap(([name, field]) =>
    spellings(name).map((one) => [one, field]),
  );
  const demands = (required as string[]).map((name): JsonSchema => {
    const names = spellings(name);
    return names.length === 1 ? { required: names } : { anyOf: names.map((one) => ({ required: [one] })) };
  });
  return { ...rest, properties: Object.fromEntries(fields), ...(demands.length > 0 && { allOf: demands }) };
}

/** An object in which a field, in either spelling, is as `field` says; text that is not empty when it does not. */
export function given(name: string, field: JsonSchema = { type: 'string', minLength: 1 }): JsonSchema {
  return { anyOf: spellings(name).map((one) => ({ required: [one], properties: { [one]: field } })) };
}

/** What both spellings of a name have in common. */
export function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function spellings(name: string): string[] {
  return [...new Set([name, camelCase(name)])];
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
