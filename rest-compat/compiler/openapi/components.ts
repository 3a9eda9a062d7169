import type { JsonSchema } from '../../runtime/route.ts';

/** The schemas of a document that have names. */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();
  readonly #prefix: string;

  /** Every name begins with `prefix`, so that documents can be merged. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** A reference to the schema; the schema itself when the name is taken by another one. */
  named(name: string, schema: JsonSchema): JsonSchema {
    const full = name.startsWith(this.#prefix) ? name : `${this.#prefix}${name}`;
    const before = this.#schemas.get(full);
    if (before && JSON.stringify(before) !== JSON.stringify(schema)) return schema;
    this.#schemas.set(full, schema);
    return { $ref: `#/components/schemas/${full}` };
  }

  get schemas(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
