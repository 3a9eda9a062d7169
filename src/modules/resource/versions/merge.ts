import { isSame, type JsonObject, type JsonValue, ownValue } from '../kinds/index.ts';
import { identitiesOf, isJsonObject } from './structure.ts';

type Maybe = JsonValue | undefined;

/**
 * A write through an API that sees only part of a resource. `seen` is that part as it was, `stored` all of it,
 * `written` what was sent: what the writer did not touch stays as stored, what it touched becomes as written.
 */
export function mergeUnseen(seen: JsonObject, stored: JsonObject, written: JsonObject): JsonObject {
  return mergeObjects(seen, stored, written);
}

function merge(seen: Maybe, stored: Maybe, written: Maybe): Maybe {
  if (isSame(written, seen)) return stored;
  if (isSame(stored, seen)) return written;
  if (isJsonObject(stored) && isJsonObject(written)) {
    return mergeObjects(isJsonObject(seen) ? seen : {}, stored, written);
  }
  if (Array.isArray(stored) && Array.isArray(written)) {
    return mergeLists(Array.isArray(seen) ? seen : [], stored, written);
  }
  return written;
}

function mergeObjects(seen: JsonObject, stored: JsonObject, written: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(written), ...Object.keys(stored)]);
  const merged = [...keys].map((key): [string, Maybe] => [
    key,
    merge(ownValue(seen, key), ownValue(stored, key), ownValue(written, key)),
  ]);
  return Object.fromEntries(merged.filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
}

function mergeLists(seen: JsonValue[], stored: JsonValue[], written: JsonValue[]): JsonValue[] {
  const ids = { seen: identitiesOf(seen), stored: identitiesOf(stored), written: identitiesOf(written) };
  if (ids.seen === undefined || ids.stored === undefined || ids.written === undefined) return written;
  const known = new Set([...ids.seen, ...ids.written]);
  const unseen = stored.filter((_, place) => !known.has(ids.stored?.[place] ?? ''));
  const touched = written.map((item, place) => {
    const id = ids.written?.[place] ?? '';
    const before = seen[ids.seen?.indexOf(id) ?? -1];
    return merge(before, stored[ids.stored?.indexOf(id) ?? -1], item);
  });
  return [...touched.filter((item) => item !== undefined), ...unseen];
}
