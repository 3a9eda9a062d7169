import { isObject, isSame, type JsonObject, type JsonValue, ownValue } from '../kinds/index.ts';

/** A key, a place in a list, or the item of a list that carries this identity. */
export type Step = string | number | { item: string };

/** One difference between two values. */
export interface Change {
  path: Step[];
  op: 'add' | 'remove' | 'change';
  before?: JsonValue;
  after?: JsonValue;
}

/** How lists are compared: item by item, or whole unless both have the same items by name. */
export type ListRule = 'items' | 'whole';

/** What tells the items of a list apart: the role, or the name and the namespace; undefined when any item has none. */
export function identitiesOf(items: readonly unknown[]): string[] | undefined {
  const identities = items.map(identityOf).filter((identity) => identity !== undefined);
  return new Set(identities).size === items.length ? identities : undefined;
}

function identityOf(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  if (typeof item['role'] === 'string') return item['role'];
  if (typeof item['name'] !== 'string') return undefined;
  return typeof item['namespace'] === 'string' ? `${item['namespace']}/${item['name']}` : item['name'];
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}

/** Every difference between two values, by sorted keys. */
export function changesBetween(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  lists: ListRule,
  path: Step[] = [],
): Change[] {
  if (isSame(before, after)) return [];
  if (after === undefined) return before === undefined ? [] : [{ path, op: 'remove', before }];
  if (before === undefined) return [{ path, op: 'add', after }];
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => changesBetween(ownValue(before, key), ownValue(after, key), lists, [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, lists, path);
  return [{ path, op: 'change', before, after }];
}

function listChanges(before: JsonValue[], after: JsonValue[], lists: ListRule, path: Step[]): Change[] {
  const old = identitiesOf(before);
  const now = identitiesOf(after);
  const whole: Change[] = [{ path, op: 'change', before, after }];
  if (old === undefined || now === undefined) return lists === 'whole' ? whole : placeChanges(before, after, path);
  if (!(lists === 'whole' ? isSame(old, now) : inSameOrder(old, now))) return whole;
  const items = [...new Set([...old, ...now])];
  return items.flatMap((item) =>
    changesBetween(before[old.indexOf(item)], after[now.indexOf(item)], lists, [...path, { item }]),
  );
}

function placeChanges(before: JsonValue[], after: JsonValue[], path: Step[]): Change[] {
  const places = Array.from({ length: Math.max(before.length, after.length) }, (_, place) => place);
  return places.flatMap((place) => changesBetween(before[place], after[place], 'items', [...path, place]));
}

// Items may come and go; when those that stay change their order, the list as a whole has changed.
function inSameOrder(old: string[], now: string[]): boolean {
  const stayed = old.filter((item) => now.includes(item));
  return isSame(
    stayed,
    now.filter((item) => old.includes(item)),
  );
}
