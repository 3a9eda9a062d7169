import { homeOf, placesOf } from './kinds/index.ts';
import type { ResourceKey } from './resource.ts';

/** How far a name reaches. */
export interface Reach {
  /** Whether a name of a shared kind that its namespace does not have means that of `default`; false when absent. */
  orShared?: boolean | undefined;
}

/** Where a resource may lie that `key` means, the nearest place first. */
export function reached({ kind, namespace, name, orShared = false }: ResourceKey & Reach): ResourceKey[] {
  const places = orShared ? placesOf(kind, namespace) : [homeOf(kind, namespace)];
  return places.map((place) => ({ kind, namespace: place, name }));
}
