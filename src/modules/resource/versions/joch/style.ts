import { isObject, type JsonValue, type Ref } from '../../kinds/index.ts';
import type { SpokeStyle } from '../shaped/naming.ts';

/** Joch's fields: camelCase, references are objects with a name; what was not said is not shown. */
export const jochStyle: SpokeStyle = {
  nameOf: (hubName, node) => (node.type === 'duration' ? hubName.replace(/Ms$/, '') : hubName),
  find: (given, name) => (Object.hasOwn(given, name) ? (given[name] ?? undefined) : undefined),
  readRef: (given) => onlyFields(given, ['namespace', 'name']),
  writeRef: refObject,
  readSecret: (given) => onlyFields(given, ['namespace', 'name', 'key']),
  writeSecret: refObject,
  shows: (value) => !isNothing(value),
};

function onlyFields(value: unknown, names: string[]): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

function refObject(ref: Ref): JsonValue {
  return Object.fromEntries(Object.entries(ref).filter(([, value]) => value !== undefined));
}

function isNothing(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
