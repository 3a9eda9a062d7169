import { type Fault, isObject } from '../kinds/index.ts';

/** The part of a manifest that says which resource it is. */
export interface Metadata {
  name: string;
  namespace?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** The version that the writer looked at. */
  resourceVersion?: string;
}

/** How many characters a name may have. */
export const maxNameLength = 253;
const maxAnnotationsSize = 262_144;
/** How many characters the labels of one resource may have in all: every event about it carries them. */
export const maxLabelsSize = 16_384;
/** The form of a name. */
export const nameForm = String.raw`^[^\s/\p{Cc}]+$`;
const isName = new RegExp(nameForm, 'u');

/** Reads `metadata`, adding what is wrong with it to `faults`. Without a name it gets `defaultName`. */
export function readMetadata(given: unknown, faults: Fault[], defaultName?: string): Metadata {
  if (!isObject(given)) {
    faults.push({ path: ['metadata'], problem: given == null ? 'is required' : 'must be an object' });
    return { name: '', labels: {}, annotations: {} };
  }
  const namespace = given['namespace'] ?? undefined;
  const version = given['resourceVersion'] ?? undefined;
  return {
    name: readName(isGiven(given['name']) ? given['name'] : defaultName, 'name', faults),
    ...(namespace === undefined || namespace === '' ? {} : { namespace: readName(namespace, 'namespace', faults) }),
    labels: readMap(given['labels'], { field: 'labels', maxSize: maxLabelsSize }, faults),
    annotations: readMap(given['annotations'], { field: 'annotations', maxSize: maxAnnotationsSize }, faults),
    ...(version === undefined || version === '' ? {} : { resourceVersion: readVersion(version, faults) }),
  };
}

function readName(given: unknown, field: string, faults: Fault[]): string {
  const fault = (problem: string) => faults.push({ path: ['metadata', field], problem });
  if (given === undefined || given === null || given === '') fault('is required');
  else if (typeof given !== 'string') fault('must be text; put it in quotes');
  else if (given.length > maxNameLength) fault(`is longer than ${maxNameLength} characters`);
  else if (!isName.test(given)) fault('must not contain spaces, slashes or control characters');
  else return given;
  return '';
}

function readMap(
  given: unknown,
  { field, maxSize }: { field: string; maxSize: number },
  faults: Fault[],
): Record<string, string> {
  if (given === undefined || given === null) return {};
  const path = ['metadata', field];
  if (!isObject(given)) {
    faults.push({ path, problem: 'must be an object of texts' });
    return {};
  }
  const entries = Object.entries(given);
  if (mapSize(given) > maxSize) faults.push({ path, problem: `have more than ${maxSize} characters in all` });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => isTextEntry(entry, path, faults)));
}

/** The characters of all keys and values. */
export function mapSize(map: object): number {
  return Object.entries(map).reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
}

function isTextEntry([key, value]: [string, unknown], path: string[], faults: Fault[]): boolean {
  if (key === '' || key.length > 317) {
    faults.push({ path, problem: 'have a key that is empty or longer than 317 characters' });
  }
  if (typeof value === 'string') return true;
  faults.push({ path: [...path, key], problem: 'must be text; put it in quotes' });
  return false;
}

function readVersion(given: unknown, faults: Fault[]): string {
  if (typeof given === 'string') return given;
  if (Number.isSafeInteger(given)) return String(given);
  faults.push({ path: ['metadata', 'resourceVersion'], problem: 'must be text' });
  return '';
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
