import {
  homeOf,
  placesOf,
  type Ref,
  type Resource,
  type ResourceKey,
  type ResourceKind,
} from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import type { Loaders } from './loaders.ts';

/** What names others. Its namespace is where a name without a namespace is looked up. */
interface Naming {
  namespace: string;
}

export const ResourceName = builder.objectRef<{ namespace: string; name: string }>('ResourceName').implement({
  description: 'The name of something of which the graph has no type.',
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'Its namespace.' }),
    name: t.exposeString('name', { description: 'Its name in that namespace.' }),
  }),
});

/** The full name behind `ref`, as `from` means it. */
export function nameOf(ref: Ref, from: Naming): { namespace: string; name: string } {
  return { namespace: ref.namespace ?? from.namespace, name: ref.name };
}

type KeyAt = ResourceKey & { asOf?: string | null | undefined };

/**
 * The resource that lies in this namespace, as it is or as it was at a cursor; null when there is or was none. One that
 * belongs to all lies in each.
 */
export function loadAt(loaders: Loaders, { asOf, ...named }: KeyAt): Promise<Resource | null> {
  const key = { ...named, namespace: homeOf(named.kind, named.namespace) };
  return asOf == null ? loaders.resourceByKey.load(key) : loaders.resourceAsOf.load({ ...key, asOf });
}

/** The resource that is meant by a name in this namespace, which a shared one of `default` may be; null when there is none. */
export async function loadNearest(loaders: Loaders, key: KeyAt): Promise<Resource | null> {
  const places = placesOf(key.kind, key.namespace).map((namespace) => ({ ...key, namespace }));
  const found = await Promise.all(places.map((place) => loadAt(loaders, place)));
  return found.find((resource) => resource !== null) ?? null;
}

/** The resource of this kind that is meant by a name, as it is or as it was at a cursor; null when there is or was none. */
export async function loadNamed<K extends ResourceKind>(
  loaders: Loaders,
  kind: K,
  name: { namespace: string; name: string; asOf?: string | null | undefined },
): Promise<Resource<K> | null> {
  const found = await loadNearest(loaders, { kind, ...name });
  return found !== null && isOfKind(found, kind) ? found : null;
}

/** What `from` names; those that do not exist are left out, the others keep their order. */
export async function loadRefs<K extends ResourceKind>(
  loaders: Loaders,
  kind: K,
  about: { refs: readonly Ref[]; from: Naming },
): Promise<Resource<K>[]> {
  const found = await Promise.all(about.refs.map((ref) => loadNamed(loaders, kind, nameOf(ref, about.from))));
  return found.filter((resource) => resource !== null);
}

/** Whether a resource is of this kind. */
export function isOfKind<K extends ResourceKind>(resource: Resource, kind: K): resource is Resource & Resource<K> {
  return resource.kind === kind;
}
