import { conventions } from '../../../../rest-compat/apis/index.ts';
import { handWrittenRoutes } from '../../../../rest-compat/hand-written-routes.ts';
import { PathTree } from '../../../../rest-compat/runtime/path-tree.ts';
import { type ApiName, apiNames, type Route } from '../../../../rest-compat/runtime/route.ts';
import { allRoutes, Documented } from '../documents.ts';
import type { Shot, Shown } from './wire.ts';

const documented = new Documented();
const routes = allRoutes();
const trees = apiNames.map((api) => ({ api, tree: treeOf(routes.filter((route) => route.api === api)) }));
const handWritten = new PathTree<true>();
for (const { path } of handWrittenRoutes) handWritten.at(path, () => true);

/** Statuses of HTTP itself: what is documented for each route under `default`. */
const ofHttp = new Set([405, 415]);

/** Where chat completions are served. */
export const chatPath = '/v1/chat/completions';

/** Words that belong into a log and not into an answer. */
const inner =
  /\bat .{0,80}\.[jt]s:\d+|node_modules|prisma|kysely|\bpg\b|postgres|invalid input syntax|relation "|duplicate key|violates |Cannot (read|convert|destructure)|is not (a function|iterable|defined)|(Type|Range|Reference|Syntax)Error|Variable "\$|\bselect .* from\b|ECONN|dbos|\[object Object\]|Something went wrong on our side/i;

/** What is wrong with the answer to a request that was aimed at `route` on its API's own port or on the main one. */
export function faultsOf(
  route: Route,
  { shot, isOwnPort }: { shot: Shot; isOwnPort: boolean },
  shown: Shown,
): string[] {
  const { status, text } = shown;
  const faults: string[] = [];
  if (status >= 500) faults.push(`${status} is a fault of ours`);
  if (status >= 400 && inner.test(text)) faults.push(`it shows ${inner.exec(text)?.[0]}`);
  if (isParsersOwn(shot, shown)) return faults;
  if (faults.length > 0 || isElsewhere(shot, isOwnPort)) return faults;
  return isAt(route, shot) ? routeFaults(route, shot, shown) : errorFaults(route.api, shot, shown);
}

/** What is wrong with an answer in the dialect of OpenAI to a request for a chat. */
export function chatFaultsOf(shot: Shot, shown: Shown): string[] {
  const { status, text } = shown;
  if (status >= 500) return [`${status} is a fault of ours`];
  if (status < 400 || isParsersOwn(shot, shown)) return [];
  if (inner.test(text)) return [`it shows ${inner.exec(text)?.[0]}`];
  if (shot.method === 'HEAD' || !shot.target.startsWith(chatPath)) return [];
  return documented.errorFaultsOf('openai', shown);
}

/** Whether the head of a request is beyond the limit of all heads, which is refused before it is known where it leads. */
function isParsersOwn({ target, headers }: Shot, shown: Shown): boolean {
  const size = Buffer.byteLength(target) + Buffer.byteLength(Object.entries(headers).join());
  return shown.status === 431 && size > 15 * 1024 && isServersOwn(shown);
}

/** Whether the path is that of something which no operation serves. */
function isElsewhere({ target }: Shot, isOwnPort: boolean): boolean {
  const path = target.split('?')[0] ?? '';
  return (
    path === '/graphql' ||
    path === chatPath ||
    (handWritten.find(path) !== undefined && !(isOwnPort && routes.some((route) => route.path === path)))
  );
}

/** Whether the request still leads to the path of the route, by its own method or as a HEAD of it. */
function isAt({ api, path, method }: Route, shot: Shot): boolean {
  const found = trees.find((entry) => entry.api === api)?.tree.find(shot.target.split('?')[0] ?? '');
  return found?.value === path && (shot.method === method || (shot.method === 'HEAD' && method === 'GET'));
}

/** The answer has to be one that the documents describe for the route, or for another of its path and method. */
function routeFaults(route: Route, shot: Shot, shown: Shown): string[] {
  if (shot.method === 'HEAD') return shown.text === '' ? [] : ['a HEAD has a body'];
  if (shown.headers['preference-applied'] === 'return=explain') return [];
  if (ofHttp.has(shown.status)) return documented.faultsOf(route, shown, 'default');
  const faults = documented.faultsOf(route, shown);
  const others = routes.filter(({ api, path, id }) => api === route.api && path === route.path && id !== route.id);
  return others.some((other) => documented.faultsOf(other, shown).length === 0) ? [] : faults;
}

/** The request went astray: what it finds there is not judged, but when it is refused that is in the form of the API. */
function errorFaults(api: ApiName, { target, method, headers }: Shot, shown: Shown): string[] {
  if (shown.status < 400 || method === 'HEAD') return [];
  const path = target.split('?')[0] ?? '';
  const here = trees
    .filter((entry) => entry.tree.find(path) !== undefined || isOf(entry.api, path))
    .map((entry) => entry.api);
  const faults = [api, ...here].map((candidate) => documented.errorFaultsOf(candidate, shown));
  if (faults.some((own) => own.length === 0) || isServersOwn(shown)) return [];
  return [...(faults[0] ?? []), `to ${method} ${target.slice(0, 200)} with ${Object.keys(headers)}`];
}

/** What is no API's, as on the main port, is refused in the server's own form. */
function isServersOwn({ contentType, text }: Shown): boolean {
  if (!contentType.startsWith('application/json')) return false;
  const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
  return typeof error?.code === 'string' && typeof error.message === 'string';
}

function treeOf(own: readonly Route[]): PathTree<string> {
  const tree = new PathTree<string>();
  for (const { path, also } of own) for (const at of [path, ...also]) tree.at(at, () => path);
  return tree;
}

/** Whether an unknown path would belong to an API. */
function isOf(api: ApiName, path: string): boolean {
  return conventions[api].prefixes.some((prefix) => path.startsWith(prefix));
}
