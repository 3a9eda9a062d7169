import type { Route } from '../../../rest-compat/runtime/route.ts';
import type { Harness } from '../harness.ts';
import type { Example } from './example.ts';

/** The request of an example to its route, on the port of its API. */
export function requestOf(h: Harness, route: Route, example: Example): { url: string; init: RequestInit } {
  const { path = {}, query = '', headers = {}, body, token = h.adminToken } = example;
  const at = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? 'unknown'));
  const when = whenOf(route);
  const sent = new Headers(headers);
  if (token !== null) sent.set('authorization', `Bearer ${token}`);
  if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(when.headers)) sent.set(name, value);
  const init: RequestInit = {
    method: route.method,
    headers: sent,
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
  return { url: `${h.platform.listeners[route.api]}${at}?${when.query}${query}`, init };
}

/** What a request must have for the route to be chosen. */
export function whenOf({ when = [] }: Pick<Route, 'when'>): { query: string; headers: Record<string, string> } {
  const asked = when.flatMap((one) => ('query' in one ? [`${one.query}=${one.words?.[0] ?? 'true'}&`] : []));
  const headers = when.flatMap((one) => ('header' in one ? [[one.header, 'x'] as const] : []));
  return { query: asked.join(''), headers: Object.fromEntries(headers) };
}
