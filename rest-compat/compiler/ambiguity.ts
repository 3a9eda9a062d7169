import type { Route } from '../runtime/route.ts';
import type { Faults } from './fault.ts';
import { pathShape } from './name.ts';

/** Refuses two routes that take the same requests, over all APIs. */
export function refuseAmbiguity(routes: readonly Route[], faults: Faults): void {
  const seen = new Map<string, Route>();
  for (const route of routes)
    for (const path of [route.path, ...route.also]) {
      const key = `${route.method} ${pathShape(path)}${whenText(route)}`;
      const before = seen.get(key);
      if (before)
        faults.add(
          route.source,
          `${route.method} ${path} takes the same requests as ${before.id} in ${before.source.file}. Give one another path, or a \`when\`.`,
        );
      else seen.set(key, route);
    }
}

/** ` when query watch`, or nothing. */
export function whenText({ when }: Pick<Route, 'when'>): string {
  if (when?.query) return ` when query ${when.query}`;
  return when?.header ? ` when header ${when.header}` : '';
}
