import type { JsonSchema, JsonValue, ObjectShape, Ref, SecretRef, ShapeField, ShapeNode } from '../../kinds/index.ts';

/** How an API writes what the hub's shapes declare. */
export interface SpokeStyle {
  /** The API's name of a field that says nothing else. */
  nameOf(hubName: string, node: ShapeNode): string;
  /** The member that the API takes for the field of this name; undefined when it counts as not given. */
  find(given: Record<string, unknown>, name: string): unknown;
  /** What the hub reads a reference from. */
  readRef(given: unknown): unknown;
  writeRef(ref: Ref): JsonValue;
  readSecret(given: unknown): unknown;
  writeSecret(ref: SecretRef): JsonValue;
  /** Milliseconds of a length of time that is written as text; in Go's syntax unless this says more. @throws DurationFault */
  parseDuration?(text: string): number;
  /** What the API writes for an exact decimal; its text unless this says otherwise. */
  writeDecimal?(text: string): JsonValue;
  /** What counts as not given where a value need not be. */
  absent: readonly JsonValue[];
  /** The form of a length of time as text; that of Go unless this says more. */
  durationForm?: string;
  /** Whether members of a reference that are not its own are left unread. */
  opensRefs?: boolean;
  /** The JSON Schema of an object in every spelling of its fields. */
  spelled?(own: JsonSchema): JsonSchema;
  /** Whether a written value is shown. */
  shows(value: JsonValue, field: ShapeField): boolean;
}

/**
 * What an API calls the fields of a kind where its style does not say it: by the field's path in the hub without places
 * in lists and keys of maps, the name in the API's object at that place. A name with dots stands deeper in it.
 */
export type FieldNames = Readonly<Record<string, string>>;

/** The names of a kind in an API, and how it writes them. */
export interface Naming {
  names: FieldNames;
  style: SpokeStyle;
}

/** One field of an object of the hub, and where an API has it. */
export interface NamedField {
  hubName: string;
  /** The steps to the value in the API's object. */
  steps: string[];
  field: ShapeField;
  /** The path of the field in the hub, as `FieldNames` has it. */
  path: string;
}

/** The fields of an object with their names in the API. */
export function namedFields(shape: ObjectShape, at: string, { names, style }: Naming): NamedField[] {
  return [...shape.fields].map(([hubName, field]) => {
    const path = at === '' ? hubName : `${at}.${hubName}`;
    const name = names[path] ?? style.nameOf(hubName, field.node);
    return { hubName, steps: name.split('.'), field, path };
  });
}
