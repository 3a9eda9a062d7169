import type { Route } from '../../../../rest-compat/runtime/route.ts';
import type { Example } from '../example.ts';
import { whenOf } from '../request.ts';
import type { Attack } from './attack.ts';
import type { Shot } from './wire.ts';

/** A place in a JSON value. */
export type Place = (string | number)[];

/** What a request is aimed at. */
export type Aimed = Pick<Route, 'method' | 'path' | 'bindings' | 'when'>;

/** The request of an example with one thing made wrong. */
export function aim(route: Aimed, example: Example, { attack, token }: { attack: Attack; token: string }): Shot {
  const shot = plain(route, example, token);
  switch (attack.kind) {
    case 'body':
      return withBody(shot, attack);
    case 'field': {
      const { value, place } = fieldOf(example, attack.at);
      return withJson(shot, changed(value, place, attack.change));
    }
    case 'query':
      return withQuery(shot, route, attack);
    case 'header':
      return { ...shot, headers: { ...shot.headers, [attack.name]: attack.value } };
    case 'path':
      return withPath(shot, attack);
    case 'method':
      return { ...shot, method: attack.method };
  }
}

/**
 * The names of which a refusal should say one: of the parameter that is wrong, or of the field with what it stands in and
 * what stood in it.
 */
export function namesOf(route: Aimed, example: Example, attack: Attack): string[] {
  if (attack.kind === 'query') return [parameterOf(route, attack.at)];
  if (attack.kind !== 'field') return [];
  const { value, place } = fieldOf(example, attack.at);
  if (place.length === 0) return [];
  const inside = placesIn(value).filter((other) => place.every((key, index) => other[index] === key));
  return [...new Set([place, ...inside].flat().filter((key) => typeof key === 'string'))];
}

/** Which field of an example's body an attack is on. */
function fieldOf(example: Example, at: number): { value: unknown; place: Place } {
  const value = jsonOf(example.body);
  const places = placesIn(value);
  return { value, place: places[at % places.length] ?? [] };
}

/** The request of an example as it is. */
function plain(route: Aimed, { path = {}, query = '', headers = {}, body, token: own }: Example, token: string): Shot {
  const at = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? 'unknown'));
  const when = whenOf(route);
  const asks = `${when.query}${query}`.replace(/&$/, '');
  const sent: Record<string, string> = { ...headers, ...when.headers };
  const shown = own === undefined ? token : own;
  if (shown !== null) sent['authorization'] = `Bearer ${shown}`;
  if (body === undefined) return { method: route.method, target: at + (asks && `?${asks}`), headers: sent };
  sent['content-type'] ??= 'application/json';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: route.method, target: at + (asks && `?${asks}`), headers: sent, body: Buffer.from(text) };
}

function withBody(shot: Shot, { text, type, isChunked }: Extract<Attack, { kind: 'body' }>): Shot {
  const { 'content-type': _type, ...headers } = shot.headers;
  return {
    ...shot,
    headers: { ...headers, ...(type !== null && { 'content-type': type }) },
    body: Buffer.from(text),
    isChunked,
  };
}

function withJson(shot: Shot, value: unknown): Shot {
  const headers = { ...shot.headers, 'content-type': 'application/json' };
  return { ...shot, headers, body: Buffer.from(JSON.stringify(value) ?? '') };
}

/** Sets a parameter that the route reads, or one that nobody does. */
function withQuery(shot: Shot, route: Aimed, { at, values, isRaw }: Extract<Attack, { kind: 'query' }>): Shot {
  const name = parameterOf(route, at);
  const pairs = values.map((value) => `${encodeURIComponent(name)}=${isRaw ? value : encoded(value)}`);
  const mark = shot.target.includes('?') ? '&' : '?';
  return { ...shot, target: shot.target + mark + pairs.join('&') };
}

/** One of the parameters that the route reads, or one that nobody does. */
function parameterOf({ bindings }: Aimed, at: number): string {
  const known = bindings.flatMap(({ in: from, names }) => (from === 'query' ? names : []));
  const names = [...known, 'unknown', '__proto__', 'watch', 'token', 'ticket'];
  return names[at % names.length] ?? '';
}

/** Puts the text into a segment of the path, after it, or instead of all of it. */
function withPath(shot: Shot, { at, text, isRaw }: Extract<Attack, { kind: 'path' }>): Shot {
  const [path = '', query] = shot.target.split('?');
  const segments = path.split('/');
  const index = 1 + (at % segments.length);
  segments[index] = isRaw ? text : encoded(text);
  return { ...shot, target: segments.join('/') + (query === undefined ? '' : `?${query}`) };
}

/** Percent-encodes, half surrogates too, as the bytes that they would have. */
function encoded(text: string): string {
  return [...text]
    .map((character) => (character.isWellFormed() ? encodeURIComponent(character) : '%ed%a0%80'))
    .join('');
}

function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return body ?? {};
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Object.entries(value).flatMap(([key, member]) =>
    placesIn(member, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return [at, ...inside];
}

function changed(value: unknown, [key, ...rest]: Place, change: Extract<Attack, { kind: 'field' }>['change']): unknown {
  if (key === undefined) return 'drop' in change ? {} : change.value;
  const isLast = rest.length === 0 && 'drop' in change;
  if (Array.isArray(value))
    return value.flatMap((item, index) => (index !== key ? [item] : isLast ? [] : [changed(item, rest, change)]));
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, member]) => {
      if (name !== key) return [[name, member]];
      return isLast ? [] : [[name, changed(member, rest, change)]];
    }),
  );
}
