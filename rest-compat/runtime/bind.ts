import type { IncomingHttpHeaders } from 'node:http';
import { type ReadOne, readerOf } from './bind-value.ts';
import type { Convention } from './convention.ts';
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

/**
 * The variables of an operation, or everything that is wrong with the request, in the API's own terms. A path with a
 * word that the API has not leads nowhere, whatever else is wrong.
 */
export type Bound =
  | { variables: Record<string, unknown>; faults?: undefined }
  | { faults: string[]; leadsNowhere: boolean };

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
    find: finderOf(binding),
    read: valueReader(binding, convention),
    place: placeOf(binding),
  }));
  const takesMembers = route.bindings.some(({ in: from, names }) => from === 'body' && !names.includes(''));
  const { isLenient } = wantsBody(route);
  return (parts) => {
    const { value } = parts.body;
    if (takesMembers && !isLenient && value !== undefined && value !== null && !isObject(value))
      return { faults: ['the body must be an object'], leadsNowhere: false };
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
  let faults: string[] | undefined;
  let leadsNowhere = false;
  for (const binder of binders) {
    const fault = bindOne(binder, parts, variables);
    if (fault === undefined) continue;
    faults ??= [];
    faults.push(fault);
    leadsNowhere ||= binder.binding.in === 'path' && binder.binding.words !== undefined;
  }
  return faults ? { faults, leadsNowhere } : { variables };
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

function finderOf(binding: Binding): Find {
  const { names } = binding;
  switch (binding.in) {
    case 'path':
      return ({ path }) => path[names[0] ?? ''];
    case 'query':
      return queryFinder(binding);
    case 'header':
      return headerFinder(names[0] ?? '');
    case 'body':
      return bodyFinder(binding);
  }
}

function queryFinder({ names, isList, as, named, words, isLenient }: Binding): Find {
  // An empty number, word or date is none; an empty text is one, unless the route is lenient about it.
  const isText = words === undefined && (named === 'String' || named === 'ID');
  const mayBeEmpty = isList || named === 'Boolean' || (isText && !isLenient);
  return ({ query }) => {
    if (query.size === 0) return undefined;
    const name = names.find((candidate) => query.has(candidate));
    if (name === undefined) return undefined;
    if (as === 'LABEL_SELECTOR') return query.getAll(name).join(',');
    if (isList) return query.getAll(name);
    const text = query.get(name) ?? '';
    return text === '' && !mayBeEmpty ? undefined : text;
  };
}

function headerFinder(name: string): Find {
  const key = name.toLowerCase();
  return ({ headers }) => {
    const value = headers[key];
    return Array.isArray(value) ? value.join(',') : value;
  };
}

function bodyFinder({ orHeader, ...binding }: Binding): Find {
  const inBody = memberFinder(binding);
  if (orHeader === undefined) return inBody;
  const inHeader = headerFinder(orHeader);
  return (parts) => inBody(parts) ?? inHeader(parts);
}

function memberFinder({ names, as }: Binding): Find {
  if (as === 'TEXT') return ({ body }) => body.text;
  const ways = names.map((name) => (name === '' ? [] : name.split('.')));
  return ({ body: { value } }) => {
    if (value === undefined) return undefined;
    for (const way of ways) {
      const found = memberAt(value, way);
      if (found !== undefined) return found;
    }
    return undefined;
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
