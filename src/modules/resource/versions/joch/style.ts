import { amountsForm, decimalNumber, isObject, type JsonValue, parseDurationMs, type Ref } from '../../kinds/index.ts';
import type { SpokeStyle } from '../shaped/naming.ts';
import { onlyFields } from './fields.ts';

const dayMs = 86_400_000;

const jochDurationForm = String.raw`^\s*(?:[+-]?0|\+?${amountsForm}|\d{1,6}d(?:\+?${amountsForm})?)\s*$`;

/** Joch's fields: camelCase, references are objects with a name; what was not said is not shown. */
export const jochStyle: SpokeStyle = {
  nameOf: (hubName, node) => (node.type === 'duration' ? hubName.replace(/Ms$/, '') : hubName),
  find: (given, name) => (Object.hasOwn(given, name) ? (given[name] ?? undefined) : undefined),
  absent: [null],
  opensRefs: true,
  durationForm: jochDurationForm,
  readRef: (given) => onlyFields(given, ['namespace', 'name']),
  writeRef: refObject,
  readSecret: (given) => onlyFields(given, ['namespace', 'name', 'key']),
  writeSecret: refObject,
  parseDuration: jochDurationMs,
  writeDecimal: decimalNumber,
  shows: (value) => !isNothing(value),
};

// Go's syntax has no days, and this API's documentation has: `7d`, also before what Go can say.
function jochDurationMs(text: string): number {
  const found = /^(?<days>\d{1,6})d(?<rest>.*)$/.exec(text);
  if (found === null) return parseDurationMs(text);
  const { days, rest = '' } = found.groups ?? {};
  return Number(days) * dayMs + (rest === '' ? 0 : parseDurationMs(rest));
}

function refObject(ref: Ref): JsonValue {
  return Object.fromEntries(Object.entries(ref).filter(([, value]) => value !== undefined));
}

function isNothing(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
