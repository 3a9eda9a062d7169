import { type JsonValue, refText, secretRefText } from '../../kinds/index.ts';
import type { SpokeStyle } from '../shaped/naming.ts';
import { inBothCases } from './both-cases.ts';

/** Orloj's fields: snake_case, also read in camelCase; references are text; what is empty is not shown, but parts always are. */
export const orlojStyle: SpokeStyle = {
  nameOf: (hubName, node) => snakeCase(node.type === 'duration' ? hubName.replace(/Ms$/, '') : hubName),
  find: (given, name) => {
    const key = Object.hasOwn(given, name) ? name : Object.keys(given).find((other) => folded(other) === folded(name));
    const value = key === undefined ? undefined : given[key];
    // To this API null and the empty value of a type are as good as nothing.
    return value === null || value === '' || value === 0 ? undefined : value;
  },
  absent: [null, '', 0],
  spelled: inBothCases,
  readRef: (given) => given,
  writeRef: refText,
  readSecret: (given) => given,
  writeSecret: secretRefText,
  // A false that takes the place of a true is not empty.
  shows: (value, { node, fallback }) =>
    node.type === 'object' || !isEmpty(value) || (value === false && fallback === true),
};

function isEmpty(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false || value === null;
}

/** The name with an underscore before what was a capital. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
