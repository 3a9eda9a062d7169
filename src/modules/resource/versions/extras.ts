import { isSame, type JsonObject, type JsonValue, ownValue } from '../kinds/index.ts';
import { type Change, changesBetween, identitiesOf, isJsonObject, type Step } from './structure.ts';

/** What one API said and the hub cannot: differences between the rendered hub (`before`) and the manifest (`after`). */
export type SpokeExtras = Change[];

/** Extras by API version. Plain JSON, to be stored beside the spec. */
export type Extras = { [apiVersion: string]: SpokeExtras };

/** What must be kept so that `rendered` becomes `manifest` again. */
export function extrasOf(rendered: JsonObject, manifest: JsonObject, keeps: (change: Change) => boolean): SpokeExtras {
  return changesBetween(rendered, manifest, 'whole').filter(keeps);
}

/** `rendered` with what was kept. Where the hub has changed since, the hub's word stands. */
export function withExtras(rendered: JsonObject, extras: SpokeExtras): JsonObject {
  return extras.reduce<JsonObject>((manifest, change) => {
    const changed = applyAt(manifest, change.path, change);
    return isJsonObject(changed) ? changed : manifest;
  }, rendered);
}

function applyAt(value: JsonValue | undefined, path: Step[], change: Change): JsonValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return applied(value, change);
  if (typeof step === 'object') return atItem(value, step.item, rest, change);
  if (!isJsonObject(value)) return value;
  const { [String(step)]: _, ...others } = value;
  const next = applyAt(ownValue(value, String(step)), rest, change);
  return next === undefined ? others : { ...value, [step]: next };
}

// An item that the hub no longer has takes what was kept for it along.
function atItem(list: JsonValue | undefined, item: string, rest: Step[], change: Change): JsonValue | undefined {
  if (!Array.isArray(list)) return list;
  const place = identitiesOf(list)?.indexOf(item) ?? -1;
  const next = applyAt(list[place], rest, change);
  return place < 0 || next === undefined ? list : list.with(place, next);
}

function applied(current: JsonValue | undefined, { before, after }: Change): JsonValue | undefined {
  if (isSame(current, before)) return after;
  return before === undefined ? filled(current, after) : current;
}

// The hub has grown a value where the API had its own: the hub's stands, and beside it what it does not say.
function filled(current: JsonValue | undefined, after: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(current) || !isJsonObject(after)) return current;
  const added = Object.entries(after).filter(([key]) => !Object.hasOwn(current, key));
  const held = Object.entries(current).map(([key, value]) => [key, filled(value, ownValue(after, key)) ?? value]);
  return Object.fromEntries([...held, ...added]);
}
