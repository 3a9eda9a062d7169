import {
  decimalNumber,
  isObject,
  type JsonObject,
  type JsonValue,
  kinds,
  type ResourceKind,
  type ShapeNode,
  shapeTree,
} from './kinds/index.ts';
import { type ApiVersion, type StatusNames, spokeOf } from './versions/index.ts';

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
  const fit = shown.map(([name, value]) => [name, amounts.has(name) ? amountFor(version, value) : value]);
  const renamed = renamedFields(Object.fromEntries(fit), { names, shape: shapeOf(kind), toApi: true });
  return isObject(renamed) ? renamed : {};
}

/** What a status in the words of an API says of what the hub's status of the kind knows. */
export function detailsFromApi(kind: ResourceKind, version: ApiVersion, status: JsonObject): JsonObject {
  const { statusNames: names = {} } = spokeOf(version, kind);
  const renamed = renamedFields(status, { names, shape: shapeOf(kind), toApi: false });
  return fittingDetails(kind, isObject(renamed) ? renamed : {});
}

interface Renaming {
  names: StatusNames;
  shape: ShapeNode | undefined;
  toApi: boolean;
  /** Where the value lies in the status, in the hub's names. */
  at?: string;
}

/** The same value under the names of the other side; members that the shape does not have keep theirs. */
function renamedFields(value: JsonValue, { names, shape, toApi, at = '' }: Renaming): JsonValue {
  if (shape?.type === 'list' && Array.isArray(value))
    return value.map((item) => renamedFields(item, { names, shape: shape.item, toApi, at }));
  if (shape?.type !== 'object' || !isObject(value)) return value;
  const fields = [...shape.fields].map(([hubName, { node }]) => {
    const path = at === '' ? hubName : `${at}.${hubName}`;
    return { hubName, node, path, shownAs: names[path] === undefined ? hubName : names[path] };
  });
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, JsonValue][] => {
      const field = fields.find(({ hubName, shownAs }) => name === (toApi ? hubName : shownAs));
      if (!field) return [[name, member]];
      const inner = renamedFields(member, { names, shape: field.node, toApi, at: field.path });
      const to = toApi ? field.shownAs : field.hubName;
      return to === null ? [] : [[to, inner]];
    }),
  );
}

function shapeOf(kind: ResourceKind): ShapeNode | undefined {
  const { status } = kinds[kind];
  return status && shapeTree(status);
}

function detailNames(kind: ResourceKind): string[] {
  const shape = shapeOf(kind);
  return shape?.type === 'object' ? [...shape.fields.keys()] : [];
}

/** The exact decimals among the details. */
function decimalNames(kind: ResourceKind): Set<string> {
  const shape = shapeOf(kind);
  const fields = shape?.type === 'object' ? [...shape.fields] : [];
  return new Set(fields.flatMap(([name, { node }]) => (node.type === 'decimal' ? [name] : [])));
}

/** The status writes money as the spec does: Joch as a number, where that says exactly the same. */
function amountFor(version: ApiVersion, value: JsonValue): JsonValue {
  return version === 'joch.dev/v1alpha1' && typeof value === 'string' ? decimalNumber(value) : value;
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
