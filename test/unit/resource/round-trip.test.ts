import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resourceKinds } from '../../../src/modules/resource/kinds/index.ts';
import { toHub } from '../../../src/modules/resource/manifest/index.ts';
import { apiVersions, hasKind } from '../../../src/modules/resource/versions/index.ts';
import { manifestsOf } from './manifests-of.ts';
import { rendered } from './stored-resource.ts';

const cases = apiVersions.flatMap((version) =>
  resourceKinds.filter((kind) => hasKind(version, kind)).map((kind) => ({ version, kind })),
);
const pairs = cases.flatMap((one) =>
  apiVersions.filter((v) => v !== one.version && hasKind(v, one.kind)).map((through) => ({ ...one, through })),
);
const runs = { numRuns: 60 };

describe('one API version', () => {
  test.each(cases)('$kind in $version comes back as it went in, once it is normalised', ({ version, kind }) => {
    fc.assert(
      fc.property(manifestsOf(version, kind), (manifest) => {
        const normalised = rendered(toHub(manifest), version);
        expect(rendered(toHub(normalised), version)).toEqual(normalised);
      }),
      runs,
    );
  });

  test.each(resourceKinds.filter((kind) => hasKind('joch.dev/v1alpha1', kind)))(
    '%s in Joch comes back exactly as it was written',
    (kind) => {
      fc.assert(
        fc.property(manifestsOf('joch.dev/v1alpha1', kind), (manifest) => {
          expect(rendered(toHub(manifest), 'joch.dev/v1alpha1')['spec']).toEqual(manifest.spec);
        }),
        runs,
      );
    },
  );
});

describe('two API versions', () => {
  test.each(pairs)(
    '$kind of $version, read and written back in $through, loses nothing',
    ({ version, kind, through }) => {
      fc.assert(
        fc.property(manifestsOf(version, kind), (manifest) => {
          const first = toHub(manifest);
          const second = toHub(rendered(first, through), {}, first);
          expect(second.spec).toEqual(first.spec);
          expect(rendered(second, version)).toEqual(rendered(first, version));
        }),
        runs,
      );
    },
  );
});
