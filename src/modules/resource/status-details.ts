import { isObject, type JsonObject, type JsonValue, kinds, type ResourceKind, shapeTree } from './kinds/index.ts';
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
  return Object.fromEntries(
    shown.flatMap(([name, value]) => {
      const shownAs = names[name] === undefined ? name : names[name];
      return shownAs === null ? [] : [[shownAs, value]];
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
  const { status } = kinds[kind];
  const shape = status && shapeTree(status);
  return shape?.type === 'object' ? [...shape.fields.keys()] : [];
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
