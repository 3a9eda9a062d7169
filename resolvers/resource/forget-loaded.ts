import type { Loaders } from '../../schema/loaders.ts';

/** From here on everything is read anew: a write has changed what is true. */
export function forgetLoaded(loaders: Loaders): void {
  for (const loader of Object.values(loaders)) loader.clearAll();
}
