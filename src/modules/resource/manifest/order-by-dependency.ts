import { homeOf, placesOf, type ResourceKind, referencesOf } from '../kinds/index.ts';
import type { ParsedManifest } from './parse-manifests.ts';

interface Visit {
  index: number;
  low: number;
  isOpen: boolean;
}

/**
 * What is named stands before what names it; otherwise the order stays. Manifests that name each other in a circle
 * keep their order among themselves. References without a namespace mean the manifest's own, else `defaultNamespace`.
 */
export function orderByDependency<M extends Pick<ParsedManifest, 'kind' | 'namespace' | 'name' | 'hub'>>(
  manifests: readonly M[],
  defaultNamespace = 'default',
): M[] {
  const places = new Map(manifests.map((manifest, place) => [keyOf(manifest, defaultNamespace), place]));
  const targets = manifests.map((manifest) => targetsOf(manifest, defaultNamespace, places));
  return circlesOf(targets).flatMap((circle) => circle.flatMap((place) => manifests[place] ?? []));
}

function keyOf(named: { kind: ResourceKind; namespace?: string; name: string }, namespace: string): string {
  return `${named.kind}/${homeOf(named.kind, named.namespace ?? namespace)}/${named.name}`;
}

function targetsOf(
  manifest: Pick<ParsedManifest, 'kind' | 'namespace' | 'hub'>,
  defaultNamespace: string,
  places: Map<string, number>,
): number[] {
  const namespace = manifest.namespace ?? defaultNamespace;
  const named = referencesOf(manifest.kind, manifest.hub.spec);
  return named.flatMap(({ kind, name, namespace: given = namespace }) =>
    placesOf(kind, given).flatMap((place) => places.get(keyOf({ kind, name }, place)) ?? []),
  );
}

// Tarjan's strongly connected components: each comes after all that it depends on. A thousand manifests bound the depth.
function circlesOf(targets: number[][]): number[][] {
  const visits = new Map<number, Visit>();
  const open: number[] = [];
  const circles: number[][] = [];
  const enter = (place: number): Visit => {
    const visit = { index: visits.size, low: visits.size, isOpen: true };
    visits.set(place, visit);
    open.push(place);
    for (const target of targets[place] ?? []) {
      const known = visits.get(target);
      if (known === undefined) visit.low = Math.min(visit.low, enter(target).low);
      else if (known.isOpen) visit.low = Math.min(visit.low, known.index);
    }
    if (visit.low === visit.index) circles.push(close(place));
    return visit;
  };
  const close = (root: number): number[] => {
    const circle = open.splice(open.indexOf(root));
    for (const place of circle) Object.assign(visits.get(place) ?? {}, { isOpen: false });
    return circle.sort((left, right) => left - right);
  };
  targets.forEach((_, place) => {
    if (!visits.has(place)) enter(place);
  });
  return circles;
}
