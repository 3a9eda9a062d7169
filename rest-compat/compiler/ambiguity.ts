import type { Route } from '../runtime/route.ts';
import { waysOf } from './condition.ts';
import type { Faults } from './fault.ts';
import { pathShape } from './name.ts';

/** Refuses two routes that take the same requests, over all APIs. */
export function refuseAmbiguity(routes: readonly Route[], faults: Faults): void {
  const seen = new Map<string, Route>();
  for (const route of routes)
    for (const path of [route.path, ...route.also]) {
      const keys = waysOf(route).map((way) => `${route.method} ${pathShape(path)}${way}`);
      const before = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
      if (before)
        faults.add(
          route.source,
          `${route.method} ${path} takes the same requests as ${before.id} in ${before.source.file}. Give one another path, or a \`when\`.`,
        );
      else for (const key of keys) seen.set(key, route);
    }
}
