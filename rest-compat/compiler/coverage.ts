import { type ApiName, apiNames, type Route } from '../runtime/route.ts';
import type { Faults } from './fault.ts';
import { isLocked, type Lock } from './lock.ts';
import { pathShape } from './name.ts';

/** A route that an API documents. */
export interface DocumentedRoute {
  api: ApiName;
  method: string;
  path: string;
  line: number;
}

/** What is served: compiled routes, and the paths that are answered to GET without an operation. */
export interface Served {
  routes: readonly Route[];
  handWritten: readonly { method: string; path: string }[];
}

export const documentedFile = 'rest-compat/documented-routes.tsv';

/** The lines of `documented-routes.tsv`. */
export function readDocumented(text: string): DocumentedRoute[] {
  return text.split('\n').flatMap((content, index) => {
    const [name, method, path] = content.split('\t');
    const api = apiNames.find((candidate) => candidate === name);
    return api && method && path ? [{ api, method, path, line: index + 1 }] : [];
  });
}

/** One line per API that documents routes: how many of them are served. */
export function coverageText(documented: readonly DocumentedRoute[], served: Served): string {
  const keys = servedKeys(served);
  const lines = apiNames.flatMap((api) => {
    const own = documented.filter((row) => row.api === api);
    const count = own.filter((row) => keys.has(keyOf(row))).length;
    return own.length > 0 ? [`${api.padEnd(12)}${String(count).padStart(4)} of ${own.length} documented routes`] : [];
  });
  const further = served.routes.filter(({ isBeyond }) => isBeyond).length;
  return [...lines, `${further} further routes`].join('\n');
}

/** Refuses that a documented route which was served is served no more; this cannot be accepted. */
export function refuseLoss(
  documented: readonly DocumentedRoute[],
  before: Lock,
  { served, faults }: { served: Served; faults: Faults },
): void {
  const keys = servedKeys(served);
  for (const row of documented)
    if (isLocked(before, row.method, row.path) && !keys.has(keyOf(row)))
      faults.add(
        { file: documentedFile, line: row.line },
        `${row.method} ${row.path} is documented, was served and is gone. Bring its operation back.`,
      );
}

/** Refuses a documented route that says that it is beyond those of its API, and one that is in no list and does not say so. */
export function refuseWrongBeyond(
  documented: readonly DocumentedRoute[],
  { routes, faults }: { routes: readonly Route[]; faults: Faults },
): void {
  const own = new Set(documented.map((row) => `${row.api} ${keyOf(row)}`));
  const all = new Set(documented.map(keyOf));
  const apis = new Set(documented.map(({ api }) => api));
  for (const route of routes.filter(({ api }) => apis.has(api))) {
    const keys = pathKeys(route);
    if (route.isBeyond && keys.some((key) => own.has(`${route.api} ${key}`)))
      faults.add(route.source, `${route.id} is documented. Remove beyond: true.`);
    if (!route.isBeyond && !keys.some((key) => all.has(key)))
      faults.add(route.source, `${route.id} is not in ${documentedFile}. Mend its path, or say beyond: true.`);
  }
}

function servedKeys({ routes, handWritten }: Served): Set<string> {
  return new Set([...routes.flatMap(pathKeys), ...handWritten.map(keyOf)]);
}

function pathKeys({ method, path, also }: Route): string[] {
  return [path, ...also].map((one) => keyOf({ method, path: one }));
}

function keyOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${pathShape(path)}`;
}
