import { readManifest } from './manifest/index.ts';
import { keyText } from './resource.ts';
import { invalid, readWanted } from './wanted.ts';

/** A Secret as its manifest says it, with its values in plain text: they must not leave the program that reads them. */
export interface PlainSecret {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  values: Record<string, string>;
}

/** The Secrets of a text of manifests in any API version. @throws OrreryError MANIFESTS_INVALID, also without a value */
export function readPlainSecrets(manifests: string, namespace: string): PlainSecret[] {
  return readWanted({ manifests, namespace, kind: 'Secret', onlyKind: true }).map(({ manifest, key }) => {
    const { labels, annotations, secretValues: values = {} } = readManifest(manifest);
    if (Object.keys(values).length === 0) throw invalid([`${keyText(key)} has no values.`]);
    return { namespace: key.namespace, name: key.name, labels, annotations, values };
  });
}
