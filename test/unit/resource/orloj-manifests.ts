import { parseManifests, toHub } from '../../../src/modules/resource/manifest/index.ts';
import { rendered } from './stored-resource.ts';

export const version = 'orloj.dev/v1';

export function manifest(kind: string, spec: object): object {
  return { apiVersion: version, kind, metadata: { name: 'it' }, spec };
}

export function specOf<Spec>(kind: string, spec: object): Spec {
  return toHub(manifest(kind, spec)).spec as Spec;
}

export function shown(kind: string, spec: object): unknown {
  return rendered(toHub(manifest(kind, spec)), version)['spec'];
}

export function faultsOf(kind: string, spec: object): string[] {
  const parsed = parseManifests(JSON.stringify(manifest(kind, spec)));
  return parsed.ok ? [] : parsed.faults.map((fault) => fault.replace(/^Document 1, line 1: /, ''));
}
