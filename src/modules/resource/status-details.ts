import {
  decimalNumber,
  isObject,
  type JsonObject,
  type JsonValue,
  kinds,
  type ObjectShape,
  type ResourceKind,
  shapeTree,
} from './kinds/index.ts';
import { type ApiVersion, spokeOf } from './versions/index.ts';

/** What the status of a kind tells besides what every status does, as far as `given` has it in a form that fits. */
export function fittingDetails(kind: ResourceKind, given: JsonObject): JsonObject {
  const { status } = kinds[kind];
  if (status === undefined) return {};
  const known = detailNames(kind).filter((name) => Object.hasOwn(given, name));
  const fitting = known.filter((name) => status.safeParse({ [name]: given[name] }).success);
  return Object.fromEntries(fitting.map((name) => [name, given[name] as JsonValue]));
}

/** The same, with what the kind's shape gives to fields of which nothing is known. */
export function wholeDetails(kind: ResourceKind, given: JsonObject): JsonObject {
  const parsed = kinds[kind].status?.safeParse(fittingDetails(kind, given));
  return parsed?.success && isObject(parsed.data) ? (parsed.data as JsonObject) : {};
}

/** Details as an API names them; what is empty, and what it does not have, is left out. */
export function detailsForApi(kind: ResourceKind, version: ApiVersion, details: JsonObject): JsonObject {
  const { statusNames: names = {} } = spokeOf(version, kind);
  const shown = Object.entries(details).filter(([, value]) => !isEmpty(value));
  const amounts = decimalNames(kind);
  return Object.fromEntries(
    shown.flatMap(([name, value]) => {
      const shownAs = names[name] === undefined ? name : names[name];
      return shownAs === null ? [] : [[shownAs, amounts.has(name) ? amountFor(version, value) : value]];
    }),
  );
}

/** What a status in the words of an API says of what the hub's status of the kind knows. */
export function detailsFromApi(kind: ResourceKind, version: ApiVersion, status: JsonObject): JsonObject {
  const names = Object.entries(spokeOf(version, kind).statusNames ?? {});
  const hubNames = new Map(names.flatMap(([name, shownAs]) => (shownAs === null ? [] : [[shownAs, name] as const])));
  const renamed = Object.entries(status).map(([name, value]) => [hubNames.get(name) ?? name, value]);
  return fittingDetails(kind, Object.fromEntries(renamed) as JsonObject);
}

function detailNames(kind: ResourceKind): string[] {
  return [...(detailShape(kind)?.fields.keys() ?? [])];
}

/** The exact decimals among the details. */
function decimalNames(kind: ResourceKind): Set<string> {
  const fields = [...(detailShape(kind)?.fields ?? [])];
  return new Set(fields.flatMap(([name, { node }]) => (node.type === 'decimal' ? [name] : [])));
}

function detailShape(kind: ResourceKind): ObjectShape | undefined {
  const { status } = kinds[kind];
  const shape = status && shapeTree(status);
  return shape?.type === 'object' ? shape : undefined;
}

/** The status writes money as the spec does: Joch as a number, where that says exactly the same. */
function amountFor(version: ApiVersion, value: JsonValue): JsonValue {
  return version === 'joch.dev/v1alpha1' && typeof value === 'string' ? decimalNumber(value) : value;
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
