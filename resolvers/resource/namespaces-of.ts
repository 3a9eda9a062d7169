import type { Context } from '../../schema/context.ts';
import type { Namespace } from '../../src/modules/identity/index.ts';
import { homeOf, placesOf, type ResourceKind } from '../../src/modules/resource/index.ts';

interface Asked {
  kind?: ResourceKind | null | undefined;
  namespace?: string | null | undefined;
  /** Whether those of a shared kind that lie in `default` are asked for as well; false when absent. */
  orShared?: boolean | undefined;
}

/** The ids of the namespaces in which that lies which is asked for in a namespace, or in `within`; undefined for any. */
export async function namespacesOf({ actor, services }: Context, asked: Asked, within?: Namespace) {
  const { kind, orShared = false } = asked;
  const name = asked.namespace ?? within?.name;
  const id = await services.identity.namespaceIdOf(actor, asked.namespace, within);
  if (id === undefined || name === undefined || kind == null) return id === undefined ? undefined : [id];
  const places = orShared ? placesOf(kind, name) : [homeOf(kind, name)];
  const ids = places.map((place) => (place === name ? id : services.identity.namespaceIdOf(actor, place)));
  return (await Promise.all(ids)).filter((found) => found !== undefined);
}
