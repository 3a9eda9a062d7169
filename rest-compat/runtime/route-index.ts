import type { IncomingHttpHeaders } from 'node:http';
import { accepts } from '../../src/server/index.ts';
import type { Convention } from './convention.ts';
import { PathTree, placeholdersOf } from './path-tree.ts';
import type { ApiName, Condition } from './route.ts';
import type { ServedRoute } from './served-route.ts';

/** A route at one of its paths. */
export interface Candidate {
  served: ServedRoute;
  /** Names of the path's placeholders, in their order. */
  names: string[];
}

/** The routes at one path, by method. */
type ByMethod = Map<string, Candidate[]>;

/** What a request was found to ask for. */
export type Match =
  | { candidate: Candidate; values: string[] }
  /** The path is known, and has these methods. */
  | { allow: string[]; convention: Convention };

/** Finds the route of a request. */
export class RouteIndex {
  readonly #tree = new PathTree<ByMethod>();

  constructor(routes: readonly ServedRoute[]) {
    for (const served of routes) {
      for (const path of [served.route.path, ...served.route.also]) this.#add(served, path);
    }
  }

  /** The route for a request; where APIs share a path, that of `preferred` goes first. Undefined for an unknown path. */
  find(path: string, request: Conditioned & { preferred: ApiName | undefined }): Match | undefined {
    const found = this.#tree.find(path);
    if (!found) return undefined;
    const method = request.method === 'HEAD' || request.method === 'WATCH' ? 'GET' : request.method;
    const candidate = choose(found.value.get(method) ?? [], request);
    if (candidate) return { candidate, values: found.values };
    const all = [...found.value.values()].flat();
    const { convention } = (all.find((other) => other.served.route.api === request.preferred) ?? all[0])?.served ?? {};
    return convention && { convention, allow: methodsOf(found.value) };
  }

  #add(served: ServedRoute, path: string): void {
    const byMethod = this.#tree.at(path, () => new Map());
    const candidates = byMethod.get(served.route.method) ?? [];
    candidates.push({ served, names: placeholdersOf(path) });
    // What asks for more goes before what is served without.
    candidates.sort((a, b) => conditionsOf(b).length - conditionsOf(a).length);
    byMethod.set(served.route.method, candidates);
  }
}

function conditionsOf({ served }: Candidate): readonly Condition[] {
  return served.route.when ?? [];
}

function choose(
  candidates: readonly Candidate[],
  request: Conditioned & { preferred: ApiName | undefined },
): Candidate | undefined {
  const [first] = candidates;
  if (first && candidates.length === 1 && conditionsOf(first).length === 0 && request.method !== 'WATCH') return first;
  const fitting = candidates.filter((candidate) => applies(conditionsOf(candidate), request));
  return fitting.find(({ served }) => served.route.api === request.preferred) ?? fitting[0];
}

/** What the conditions of a route are held against. */
interface Conditioned {
  method: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

function applies(conditions: readonly Condition[], request: Conditioned): boolean {
  if (request.method === 'WATCH' && !conditions.some(isWatch)) return false;
  return conditions.every((condition) => holds(condition, request));
}

function isWatch(condition: Condition): boolean {
  return 'query' in condition && condition.query === 'watch';
}

function holds(condition: Condition, { method, query, headers }: Conditioned): boolean {
  if ('header' in condition) return headers[condition.header] !== undefined;
  // The method says it for a watch, and so does who wants nothing but events.
  if (isWatch(condition) && (method === 'WATCH' || accepts(headers.accept, 'text/event-stream'))) return true;
  const value = query.get(condition.query)?.toLowerCase();
  if (condition.words) return condition.words.some((word) => word.toLowerCase() === value);
  return value !== undefined && value !== 'false' && value !== '0';
}

function methodsOf(byMethod: ByMethod): string[] {
  const methods = [...byMethod.keys()];
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((method) => method !== 'GET')] : methods;
}
