import type { IncomingHttpHeaders } from 'node:http';
import { type ReadOne, readerOf } from './bind-value.ts';
import type { Convention, Problem } from './convention.ts';
import { readings, Unfit } from './readings.ts';
import type { RequestBody } from './request-body.ts';
import type { Binding, Route } from './route.ts';

/** The parts of a request that variables come from. */
export interface RequestParts {
  /** What the placeholders of the path stand for, by their names. */
  path: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: RequestBody;
}

/** The variables of an operation, or what is wrong with the request. */
export type Bound = { variables: Record<string, unknown>; faults?: undefined } | Faults;

/** Everything that is wrong with a request, in the API's own terms. */
export interface Faults {
  faults: string[];
  /** `path` for a word that the API has not, which leads nowhere whatever else is wrong; `body` when all faults are there. */
  part?: Problem['part'];
}

export type Bind = (parts: RequestParts) => Bound;

/** Undefined is a value that is not there. */
type Find = (parts: RequestParts) => unknown;

interface Binder {
  binding: Binding;
  find: Find;
  read: (value: unknown) => unknown;
  place: string;
}

/** Works out once how a route's variables are read. */
export function compileBind(route: Route, convention: Convention): Bind {
  const binders = route.bindings.map((binding) => ({
    binding,
    find: finderOf(binding, convention),
    read: valueReader(binding, convention),
    place: placeOf(binding),
  }));
  const takesMembers = route.bindings.some(({ in: from, names }) => from === 'body' && !names.includes(''));
  const { isLenient } = wantsBody(route);
  return (parts) => {
    const { value } = parts.body;
    if (takesMembers && !isLenient && value !== undefined && value !== null && !isObject(value))
      return { faults: ['the body must be an object'], part: 'body' };
    return bindAll(binders, parts);
  };
}

/** What clients call the place that a variable comes from: `spec.agentRef.name`, `limit`, `If-Match`. */
export function placeOf({ in: from, names: [name = ''] }: Binding): string {
  return from === 'body' && name === '' ? 'the body' : name;
}

/** Whether the route wants something of the body, and whether it can do without all of it. */
export function wantsBody({ body, bindings }: Route): { wanted: boolean; isLenient: boolean } {
  const own = bindings.filter((binding) => binding.in === 'body');
  return { wanted: body !== null && own.length > 0, isLenient: own.every(({ isLenient }) => isLenient) };
}

function bindAll(binders: readonly Binder[], parts: RequestParts): Bound {
  const variables: Record<string, unknown> = {};
  let faulty: { fault: string; binding: Binding }[] | undefined;
  for (const binder of binders) {
    const fault = bindOne(binder, parts, variables);
    if (fault === undefined) continue;
    faulty ??= [];
    faulty.push({ fault, binding: binder.binding });
  }
  return faulty ? faultsOf(faulty) : { variables };
}

/** The faults of these variables together. */
export function faultsOf(faulty: readonly { fault: string; binding: Binding }[]): Faults {
  const faults = faulty.map(({ fault }) => fault);
  if (faulty.some(({ binding }) => binding.in === 'path' && binding.words !== undefined))
    return { faults, part: 'path' };
  return faulty.every(({ binding }) => binding.in === 'body') ? { faults, part: 'body' } : { faults };
}

/** Sets one variable, or says what is wrong with its value. */
function bindOne(
  { binding, find, read, place }: Binder,
  parts: RequestParts,
  variables: Record<string, unknown>,
): string | undefined {
  const found = find(parts);
  let value: unknown;
  try {
    value = found === undefined || found === null ? found : read(found);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    if (!binding.isLenient) return `${usedName(binding, parts) ?? place} ${error.message}`;
  }
  // Null for what must not be null is as good as nothing, so that a default of the variable counts.
  if (value === null && binding.type.endsWith('!')) value = undefined;
  if (value !== undefined) variables[binding.variable] = value;
  else if (binding.isRequired) return `${place} is missing`;
  return undefined;
}

/** Which of the names of a parameter the client used. */
function usedName({ in: from, names }: Binding, { query }: RequestParts): string | undefined {
  return from === 'query' ? names.find((name) => query.has(name)) : undefined;
}

function valueReader(binding: Binding, convention: Convention): (value: unknown) => unknown {
  const special = binding.as && readings[binding.as];
  if (special) return (value) => special(value, binding);
  const readOne = readerOf(binding, convention);
  return binding.isList ? listReader(binding, readOne) : readOne;
}

function listReader(binding: Binding, readOne: ReadOne): (value: unknown) => unknown {
  const isText = binding.in !== 'body' || binding.as === 'LIST';
  return (value) => {
    const items = isText ? splitTexts(value) : value;
    if (!Array.isArray(items)) throw new Unfit('must be a list');
    return items.flatMap(readOne);
  };
}

function splitTexts(value: unknown): unknown {
  const texts = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(texts)) return value;
  return texts
    .flatMap((text) => (typeof text === 'string' ? text.split(',').map((part) => part.trim()) : [text]))
    .filter((text) => text !== '');
}

function finderOf(binding: Binding, convention: Convention): Find {
  const { names } = binding;
  switch (binding.in) {
    case 'path':
      return ({ path }) => path[names[0] ?? ''];
    case 'query':
      return queryFinder(binding);
    case 'header':
      return headerFinder(names[0] ?? '');
    case 'body':
      return bodyFinder(binding, convention);
  }
}

function queryFinder({ names, isList, as, named, words, isLenient }: Binding): Find {
  // An empty number, word or date is none; an empty text is one, unless the route is lenient about it.
  const isText = words === undefined && (named === 'String' || named === 'ID');
  const mayBeEmpty = isList || named === 'Boolean' || (isText && !isLenient);
  // Who has read nothing yet and counts versions says 0, which is no place in the journal.
  const isNone = (text: string): boolean => (text === '' && !mayBeEmpty) || (text === '0' && named === 'Cursor');
  return ({ query }) => {
    if (query.size === 0) return undefined;
    const name = names.find((candidate) => query.has(candidate));
    if (name === undefined) return undefined;
    if (as === 'LABEL_SELECTOR') return query.getAll(name).join(',');
    if (isList) return query.getAll(name);
    const text = query.get(name) ?? '';
    return isNone(text) ? undefined : text;
  };
}

function headerFinder(name: string): Find {
  const key = name.toLowerCase();
  return ({ headers }) => {
    const value = headers[key];
    return Array.isArray(value) ? value.join(',') : value;
  };
}

function bodyFinder({ orHeader, ...binding }: Binding, convention: Convention): Find {
  const inBody = memberFinder(binding, convention);
  if (orHeader === undefined) return inBody;
  const inHeader = headerFinder(orHeader);
  return (parts) => inBody(parts) ?? inHeader(parts);
}

function memberFinder({ names, as }: Binding, { emptiness }: Convention): Find {
  if (as === 'TEXT') return ({ body }) => body.text;
  const ways = names.map((name) => (name === '' ? [] : name.split('.')));
  // To an API that leaves out what is empty, who writes an empty text says nothing.
  const isSaid = (found: unknown): boolean => found !== undefined && (found !== '' || emptiness !== 'omit-empty');
  return ({ body: { value } }) => {
    if (value === undefined) return undefined;
    const found = ways.map((way) => memberAt(value, way)).filter(isSaid);
    return found.find((one) => one !== null) ?? found[0];
  };
}

function memberAt(start: unknown, way: readonly string[]): unknown {
  let value: unknown = start;
  for (const name of way) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
